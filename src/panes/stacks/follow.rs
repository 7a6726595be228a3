//! Following a stack that is at work: its events again and again, ever more slowly
//! while nothing new comes, and only while it is looked at.

use jiff::Timestamp;

use super::{Stacks, asks, known};
use crate::{
    ask::{Answer, Ask, CfnAsk},
    facts::{EventExtent, FaultKind, StackName, stack::EventId},
    panes::Cx,
};

const FIRST_MS: u64 = 5_000;
const MOST_MS: u64 = 30_000;

/// How the stack that is looked at went, round by round.
#[derive(Clone, Debug, Default)]
pub(super) struct Follow {
    of: Option<StackName>,
    /// When the last answer came, and the newest event in it.
    at: Option<Timestamp>,
    newest: Option<EventId>,
    /// Rounds in a row that brought nothing.
    quiet: u32,
}

fn events_ask(stack: &StackName, cx: &Cx<'_>) -> Ask {
    let (stack, extent) = (stack.clone(), EventExtent::Operation);
    known::ask(cx.environment, CfnAsk::Events { stack, extent })
}

/// The stack that is looked at, while it is at work.
fn at_work(pane: &Stacks, cx: &Cx<'_>) -> Option<StackName> {
    let stack = known::stack(asks::looked_at(pane)?, cx)?;
    stack.status.in_progress().then(|| stack.name.clone())
}

/// What is read next, and in how many milliseconds.
pub(super) fn follows(pane: &Stacks, cx: &Cx<'_>) -> Option<(u64, Vec<Ask>)> {
    let mut asks: Vec<Ask> = Vec::new();
    if let Some(stack) = at_work(pane, cx) {
        asks.push(events_ask(&stack, cx));
        asks.push(known::ask(cx.environment, CfnAsk::Stack(stack)));
    }
    let detection = pane.detection.as_ref();
    asks.extend(detection.and_then(|detection| detection.follows(cx.environment)));
    let loads: Vec<_> = asks.iter().map(|ask| cx.store.load(ask)).collect();
    // A round begins when the last one is over; the first is asked as anything else.
    let under_way = loads
        .iter()
        .any(|load| load.is_none_or(|load| load.asking.is_some()));
    let hopeless = loads.iter().flatten().any(|load| {
        load.fault.as_ref().is_some_and(|(fault, _)| {
            matches!(
                fault.kind,
                FaultKind::Expired | FaultKind::WrongAccount { .. } | FaultKind::Denied { .. }
            )
        })
    });
    if asks.is_empty() || under_way || hopeless {
        return None;
    }
    Some((delay(pane.follow.quiet), asks))
}

fn delay(quiet: u32) -> u64 {
    FIRST_MS.saturating_mul(1 << quiet.min(8)).min(MOST_MS)
}

/// Notes whether the last round brought something new.
pub(super) fn settled(pane: &mut Stacks, cx: &Cx<'_>) {
    let stack = at_work(pane, cx);
    let detecting = pane
        .detection
        .as_ref()
        .and_then(|it| it.follows(cx.environment));
    let (name, ask) = match (stack, detecting) {
        (Some(stack), _) => (Some(stack.clone()), events_ask(&stack, cx)),
        (None, Some(ask)) => (None, ask),
        (None, None) => {
            pane.follow = Follow::default();
            return;
        }
    };
    let load = cx.store.load(&ask);
    let at = load.and_then(|load| load.at().max(load.fault.as_ref().map(|(_, at)| *at)));
    let newest = load.and_then(|load| match load.ready().map(AsRef::as_ref) {
        Some(Answer::StackEvents(events)) => events.events.first().map(|event| event.id.clone()),
        _ => None,
    });
    let follow = &mut pane.follow;
    if follow.of != name {
        *follow = Follow {
            of: name,
            at,
            newest,
            quiet: 0,
        };
    } else if follow.at != at {
        follow.quiet = match follow.newest == newest && follow.at.is_some() {
            true => follow.quiet.saturating_add(1),
            false => 0,
        };
        (follow.at, follow.newest) = (at, newest);
    }
}

#[cfg(test)]
mod tests {
    use super::delay;

    #[test]
    fn rounds_that_bring_nothing_come_ever_more_slowly_up_to_half_a_minute() {
        let delays: Vec<u64> = (0..6).map(delay).collect();
        assert_eq!(delays, [5_000, 10_000, 20_000, 30_000, 30_000, 30_000]);
        assert_eq!(delay(u32::MAX), 30_000);
    }
}
