//! The requests of a preview, put to the service's simulator.

use std::collections::BTreeMap;

use super::super::Moment;
use crate::{
    edge::aws::{Question, Signing, WhatIf},
    facts::Fault,
    gate::{Cause, Grant, Prospect, Simulated, StackState, writes::Write},
    policy::{Request, Witness},
};

pub(super) async fn simulate(
    prospect: &Prospect,
    signing: &Signing,
    moment: Moment,
) -> Result<Vec<Simulated>, Fault> {
    let write = &prospect.draft.write;
    let Some(name) = write.change().role() else {
        return gained(prospect, signing, moment).await;
    };
    let role = prospect.observed.role().and_then(|role| role.role.known());
    let (Some(known), Some(planned)) = (role, what_if(prospect)) else {
        return Ok(Vec::new());
    };
    let what_if = match moment {
        Moment::Planned => planned,
        Moment::Applied => WhatIf::default(),
    };
    let mut answers = Vec::new();
    for witness in witnesses(prospect) {
        let question = question(&witness.request);
        let answer = signing.simulate(&known.arn, name.raw(), &question, &what_if);
        answers.push(answer.await?);
    }
    Ok(answers)
}

/// Asked of grants that a change set added; more are not asked.
const MOST_GAINS: usize = 10;

/// What a change set's roles gained, once it is executed: plain actions on a
/// resource of the granted pattern. Before that the preview has the engine's word.
async fn gained(
    prospect: &Prospect,
    signing: &Signing,
    moment: Moment,
) -> Result<Vec<Simulated>, Fault> {
    let mut answers = Vec::new();
    if moment == Moment::Planned {
        return Ok(answers);
    }
    let stack = prospect.observed.stack();
    let states: Vec<_> = stack.into_iter().flat_map(StackState::live_roles).collect();
    for effect in prospect
        .meaning
        .effects
        .iter()
        .filter(|one| one.role.is_some() && !one.is_trust)
    {
        let mut role = states
            .iter()
            .filter(|state| Some(&state.name) == effect.role.as_ref());
        let Some(role) = role.find_map(|state| state.role.known()) else {
            continue;
        };
        for question in effect.gains.iter().filter_map(plain) {
            if answers.len() == MOST_GAINS {
                return Ok(answers);
            }
            let name = role.name.raw();
            let answer = signing
                .simulate(&role.arn, name, &question, &WhatIf::default())
                .await?;
            answers.push(answer);
        }
    }
    Ok(answers)
}

/// A request that the grant allows, where it names one action.
fn plain(grant: &Grant) -> Option<Question> {
    let [action] = grant.action.values.as_slice() else {
        return None;
    };
    let resource = grant.resource.as_ref()?.values.first()?;
    let is_plain = !grant.action.negated
        && !action.raw().contains(['*', '?'])
        && !grant.resource.as_ref()?.negated
        && grant.conditions.is_empty()
        && !grant.is_open()
        && grant.cause == Cause::Allowed;
    let resource = match resource.raw() {
        "*" => "*".to_owned(),
        pattern => pattern.replace('*', "watchkeeper").replace('?', "w"),
    };
    is_plain.then(|| Question {
        action: action.raw().to_owned(),
        resource,
        context: BTreeMap::new(),
    })
}

/// The requests that are decided differently, the plain ones only: a made-up
/// resource would prove nothing to a person.
fn witnesses(prospect: &Prospect) -> impl Iterator<Item = &Witness> {
    let comparison = prospect
        .meaning
        .access
        .as_ref()
        .map(|judged| &judged.comparison);
    let both = comparison.into_iter();
    both.flat_map(|comparison| comparison.gained.iter().chain(&comparison.lost))
        .filter(|witness| witness.plausible)
}

fn question(request: &Request) -> Question {
    let context: BTreeMap<String, Vec<String>> = request
        .context
        .iter()
        .map(|(key, values)| (key.to_owned(), values.all().to_vec()))
        .collect();
    Question {
        action: request.action.clone(),
        resource: request.resource.clone(),
        context,
    }
}

/// The change as the simulator can be told of it; None: it sees nothing of it.
fn what_if(prospect: &Prospect) -> Option<WhatIf> {
    let after = prospect.meaning.after.as_ref();
    let with: Vec<String> = after.iter().map(|text| text.raw().to_owned()).collect();
    let document = |arn: &crate::facts::Arn| {
        let policy = prospect.observed.role()?.managed(arn)?;
        Some(policy.document.known()?.raw().to_owned())
    };
    match &prospect.draft.write {
        Write::PutRolePolicy(put) => Some(WhatIf {
            with,
            without_inline: Some(put.policy.raw().to_owned()),
            ..WhatIf::default()
        }),
        Write::DeleteRolePolicy(delete) => Some(WhatIf {
            without_inline: Some(delete.policy.raw().to_owned()),
            ..WhatIf::default()
        }),
        Write::AttachRolePolicy(attach) => Some(WhatIf {
            with: vec![document(&attach.policy)?],
            ..WhatIf::default()
        }),
        Write::DetachRolePolicy(detach) => Some(WhatIf {
            without_managed: Some(detach.policy.raw().to_owned()),
            ..WhatIf::default()
        }),
        Write::CreatePolicyVersion(create) => Some(WhatIf {
            with,
            without_managed: Some(create.policy.raw().to_owned()),
            ..WhatIf::default()
        }),
        _ => None,
    }
}
