//! The requests of a preview, put to the service's simulator.

use super::super::SimulationPhase;
use crate::{
    edge::aws::{Signing, SimulationOverrides},
    facts::Fault,
    gate::{
        Assessment, Cause, Grant, Simulated, StackState,
        writes::{RolePart, Subject},
    },
    policy::{Request, Witness},
};

pub(super) async fn simulate(
    assessment: &Assessment,
    signing: &Signing,
    phase: SimulationPhase,
) -> Result<Vec<Simulated>, Fault> {
    let write = &assessment.draft.write;
    let Some(name) = write.change().role() else {
        return gained(assessment, signing, phase).await;
    };
    let role = assessment
        .observed
        .role()
        .and_then(|role| role.role.known());
    let (Some(known), Some(planned)) = (role, overrides(assessment)) else {
        return Ok(Vec::new());
    };
    let overrides = match phase {
        SimulationPhase::Planned => planned,
        SimulationPhase::Applied => SimulationOverrides::default(),
    };
    let mut answers = Vec::new();
    for witness in witnesses(assessment) {
        let answer = signing.simulate(&known.arn, name.raw(), &witness.request, &overrides);
        answers.push(answer.await?);
    }
    Ok(answers)
}

/// Asked of grants that a change set added; more are not asked.
const MOST_GAINS: usize = 10;

/// What a change set's roles gained, once it is executed: plain actions on a
/// resource of the granted pattern. Before that the preview has the engine's word.
async fn gained(
    assessment: &Assessment,
    signing: &Signing,
    phase: SimulationPhase,
) -> Result<Vec<Simulated>, Fault> {
    let mut answers = Vec::new();
    if phase == SimulationPhase::Planned {
        return Ok(answers);
    }
    let stack = assessment.observed.stack();
    let states: Vec<_> = stack.into_iter().flat_map(StackState::live_roles).collect();
    for resource in assessment
        .impact
        .resources
        .iter()
        .filter(|one| one.role.is_some() && !one.is_trust)
    {
        let mut role = states
            .iter()
            .filter(|state| Some(&state.name) == resource.role.as_ref());
        let Some(role) = role.find_map(|state| state.role.known()) else {
            continue;
        };
        for request in resource.gains.iter().filter_map(plain) {
            if answers.len() == MOST_GAINS {
                return Ok(answers);
            }
            let name = role.name.raw();
            let none = SimulationOverrides::default();
            let answer = signing.simulate(&role.arn, name, &request, &none);
            answers.push(answer.await?);
        }
    }
    Ok(answers)
}

/// A request that the grant allows, where it names one action.
fn plain(grant: &Grant) -> Option<Request> {
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
    is_plain.then(|| Request {
        action: action.raw().to_owned(),
        resource,
        ..Request::default()
    })
}

/// The requests that are decided differently, the plain ones only: a made-up
/// resource would prove nothing to a person.
fn witnesses(assessment: &Assessment) -> impl Iterator<Item = &Witness> {
    let comparison = assessment
        .impact
        .access
        .as_ref()
        .map(|judged| &judged.comparison);
    let both = comparison.into_iter();
    both.flat_map(|comparison| comparison.gained.iter().chain(&comparison.lost))
        .filter(|witness| witness.plausible)
}

/// The change as the simulator can be told of it; None: it sees nothing of it.
fn overrides(assessment: &Assessment) -> Option<SimulationOverrides> {
    let after = assessment.impact.after.as_ref();
    let with: Vec<String> = after.iter().map(|text| text.raw().to_owned()).collect();
    let document = |arn: &crate::facts::Arn| {
        let policy = assessment.observed.role()?.managed(arn)?;
        Some(policy.document.known()?.raw().to_owned())
    };
    let none = SimulationOverrides::default();
    let Subject::Role(_, part) = assessment.draft.write.change().subject() else {
        return None;
    };
    Some(match part {
        RolePart::Inline { policy, .. } => SimulationOverrides {
            with,
            without_inline: Some(policy.raw().to_owned()),
            ..none
        },
        RolePart::Attachment {
            policy,
            attaches: true,
        } => SimulationOverrides {
            with: vec![document(policy)?],
            ..none
        },
        RolePart::Attachment { policy, .. } => SimulationOverrides {
            without_managed: Some(policy.raw().to_owned()),
            ..none
        },
        RolePart::Managed(policy) => SimulationOverrides {
            with,
            without_managed: Some(policy.raw().to_owned()),
            ..none
        },
        RolePart::Trust => return None,
    })
}
