//! How long each resource was worked on: from in progress to an end.

use std::collections::HashMap;

use jiff::SignedDuration;

use super::EventView;

/// One piece of work on one resource. Numbers are places in the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Took {
    pub began: usize,
    /// None: it is under way.
    pub ended: Option<usize>,
    pub took: Option<SignedDuration>,
}

/// In the order in which the work began; the stacks themselves are left out.
pub(super) fn durations(events: &[EventView<'_>], order: &[usize]) -> Vec<Took> {
    let mut all: Vec<Took> = Vec::new();
    let mut open: HashMap<(&str, &str), usize> = HashMap::new();
    for at in order {
        let event = &events[*at];
        if event.is_of_stack() {
            continue;
        }
        let resource = (event.stack_id, event.logical_id);
        if event.status.ends_with("_IN_PROGRESS") {
            // "Resource creation Initiated" says so a second time.
            open.entry(resource).or_insert_with(|| {
                all.push(Took {
                    began: *at,
                    ended: None,
                    took: None,
                });
                all.len() - 1
            });
        } else if let Some(took) = open.remove(&resource).and_then(|at| all.get_mut(at)) {
            took.ended = Some(*at);
            took.took = Some(event.at.duration_since(events[took.began].at));
        }
    }
    all
}
