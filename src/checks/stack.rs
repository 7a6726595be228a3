//! What did a stack's newest operation do, and whose fault is its failure?

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Check, Outcome, Store, template_sides::template_sides};
use crate::{
    ask::{Ask, AskOf, Question, cloudformation, iam, repo},
    cause::{
        chain::{Link, chain, refused},
        stack_story::{
            self, Culprit, Declared, Ending, Inputs, StackStory, TemplateDocument, ToldFailure,
        },
    },
    facts::{
        Authorization, EnvironmentName, EventExtent, Finding, Remote, RoleName, Settings, Stack,
        StackEvents, StackName, Unknown,
    },
    rules::{
        drift,
        stacks::{self, Ended, FailureSummary, Subject},
    },
    template,
};

const ROLE: &str = "AWS::IAM::Role";
/// Sources of templates that are looked through for a role.
const MOST_SOURCES: usize = 8;
const EVENTS: &str = "cloudformation:DescribeStackEvents";

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct LastOperation {
    environment: EnvironmentName,
    stack: StackName,
}

/// The stack as it was known then, and what its events tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationReport {
    pub stack: Option<Stack>,
    pub story: StackStory,
}

impl Store {
    /// The newest operation of a stack, told from its cause.
    pub fn story(&self, environment: &EnvironmentName, stack: &StackName) -> Option<&StackStory> {
        let report = self.conclusion(&LastOperation::of(environment, stack))?;
        Some(&report.story)
    }
}

impl LastOperation {
    pub fn of(environment: &EnvironmentName, stack: &StackName) -> Self {
        Self {
            environment: environment.clone(),
            stack: stack.clone(),
        }
    }

    fn stack<'a>(&self, store: &'a Store) -> Option<&'a Stack> {
        store.stack_named(&self.environment, &self.stack)
    }

    /// The ways to ask for its events: the newest page, what failed, the operation.
    pub fn events(&self) -> [AskOf<cloudformation::Events>; 3] {
        use EventExtent::{Failures, FirstPage, Operation};
        [FirstPage, Failures, Operation].map(|extent| {
            let stack = self.stack.clone();
            cloudformation::Events { stack, extent }.of(&self.environment)
        })
    }

    /// The stack's events, and, once they tell of a refusal, whose fault that is.
    /// `opened`: a person looks at all that it did.
    pub fn asks_when(&self, opened: bool, settings: &Settings, store: &Store) -> Vec<Ask> {
        let stack = self.stack(store);
        let Some(extent) = stack.and_then(|stack| extent(stack, opened)) else {
            return Vec::new();
        };
        let [page, failures, whole] = self.events();
        // Of ten thousand events the newest page comes first, in one call.
        let goes_on = store.load(&whole).is_some()
            || [&page, &failures]
                .iter()
                .any(|ask| store.answer(ask).is_some());
        let events = match extent {
            EventExtent::Operation if goes_on => whole,
            EventExtent::Failures => failures,
            EventExtent::FirstPage | EventExtent::Operation => page,
        };
        let mut asks = vec![events.into()];
        let roles = self.roles(store);
        if !roles.is_empty() {
            asks.push(iam::Roles(roles).of(&self.environment).into());
            asks.extend(self.declarations(settings, store));
        }
        asks
    }

    /// The roles that the story says were refused something: another account's are
    /// not ours to read.
    fn roles(&self, store: &Store) -> Vec<RoleName> {
        let story = store.story(&self.environment, &self.stack);
        let known = story.zip(store.caller(&self.environment));
        known.map_or_else(Vec::new, |(story, caller)| story.roles(&caller.account))
    }

    /// What says what the roles should be.
    fn declarations(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let Some(drift) = &settings.drift else {
            return Vec::new();
        };
        let mut asks: Vec<Ask> = Vec::new();
        if drift.describes(&self.environment) {
            asks.push(repo::Codified.here().into());
        }
        let listed = store.stacks(&self.environment);
        let here = |name: &&StackName| listed.iter().any(|stack| stack.name == **name);
        let sources = drift.template.iter().map(|source| &source.stack);
        let environment = &self.environment;
        let of_source = |name: &StackName| -> [Ask; 2] {
            let resources = cloudformation::Resources(name.clone());
            [
                cloudformation::Stack(name.clone()).of(environment).into(),
                resources.of(environment).into(),
            ]
        };
        let sources = sources.filter(here).take(MOST_SOURCES);
        asks.extend(sources.flat_map(of_source));
        if !drift.template.is_empty() {
            asks.push(repo::Templates.here().into());
        }
        asks
    }
}

