//! All facts, by ask, with their age, and the conclusions drawn from them.
//! The Store holds facts; panes hold cursors.

use std::{collections::HashMap, sync::Arc};

use jiff::Timestamp;

use super::{Conclusion, Topic};
use crate::{
    ask::{Answer, Ask, AskOf, Load, Question, Ticket, iam, repo, sts},
    facts::{
        Caller, Codified, EntryId, EnvironmentName, Fault, FaultKind, ServiceId, Stack, StackId,
        Templates,
    },
};

#[derive(Clone, Debug, Default)]
pub struct Store {
    loads: HashMap<Ask, Load<Answer>>,
    /// With the round of judging that each came from.
    pub(super) conclusions: HashMap<Topic, (u64, Conclusion)>,
    pub(super) activity: HashMap<(EnvironmentName, StackId), StackActivity>,
    /// Entries of services, and when each appeared while we looked.
    pub(super) seen: HashMap<(EnvironmentName, ServiceId), HashMap<EntryId, Option<Timestamp>>>,
    last_ticket: u64,
}

/// What the events of a stack tell beyond its description.
#[derive(Clone, Debug)]
pub struct StackActivity {
    /// By the newest event of the stack as a whole it does something. No such event:
    /// it does nothing that is known.
    pub at_work: bool,
    /// A stack at work with the state that its events have; None: the described one stands.
    pub stack: Option<Stack>,
}

impl Store {
    pub fn load(&self, ask: &Ask) -> Option<&Load<Answer>> {
        self.loads.get(ask)
    }

    /// The last good answer, however old.
    pub fn answer(&self, ask: &Ask) -> Option<&Arc<Answer>> {
        self.loads.get(ask)?.ready()
    }

    /// The last good answer with its type, however old.
    pub fn get<Q: Question>(&self, asked: &AskOf<Q>) -> Option<&Q::Answer> {
        self.load(asked)?.of::<Q>()
    }

    /// Every good answer to one kind of question: in whatever environment, with what was
    /// asked there and when it was answered.
    pub fn each<Q: Question>(&self) -> impl Iterator<Item = (&Ask, &Q, &Q::Answer, Timestamp)> {
        self.loads.iter().filter_map(|(ask, load)| {
            let question = Q::back(ask)?;
            Some((ask, question, load.of::<Q>()?, load.at()?))
        })
    }

    /// The same, of one environment.
    pub fn each_of<Q: Question>(
        &self,
        environment: &EnvironmentName,
    ) -> impl Iterator<Item = (&Q, &Q::Answer, Timestamp)> {
        let all = self.each::<Q>();
        let here = all.filter(move |(ask, ..)| ask.environment() == Some(environment));
        here.map(|(_, question, answer, at)| (question, answer, at))
    }

    /// The last failure since the last good answer.
    pub fn fault(&self, ask: &Ask) -> Option<&Fault> {
        let (fault, _) = self.loads.get(ask)?.fault.as_ref()?;
        Some(fault)
    }

    /// The last good answer, or why there is none; None: nobody has answered yet.
    pub fn read<Q: Question>(&self, asked: &AskOf<Q>) -> Option<Result<&Q::Answer, &Fault>> {
        let known = self.get(asked).map(Ok);
        known.or_else(|| self.fault(asked).map(Err))
    }

    pub fn is_denied(&self, ask: &Ask) -> bool {
        let fault = self.fault(ask);
        fault.is_some_and(|fault| matches!(fault.kind, FaultKind::Denied { .. }))
    }

    /// Notes that the ask is under way, and gives its ticket and the one it replaces.
    pub fn ask(&mut self, ask: &Ask, now: Timestamp) -> (Ticket, Option<Ticket>) {
        self.last_ticket += 1;
        let ticket = Ticket(self.last_ticket);
        let load = self.loads.entry(ask.clone()).or_default();
        let replaced = load.asking.as_ref().map(|(old, _)| *old);
        load.asked(ticket, now);
        (ticket, replaced)
    }

    /// A ticket for something other than an ask; no two are ever the same.
    pub fn ticket(&mut self) -> Ticket {
        self.last_ticket += 1;
        Ticket(self.last_ticket)
    }

