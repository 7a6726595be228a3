//! The demo's world as it now is: the recorded answers, and what approved writes
//! made of them. Every later question is answered from here.

use std::collections::HashSet;

use jiff::Timestamp;
use parking_lot::Mutex;

use super::{
    answers::{Answers, recorded_as},
    not_recorded,
    recording::Recording,
    registry,
};
use crate::{
    ask::{Answer, Ask, AskOf, Question, cloudformation, iam, repo, service_discovery},
    facts::{
        Authorization, Codified, CodifiedFile, CodifiedRole, EnvironmentName, Fault, FaultKind,
        ManagedPolicy, PhysicalId, PolicyName, Reading, Reason, Remote, Role, RoleName,
        RoleReading, StackName, Templates,
    },
    gate::{RegistryState, writes::Write},
};

#[derive(Debug)]
pub(super) struct Recorded {
    recording: Recording,
    pub(super) answers: Mutex<Answers>,
    /// Files that were written since, by their paths.
    written: Mutex<HashSet<String>>,
}

impl Recorded {
    pub(super) fn new(recording: Recording) -> Self {
        Self {
            answers: Mutex::new(recording.answers.clone()),
            recording,
            written: Mutex::default(),
        }
    }

    /// When it was recorded.
    pub(super) fn started(&self) -> jiff::Timestamp {
        self.recording.started
    }

    /// As it is now; what was never recorded is a fault.
    pub(super) fn answer(&self, ask: &Ask) -> Result<Answer, Fault> {
        let answers = self.answers.lock();
        let answer = answers.get(&recorded_as(ask)).cloned();
        let answer = answer.or_else(|| registry::answer(&answers, ask).map(Ok));
        answer.unwrap_or_else(|| Err(not_recorded(ask)))
    }

    /// From now on the answers are as they were recorded after this write.
    pub(super) fn perform(
        &self,
        environment: &EnvironmentName,
        write: &Write,
        now: Timestamp,
    ) -> Result<(), Reason> {
        let mut answers = self.answers.lock();
        *answers = self.recording.after(environment, write, now, &answers)?;
        Ok(())
    }

    /// The answer with its type.
    pub(super) fn get<Q: Question<Answer: Clone>>(
        &self,
        asked: &AskOf<Q>,
    ) -> Result<Q::Answer, Fault> {
        let answer = self.answer(asked)?;
        Q::typed(&answer)
            .cloned()
            .ok_or_else(|| not_recorded(asked))
    }

    /// From now on this is the answer.
    pub(super) fn put<Q: Question>(&self, asked: &AskOf<Q>, answer: Result<Q::Answer, Fault>) {
        let answer = answer.map(Q::answered);
        self.answers.lock().insert(recorded_as(asked), answer);
    }

    /// The stack that has the role among its resources.
    pub(super) fn owner(
        &self,
        environment: &EnvironmentName,
        role: &RoleName,
    ) -> Option<StackName> {
        self.answers.lock().iter().find_map(|(ask, answer)| {
            let cloudformation::Resources(stack) = cloudformation::Resources::back(ask)?;
            let all = cloudformation::Resources::typed(answer.as_ref().ok()?)?;
            let is_role = all.resources.iter().any(|one| {
                let physical = one.physical_id.as_ref().map(PhysicalId::raw);
                one.resource_type.raw() == "AWS::IAM::Role" && physical == Some(role.raw())
            });
            (ask.environment() == Some(environment) && is_role).then(|| stack.clone())
        })
    }

    /// The role as any of the environment's answers has it, and the managed
    /// policies that were recorded with it.
    pub(super) fn role(
        &self,
        environment: &EnvironmentName,
        name: &RoleName,
    ) -> (Reading<Role>, Vec<ManagedPolicy>) {
        for authorization in authorizations(&self.answers.lock(), environment) {
            let role = authorization.roles.iter().find(|role| role.name == *name);
            if let Some(RoleReading { role, .. }) = role {
                return (role.clone(), authorization.managed.clone());
            }
        }
        let fault = Fault::new(
            FaultKind::Missing,
            format!("The demo's account has no role {}.", name.raw()),
            "Choose one that the drift pane lists.",
        );
        (Reading::Unknown(fault), Vec::new())
    }

    /// From now on the environment's answers have this role and these policies.
    pub(super) fn put_role(
        &self,
        environment: &EnvironmentName,
        role: &Role,
        managed: &[ManagedPolicy],
    ) {
        let mut answers = self.answers.lock();
        let asks: Vec<Ask> = answers.keys().cloned().collect();
        for ask in asks
            .iter()
            .filter(|ask| ask.environment() == Some(environment))
        {
            let Some(Ok(answer)) = answers.get_mut(ask) else {
                continue;
            };
            let (all, by_name) = (iam::Authorization::typed(answer), iam::Roles::typed(answer));
            let is_all = all.is_some();
            let Some(mut authorization) = all.or(by_name).cloned() else {
                continue;
            };
            for known in &mut authorization.roles {
                if known.name == role.name {
                    known.role = Reading::Known(role.clone());
                }
            }
            for known in &mut authorization.managed {
                if let Some(new) = managed.iter().find(|policy| policy.arn == known.arn) {
                    known.clone_from(new);
                }
            }
            *answer = match is_all {
                true => iam::Authorization::answered(authorization),
                false => iam::Roles::answered(authorization),
            };
        }
    }

