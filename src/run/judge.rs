//! What judging rests on, as snapshots, and the shell as the loop's app.

mod change_set;
mod stacks;

use std::sync::Arc;

use ratatui::{buffer::Buffer, layout::Position};

use super::{App, Judging};
use crate::{
    ask::{Ask, Question, Ticket, iam, sts},
    facts::{Authorization, EnvironmentName, Fault, RoleName, Settings, SiblingRef},
    flow::{Effect, Judgement, Msg, Store, Topic, template_sides},
    gate::Confirmed,
    rules::drift::{self, Inputs, SiblingSide},
    shell::State,
};

impl App for State {
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        State::update(self, msg)
    }

    fn draw(&self, buffer: &mut Buffer) -> Option<Position> {
        State::draw(self, buffer)
    }

    fn drawn(&mut self, now: jiff::Timestamp) {
        State::drawn(self, now);
    }

    fn approved(&mut self, ticket: Ticket) -> Option<Confirmed> {
        State::approved(self, ticket)
    }

    fn judgement(&self, topic: &Topic) -> Option<Judging> {
        Some(judging(topic, self.settings(), self.store()))
    }
}

/// The work of judging a topic, holding all it needs.
pub fn judging(topic: &Topic, settings: &Settings, store: &Store) -> Judging {
    // Sharing the answers is cheap; taking them apart is the worker's business.
    let (settings, store) = (settings.clone(), store.clone());
    match topic.clone() {
        Topic::Drift(environment) => Box::new(move || {
            let inputs = inputs(&environment, &settings, &store);
            Judgement::Drift(environment, Arc::new(drift::judge(&inputs)))
        }),
        Topic::Stack(environment, stack) => Box::new(move || {
            let story = stacks::story(&environment, &stack, &settings, &store);
            Judgement::Stack(environment, stack, Arc::new(story))
        }),
        Topic::ChangeSet(environment, id) => Box::new(move || {
            let report = change_set::read(&environment, &id, &settings, &store);
            Judgement::ChangeSet(environment, id, Arc::new(report))
        }),
    }
}

fn inputs(environment: &EnvironmentName, settings: &Settings, store: &Store) -> Inputs {
    let drift = settings.drift.clone().unwrap_or_default();
    let codified = store.codified().filter(|_| drift.describes(environment));
    let siblings = drift.compare.iter().map(|pair| {
        let side = |side| sibling(side, settings, store);
        (pair.clone(), side(&pair.left), side(&pair.right))
    });
    Inputs {
        codified: codified.cloned().map(Arc::new),
        live: authorization(environment, None, store),
        templates: store.templates().cloned().map(Arc::new),
        stacks: template_sides::template_sides(environment, settings, store),
        siblings: siblings.collect(),
        settings: drift,
    }
}

/// The whole account where it could be listed, else the roles read by name:
/// with `role`, the newest answer that has it.
fn authorization(
    environment: &EnvironmentName,
    role: Option<&RoleName>,
    store: &Store,
) -> Option<Arc<Authorization>> {
    let found = store.authorizations(environment).filter(|(a, _)| {
        role.is_none_or(|role| a.complete || a.roles.iter().any(|r| r.name == *role))
    });
    // Of one role the newest is true, be it read alone; of all the fullest.
    let found = found.max_by_key(|(authorization, at)| {
        (
            role.map(|_| *at),
            authorization.complete,
            authorization.roles.len(),
        )
    });
    found.map(|(authorization, _)| Arc::new(authorization.clone()))
}

fn sibling(side: &SiblingRef, settings: &Settings, store: &Store) -> SiblingSide {
    let caller = store.caller(&side.environment);
    let asks: [Ask; 2] = [
        sts::CallerIdentity.of(&side.environment).into(),
        iam::Authorization.of(&side.environment).into(),
    ];
    let fault = asks.iter().find_map(|ask| {
        let load = store.load(ask)?;
        load.fault.as_ref().map(|(fault, _)| fault.clone())
    });
    let unknown = settings.environment(&side.environment).is_none();
    SiblingSide {
        account: caller.map(|caller| caller.account.clone()),
        region: caller.map(|caller| caller.region.clone()),
        live: authorization(&side.environment, Some(&side.role), store),
        fault: if unknown {
            Some(undefined(&side.environment))
        } else {
            fault
        },
    }
}

fn undefined(environment: &EnvironmentName) -> Fault {
    Fault::new(
        crate::facts::FaultKind::Missing,
        format!(
            "Your configuration defines no environment {}.",
            environment.raw()
        ),
        "Add an [[environment]] of that name to your config.toml.",
    )
}