/// How far the events of a stack are read: what failed, or all that it did.
fn extent(stack: &Stack, opened: bool) -> Option<EventExtent> {
    match () {
        () if opened || stack.status.in_progress() => Some(EventExtent::Operation),
        () if stack.status.is_failed() => Some(EventExtent::Failures),
        // Its events say what was not done; none of them need be a failure.
        () if stack.tells_of_failure() => Some(EventExtent::Operation),
        () => None,
    }
}

impl Check for LastOperation {
    type Conclusion = OperationReport;

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        self.asks_when(false, settings, store)
    }

    fn judge(&self, settings: &Settings, store: &Store) -> OperationReport {
        OperationReport {
            stack: self.stack(store).cloned(),
            story: story(&self.environment, &self.stack, settings, store),
        }
    }

    fn findings(&self, report: &OperationReport) -> Vec<Finding> {
        report.findings()
    }

    fn unknown(&self, report: &OperationReport) -> Vec<Unknown> {
        report.unknown()
    }

    fn status(&self, report: &OperationReport, faults: usize) -> Outcome {
        report.status(faults)
    }
}

impl OperationReport {
    pub fn findings(&self) -> Vec<Finding> {
        let Some(stack) = &self.stack else {
            return Vec::new();
        };
        let [forward, back] = self.failures();
        stacks::judge(&Subject {
            forward: forward.as_ref(),
            back: back.as_ref(),
            ended: self.ended().as_ref(),
            ..Subject::of(stack)
        })
    }

    /// What could not be read of what the story rests on, nested stacks included.
    pub fn unknown(&self) -> Vec<Unknown> {
        let nested = self.story.unread.iter().map(|(name, fault)| Unknown {
            what: format!("nested stack {}", name.raw()),
            why: fault.what.clone(),
            hint: fault.hint.clone(),
        });
        nested
            .chain(self.story.unknown().into_iter().cloned())
            .collect()
    }

    /// A stack that did not fail is no finding; one that could not be read is unknown.
    pub fn status(&self, faults: usize) -> Outcome {
        let turned_down = matches!(self.story.ending, Some(Ending::TurnedDown(_)));
        match &self.stack {
            Some(stack) if stack.status.is_failed() || turned_down => Outcome::Findings,
            // It says why something was not done, and its events do not say what.
            Some(stack) if stack.tells_of_failure() => Outcome::Unknown,
            Some(_) if faults == 0 => Outcome::Well,
            _ => Outcome::Unknown,
        }
    }

    /// From the symptom to the cause.
    pub fn chain(&self) -> Vec<Link> {
        let stack = self.stack.as_ref();
        stack.map_or_else(Vec::new, |stack| chain(stack, &self.story, EVENTS))
    }

    /// The first failure of the way forward, and the one that stopped the way back.
    pub fn failures(&self) -> [Option<FailureSummary>; 2] {
        [&self.story.root, &self.story.rollback_root].map(|failure| self.failure(failure.as_ref()?))
    }

    fn failure(&self, failure: &ToldFailure) -> Option<FailureSummary> {
        let event = self.story.told(failure)?;
        Some(FailureSummary {
            root: event.logical_id.raw().to_owned(),
            status: event.outcome(),
            reason: event.said().map(|reason| reason.raw().to_owned()),
            at: event.at,
            refused: failure.denied.as_ref().map(refused),
            denied: failure.denied.clone(),
            cause: failure.culprit.as_ref().and_then(Culprit::cause),
        })
    }

    /// What ended an operation in which nothing had to fail.
    pub fn ended(&self) -> Option<Ended> {
        let ending = self.story.ending?;
        Some(Ended {
            turned_down: matches!(ending, Ending::TurnedDown(_)),
            what: self.story.ended()?,
            at: self.story.events.get(ending.event())?.event.at,
        })
    }
}

