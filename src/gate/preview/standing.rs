//! What is the same in every preview of its kind: it is said once, in the help, and
//! nobody has to read it again at every change.

use super::Section;
use crate::gate::Plan;

const UNSEEN: &str = "Not seen by simulation or comparison: service control policies, resource policies, session policies, and the trust of other roles.";
const NO_CONDITION: &str = "IAM has no conditional put: a change made by others in the second between re-check and call is not seen.";
/// DescribeChangeSet has no role.
const UNTOLD: &str = "A change set may bring another service role, which the stack then keeps, and AWS does not tell which: it is read again afterwards.";
const THEN_FILE: &str =
    "After a file was written, it is read again and compared with the live document.";
const THEN_PREPARED: &str = "A change set that was made or deleted is read until it is there, or gone; nothing that runs changes.";
const THEN_STACK: &str = "A stack is followed to its end, its roles are read again and compared with what was planned, and what they gain is simulated.";
const THEN_REGISTRY: &str = "Entries of the registry are read again when the last call is over; what is remembered by caches is not seen.";
const NO_CONDITION_THERE: &str = "GitHub's API takes no condition: what others do in the second between re-check and request is not seen.";
const THEN_GITHUB: &str = "A run, an approval or a pull request is read back until GitHub shows it; a run that was started is the one that GitHub's answer names.";
const THEN_ROLE: &str = "A role is read back until it is as the preview shows it, and the requests that the preview names are simulated again.";

/// All of them, in the order of the help.
pub const STANDING: &[&str] = &[
    UNSEEN,
    NO_CONDITION,
    UNTOLD,
    THEN_ROLE,
    THEN_STACK,
    THEN_REGISTRY,
    THEN_PREPARED,
    THEN_FILE,
    NO_CONDITION_THERE,
    THEN_GITHUB,
];

pub(super) fn all(plan: &Plan, to: &mut Vec<Section>) {
    let seen = &plan.assessment().observed;
    let change = plan.write().change();
    if seen.registry().is_some() {
        to.push(Section::Standing(THEN_REGISTRY));
        return;
    }
    if seen.github().is_some() {
        to.extend([NO_CONDITION_THERE, THEN_GITHUB].map(Section::Standing));
        return;
    }
    let (is_file, of_stack) = (plan.write().file().is_some(), seen.stack().is_some());
    if !is_file && !of_stack {
        to.extend([UNSEEN, NO_CONDITION].map(Section::Standing));
    }
    if change.subject().executed().is_some() {
        to.push(Section::Standing(UNTOLD));
    }
    to.push(Section::Standing(match (is_file, of_stack) {
        (true, _) => THEN_FILE,
        (false, _) if change.is_preparation() => THEN_PREPARED,
        (false, true) => THEN_STACK,
        (false, false) => THEN_ROLE,
    }));
}