    /// From now on the services have these entries.
    pub(super) fn put_entries(&self, environment: &EnvironmentName, state: &RegistryState) {
        for service in &state.services {
            if let Reading::Known(entries) = &service.entries {
                let asked = service_discovery::Entries(service.id.clone()).of(environment);
                self.put(&asked, Ok(entries.clone()));
            }
        }
    }

    pub(super) fn file(&self, path: &str) -> Option<Remote> {
        let mut templates = self.get(&repo::Templates.here()).ok();
        if let Some(text) = templates.as_mut().and_then(|all| template(all, path)) {
            return Some(text.clone());
        }
        let mut codified = self.get(&repo::Codified.here()).ok()?;
        let found = files(&mut codified).find(|file| file.path == path)?;
        Some(found.text.clone())
    }

    pub(super) fn was_written(&self, path: &str) -> bool {
        self.written.lock().contains(path)
    }

    /// Writes a file of the demo's repository; one that is new belongs where its
    /// path says: `<dir>/<role>/<policy>.json`.
    pub(super) fn put_file(&self, path: &str, text: &Remote) -> Result<(), Reason> {
        if let Ok(mut templates) = self.get(&repo::Templates.here())
            && let Some(known) = template(&mut templates, path)
        {
            known.clone_from(text);
            self.put(&repo::Templates.here(), Ok(templates));
            self.written.lock().insert(path.to_owned());
            return Ok(());
        }
        let codified = self.get(&repo::Codified.here());
        let mut codified = codified.map_err(|_| "The demo has no repository.")?;
        if let Some(file) = files(&mut codified).find(|file| file.path == path) {
            file.text = text.clone();
        } else {
            let (dir, name) = path.rsplit_once('/').ok_or("The path has no directory.")?;
            let role = dir.rsplit('/').next().unwrap_or(dir);
            let at = codified.roles.iter().position(|known| known.dir == dir);
            let at = at.unwrap_or_else(|| {
                codified.roles.push(empty(role, dir));
                codified.roles.len() - 1
            });
            let file = CodifiedFile {
                path: path.to_owned(),
                text: text.clone(),
                commits: Vec::new(),
            };
            if let Some(role) = codified.roles.get_mut(at) {
                place(role, name, file)?;
            }
        }
        reread_lists(&mut codified);
        self.put(&repo::Codified.here(), Ok(codified));
        self.written.lock().insert(path.to_owned());
        Ok(())
    }
}

/// Every reading of the environment's roles.
pub(super) fn authorizations<'a>(
    answers: &'a Answers,
    environment: &'a EnvironmentName,
) -> impl Iterator<Item = &'a Authorization> {
    let here = answers
        .iter()
        .filter(move |(ask, _)| ask.environment() == Some(environment));
    here.filter_map(|(_, answer)| {
        let answer = answer.as_ref().ok()?;
        iam::Authorization::typed(answer).or_else(|| iam::Roles::typed(answer))
    })
}

fn template<'a>(templates: &'a mut Templates, path: &str) -> Option<&'a mut Remote> {
    let mut files = templates.files.iter_mut();
    files
        .find(|file| file.path == path)
        .map(|file| &mut file.text)
}

fn files(codified: &mut Codified) -> impl Iterator<Item = &mut CodifiedFile> {
    codified.roles.iter_mut().flat_map(|role| {
        let policies = role.policies.iter_mut().map(|(_, file)| file);
        let lists = role.attachments.iter_mut().map(|(_, file)| file);
        let boundary = role.boundary.iter_mut().map(|(_, file)| file);
        policies.chain(&mut role.trust).chain(lists).chain(boundary)
    })
}

fn empty(role: &str, dir: &str) -> CodifiedRole {
    CodifiedRole {
        name: RoleName::new(role),
        dir: dir.to_owned(),
        policies: Vec::new(),
        trust: None,
        attachments: None,
        boundary: None,
    }
}

fn place(role: &mut CodifiedRole, name: &str, file: CodifiedFile) -> Result<(), Reason> {
    let name = name.strip_suffix(".json").ok_or("It is no JSON file.")?;
    match name {
        "trust" => role.trust = Some(file),
        "attachments" => role.attachments = Some((Vec::new(), file)),
        "boundary" => role.boundary = Some((Remote::default(), file)),
        name => role.policies.push((PolicyName::new(name), file)),
    }
    Ok(())
}

/// What is kept beside a file's text is read from it again.
fn reread_lists(codified: &mut Codified) {
    for role in &mut codified.roles {
        if let Some((arns, file)) = &mut role.attachments
            && let Ok(list) = serde_json::from_str::<Vec<Remote>>(file.text.raw())
        {
            *arns = list;
        }
        if let Some((arn, file)) = &mut role.boundary
            && let Ok(value) = serde_json::from_str::<serde_json::Value>(file.text.raw())
            && let Some(found) = value.get("arn").and_then(serde_json::Value::as_str)
        {
            *arn = Remote::new(found);
        }
    }
}