fn story(
    environment: &EnvironmentName,
    stack: &StackName,
    settings: &Settings,
    store: &Store,
) -> StackStory {
    let events = newest(environment, stack, store);
    // Told once for the roles that were refused, and once more with their policies.
    let first = stack_story::tell(&Inputs {
        events: events.clone(),
        ..Inputs::default()
    });
    let account = store.caller(environment).map(|caller| &caller.account);
    let roles = account.map_or_else(Vec::new, |account| first.roles(account));
    if roles.is_empty() {
        return first;
    }
    let read = iam::Roles(roles.clone()).of(environment);
    stack_story::tell(&Inputs {
        events,
        live: live(environment, &roles, store),
        live_fault: store.fault(&read).cloned(),
        codified: store.codified().cloned().map(Arc::new),
        templates: roles
            .iter()
            .flat_map(|role| template_documents(environment, settings, store, role))
            .collect(),
        declared: roles
            .iter()
            .flat_map(|role| declared(environment, settings, store, role))
            .collect(),
    })
}

/// The newest of the answers that can hold the newest operation.
fn newest(
    environment: &EnvironmentName,
    stack: &StackName,
    store: &Store,
) -> Option<Arc<StackEvents>> {
    let all = store.each_of::<cloudformation::Events>(environment);
    let of_stack = all.filter(|(asked, ..)| asked.stack == *stack);
    let (_, events, _) = of_stack.max_by_key(|(asked, _, at)| (*at, asked.extent))?;
    Some(Arc::new(events.clone()))
}

/// All of the roles that were read, though not in one answer.
fn live(
    environment: &EnvironmentName,
    roles: &[RoleName],
    store: &Store,
) -> Option<Arc<Authorization>> {
    let mut found: Option<Arc<Authorization>> = None;
    for role in roles {
        let Some(read) = store.authorization(environment, Some(role)) else {
            continue;
        };
        let Some(known) = &mut found else {
            found = Some(read);
            continue;
        };
        if !known.roles.iter().any(|reading| reading.name == *role) {
            let all = Arc::make_mut(known);
            let reading = read.roles.iter().filter(|reading| reading.name == *role);
            all.roles.extend(reading.cloned());
            all.managed.extend(read.managed.iter().cloned());
        }
    }
    found
}

/// What the repository's template of the role's stack grants it.
fn template_documents(
    environment: &EnvironmentName,
    settings: &Settings,
    store: &Store,
    role: &RoleName,
) -> Vec<TemplateDocument> {
    let sides = template_sides(environment, settings, store);
    let Some((side, logical_id)) = drift::declaring(&sides, role) else {
        return Vec::new();
    };
    let Ok(template) = template::parse(side.file.text.raw()) else {
        return Vec::new();
    };
    let roles = template::roles(&template, &side.inputs()).roles;
    let declared = roles
        .iter()
        .filter(|one| one.logical_id == logical_id.raw());
    let policies = declared.flat_map(|one| &one.policies);
    let document = |policy: &template::TemplatePolicy| {
        Some(TemplateDocument {
            role: role.clone(),
            policy: policy.name.with_tokens(),
            document: Remote::new(policy.document.as_ref().ok()?.as_str()),
            stack: side.source.stack.clone(),
            file: side.file.path.clone(),
        })
    };
    policies.filter_map(document).collect()
}

/// The stacks of `[[drift.template]]` that have the role among their resources.
fn declared(
    environment: &EnvironmentName,
    settings: &Settings,
    store: &Store,
    role: &RoleName,
) -> Vec<Declared> {
    let sources = settings.drift.iter().flat_map(|drift| &drift.template);
    let mut found = Vec::new();
    for source in sources {
        let resources = cloudformation::Resources(source.stack.clone()).of(environment);
        let Some(all) = store.get(&resources) else {
            continue;
        };
        let is_role = |physical: &str| physical == role.raw();
        let resource = all.resources.iter().find(|resource| {
            resource.resource_type.raw() == ROLE
                && resource
                    .physical_id
                    .as_ref()
                    .is_some_and(|id| is_role(id.raw()))
        });
        found.extend(resource.map(|resource| Declared {
            role: role.clone(),
            stack: source.stack.clone(),
            logical_id: resource.logical_id.clone(),
            written: written(environment, &source.stack, store),
        }));
    }
    found
}

fn written(
    environment: &EnvironmentName,
    stack: &StackName,
    store: &Store,
) -> Option<jiff::Timestamp> {
    let all = store.get(&cloudformation::Stacks.of(environment))?;
    all.stacks.iter().find(|one| one.name == *stack)?.written()
}
