//! Where a stack's operations begin and end, by what the stack says of itself.
//!
//! Not every event carries an operation's id, and nested stacks have their own,
//! so time decides.

use jiff::Timestamp;

use super::EventView;

/// One operation of a stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    pub from: Timestamp,
    /// None: it is under way.
    pub until: Option<Timestamp>,
    /// The operation's first event is among those given.
    pub reached_start: bool,
    /// The stack's last status in it: `UPDATE_ROLLBACK_COMPLETE`.
    pub status: String,
}

impl Span {
    /// An operation of which no more is known than that this event is of it.
    fn of(oldest: &EventView<'_>) -> Self {
        Self {
            from: oldest.at,
            until: None,
            reached_start: false,
            status: String::new(),
        }
    }

    pub fn holds(&self, at: Timestamp) -> bool {
        at >= self.from && self.until.is_none_or(|until| at <= until)
    }
}

/// The stack's operations, newest first.
pub fn spans(events: &[EventView<'_>], stack: &str) -> Vec<Span> {
    let order = chronological(events, |event| event.stack_id == stack);
    let Some(oldest) = order.first() else {
        return Vec::new();
    };
    let mut spans: Vec<Span> = Vec::new();
    let mut is_settled = true;
    for event in order.iter().map(|at| &events[*at]) {
        if !event.is_of_stack() {
            continue;
        }
        let begins = is_settled && event.status.ends_with("_IN_PROGRESS");
        if begins || spans.is_empty() {
            let from = if begins { event } else { &events[*oldest] };
            spans.push(Span {
                reached_start: begins,
                ..Span::of(from)
            });
        }
        // A stack in review was never begun: its creation is an operation of its own.
        is_settled =
            !event.status.ends_with("_IN_PROGRESS") || event.status == "REVIEW_IN_PROGRESS";
        if let Some(span) = spans.last_mut() {
            span.status = event.status.to_owned();
            span.until = is_settled.then_some(event.at);
        }
    }
    if spans.is_empty() {
        spans.push(Span::of(&events[*oldest]));
    }
    spans.reverse();
    spans
}

/// The places of the wanted events, oldest first. AWS lists the newest first, so
/// of two at the same moment the later in the list happened before.
pub(super) fn chronological(
    events: &[EventView<'_>],
    wanted: impl Fn(&EventView<'_>) -> bool,
) -> Vec<usize> {
    let mut order: Vec<usize> = (0..events.len())
        .rev()
        .filter(|at| wanted(&events[*at]))
        .collect();
    order.sort_by_key(|at| events[*at].at);
    order
}
