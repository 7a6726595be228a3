//! The demo's service registry: any choice of the instances that were recorded.

use super::answers::Answers;
use crate::ask::{Answer, Ask, Question, ec2};

/// Those of the recorded instances that are asked for: what was recorded of one choice
/// holds for every part of it.
pub(super) fn answer(answers: &Answers, ask: &Ask) -> Option<Answer> {
    let ec2::Instances(wanted) = ec2::Instances::back(ask)?;
    let environment = ask.environment();
    let found = answers.iter().find_map(|(known, answer)| {
        let ec2::Instances(ids) = ec2::Instances::back(known)?;
        let has_all = wanted.iter().all(|id| ids.contains(id));
        let all = ec2::Instances::typed(answer.as_ref().ok()?)?;
        (known.environment() == environment && has_all).then_some(all)
    })?;
    let mut found = found.clone();
    found.retain(|one| wanted.contains(&one.id));
    Some(ec2::Instances::answered(found))
}