    /// Forgets these answers, so that whoever wants one asks again.
    pub fn drop_answers(&mut self, which: impl Fn(&Ask) -> bool) {
        self.loads.retain(|ask, _| !which(ask));
    }

    /// Takes an answer unless its ticket is stale; says whether it was taken.
    pub fn answered(
        &mut self,
        ticket: Ticket,
        ask: &Ask,
        result: Result<Arc<Answer>, Fault>,
        at: Timestamp,
    ) -> bool {
        let answer = result.as_ref().ok().map(Arc::clone);
        let load = self.loads.get_mut(ask);
        let taken = load.is_some_and(|load| load.answered(ticket, result, at));
        if let Some(answer) = answer.filter(|_| taken) {
            self.note_activity(ask, &answer);
            self.note_entries(ask, &answer, at);
        }
        taken
    }

    /// Gives up a request that nobody waits for; what was known stays.
    pub fn cancel(&mut self, ask: &Ask) -> Option<Ticket> {
        self.loads.get_mut(ask)?.cancelled()
    }

    /// Gives up a request because a person said so: without an answer it counts as
    /// failed, so that it is not asked again until somebody does what is said of it.
    pub fn give_up(&mut self, ask: &Ask, now: Timestamp, next: &str) -> Option<Ticket> {
        let ticket = self.cancel(ask)?;
        let load = self.loads.entry(ask.clone()).or_default();
        load.is_owed = false;
        load.fault = Some((
            Fault::new(FaultKind::Offline, "Reading was stopped.", next),
            now,
        ));
        Some(ticket)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&Ask, &Load<Answer>)> {
        self.loads.iter()
    }

    /// Forgets everything of an environment but what this ask just brought:
    /// another account answers for it now. Requests under way are given back, to be cancelled.
    pub fn forget(&mut self, environment: &EnvironmentName, but: &Ask) -> Vec<Ticket> {
        let goes = |ask: &Ask| ask.environment() == Some(environment) && ask != but;
        let gone = self.loads.iter().filter(|(ask, _)| goes(ask));
        let tickets = gone
            .filter_map(|(_, load)| Some(load.asking.as_ref()?.0))
            .collect();
        self.loads.retain(|ask, _| !goes(ask));
        if let Some(load) = self.loads.get_mut(but).filter(|load| load.is_stale()) {
            load.value = None;
        }
        self.conclusions
            .retain(|topic, _| !topic.rests_on(environment));
        self.activity.retain(|(of, _), _| of != environment);
        self.seen.retain(|(of, _), _| of != environment);
        tickets
    }

    /// Takes a conclusion unless a newer one is there; says whether it was taken.
    pub fn judged(&mut self, generation: u64, topic: Topic, conclusion: Conclusion) -> bool {
        let known = self.conclusions.get(&topic);
        if known.is_some_and(|(newest, _)| *newest > generation) {
            return false;
        }
        for (brought, of) in topic.brings(&conclusion) {
            self.judged(generation, brought, of);
        }
        self.conclusions.insert(topic, (generation, conclusion));
        true
    }

    /// Who we are in this environment, once STS said so.
    pub fn caller(&self, environment: &EnvironmentName) -> Option<&Caller> {
        self.get(&sts::CallerIdentity.of(environment))
    }

    /// The faults among these asks, but for a denied listing that reading by name made up for.
    pub fn faults<'a>(&'a self, asks: &'a [Ask]) -> impl Iterator<Item = (&'a Ask, &'a Fault)> {
        let fault = |ask: &'a Ask| Some((ask, self.fault(ask)?));
        asks.iter().filter_map(fault).filter(|(ask, _)| {
            !(ask.is_listing() && self.is_denied(ask) && self.roles_by_name(ask.environment()))
        })
    }

    /// Whether roles of this environment were read by name.
    fn roles_by_name(&self, environment: Option<&EnvironmentName>) -> bool {
        self.each::<iam::Roles>()
            .any(|(ask, ..)| ask.environment() == environment)
    }

    /// The repository's template files.
    pub fn templates(&self) -> Option<&Templates> {
        self.get(&repo::Templates.here())
    }

    /// The repository's policies.
    pub fn codified(&self) -> Option<&Codified> {
        self.get(&repo::Codified.here())
    }
}
