//! A batch of entries: what becomes of each, with its reason, and what stays.

use super::Section;
use crate::gate::{
    Plan,
    writes::{EntriesPart, Subject},
};

/// Who asks is well again no sooner.
const CONSUMERS: &str =
    "Consumers are well again only after that time and one period of their own: judge them then.";
const SERIAL: &str = "The entries go one after another: each is looked at again (ListInstances, EC2) before its call, and the first that fails ends it.";

pub(super) fn headline(plan: &Plan, to: &mut Vec<Section>) {
    let seen = &plan.assessment().observed;
    let change = plan.write().change();
    to.push(Section::Headline(change.headline(seen)));
    match change.subject() {
        Subject::Entries(_, EntriesPart::Deregister(batch)) => {
            to.extend(batch.reasons(seen).into_iter().map(Section::Loss));
            to.extend(batch.leaves(seen).into_iter().map(Section::Note));
            to.push(Section::Note(CONSUMERS.to_owned()));
        }
        Subject::Entries(_, EntriesPart::Register(batch)) => {
            to.extend(batch.reasons(seen).into_iter().map(Section::Gain));
        }
        Subject::Role(..) | Subject::File(..) | Subject::Stack(..) | Subject::GitHub(..) => {}
    }
    to.push(Section::Note(SERIAL.to_owned()));
}
