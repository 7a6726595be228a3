//! The OIDC token of a job: what it presents, and what the role's trust policy makes of it.
//! Where the role is a secret, which of the account's roles accept it.

use super::{OneRun, Sought};
use crate::{
    ask::{
        Question,
        github::{actions, contents},
        iam,
    },
    cause::{
        token_subject::{Inputs, Presented, TokenStory, TrustOf, TrustVerdict, judge},
        workflow::JobText,
    },
    checks::Store,
    facts::{Arn, Fault, Remote, Repository, Role, RoleName, actions::Run},
};

/// The token of a job, and where to look for what becomes of it.
pub(super) struct Token<'a> {
    /// What the workflow's text says of the job.
    pub text: Option<&'a JobText>,
    /// The role that it asks for, where that is said.
    pub role: Option<&'a Arn>,
    pub run: &'a Run,
    pub repository: &'a Repository,
    pub check: &'a OneRun,
    pub store: &'a Store,
}

impl Token<'_> {
    /// What is still to be read for it is noted.
    pub(super) fn story(&self, sought: &mut Sought) -> TokenStory {
        sought.token = true;
        let store = self.store;
        let presented = Presented::of(&Inputs {
            run: self.run,
            repository: self.repository,
            facts: store.get(&contents::Repository.in_repository(self.repository)),
            template: store.get(&actions::OidcSubject.in_repository(self.repository)),
            job: self.text,
        });
        let mut story = TokenStory {
            presented,
            ..TokenStory::default()
        };
        match self.role {
            Some(role) => {
                sought.trust = Some(role.clone());
                match self.trust(role, &story.presented) {
                    Ok(verdict) => {
                        let role = role.clone();
                        story.trust = Some(TrustOf { role, verdict });
                    }
                    Err(why) => story.open = Some(why),
                }
            }
            None => {
                sought.all_roles = self.text.is_some();
                story.accepting = self.accepting(&story.presented);
                story.open = Some("Which role it asks for is a secret, or is not said.".to_owned());
            }
        }
        story
    }

    fn trust(&self, role: &Arn, presented: &Presented) -> Result<TrustVerdict, String> {
        let environment = &self.check.environment;
        if self.store.caller(environment).is_some() && !self.check.is_here(role, self.store) {
            let account = role.account();
            let account = account.as_ref().map_or("?", |account| account.raw());
            return Err(format!(
                "The role is of account {account}, which {} is not: its trust policy was not read.",
                environment.raw()
            ));
        }
        let name = RoleName::new(role.last_segment());
        let all = self.store.authorization(environment, Some(&name));
        let unread = |fault: &Fault| format!("{} {}", fault.what, fault.hint);
        let Some(all) = all else {
            let asked = iam::Roles(vec![name]).of(environment);
            let fault = self.store.fault(&asked);
            return Err(fault.map_or_else(|| "The role was not read.".to_owned(), unread));
        };
        let mut roles = all.roles.iter();
        let reading = roles.find(|one| one.name == name);
        let reading = reading.ok_or("The account has no such role.")?;
        let live: &Role = reading.role.read().map_err(unread)?;
        let trust: &Remote = live.trust.read().map_err(unread)?;
        Ok(judge(&live.arn, trust.raw(), presented))
    }

    /// None: the roles were not read, or not all of them and none of those accepts it.
    fn accepting(&self, presented: &Presented) -> Option<Vec<Arn>> {
        let all = self.store.authorization(&self.check.environment, None)?;
        let roles = all.roles.iter().filter_map(|one| one.role.known());
        let accepts = roles.filter(|role| {
            let trust = role.trust.known();
            trust.is_some_and(|trust| {
                judge(&role.arn, trust.raw(), presented) == TrustVerdict::Accepts
            })
        });
        let accepts: Vec<Arn> = accepts.map(|role| role.arn.clone()).collect();
        (all.complete || !accepts.is_empty()).then_some(accepts)
    }
}
