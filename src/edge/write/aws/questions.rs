//! The requests of a preview, put to the service's simulator.

use std::collections::BTreeMap;

use super::super::Moment;
use crate::{
    edge::aws::{Question, Signing, WhatIf},
    facts::Fault,
    gate::{Prospect, Simulated, writes::Write},
    policy::{Request, Witness},
};

pub(super) async fn simulate(
    prospect: &Prospect,
    signing: &Signing,
    moment: Moment,
) -> Result<Vec<Simulated>, Fault> {
    let write = &prospect.draft.write;
    let role = prospect.observed.role();
    let (Some(known), Some(planned)) = (role.role.known(), what_if(prospect)) else {
        return Ok(Vec::new());
    };
    let what_if = match moment {
        Moment::Planned => planned,
        Moment::Applied => WhatIf::default(),
    };
    let mut answers = Vec::new();
    for witness in witnesses(prospect) {
        let question = question(&witness.request);
        let name = write.change().role().raw();
        let answer = signing.simulate(&known.arn, name, &question, &what_if);
        answers.push(answer.await?);
    }
    Ok(answers)
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
        let policy = prospect.observed.role().managed(arn)?;
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
        Write::UpdateAssumeRolePolicy(_) | Write::CodifyPolicy(_) | Write::CodifyTemplate(_) => {
            None
        }
    }
}
