//! Following a stack that is at work: the newest page of its events again and again,
//! ever more slowly while nothing new comes, and only while it is looked at.
//!
//! A round is one ask, and five seconds at least lie between two. The stack's state
//! is told by its events; it is described once when they say that its work began or
//! is over, because they tell nothing of outputs and drift.

use jiff::Timestamp;

use super::{Stacks, asks};
use crate::{
    ask::{Answer, Ask, Load, Question, cloudformation},
    checks::stack::LastOperation,
    facts::{FaultKind, StackName, stack::EventId},
    panes::Cx,
};

const FIRST_MS: u64 = 5_000;
const MOST_MS: u64 = 30_000;

/// How the stack that is looked at went, round by round.
#[derive(Clone, Debug, Default)]
pub(super) struct Follow {
    of: Option<StackName>,
    /// When the last answer came, and the newest event that is known.
    at: Option<Timestamp>,
    newest: Option<EventId>,
    /// Rounds in a row that brought nothing.
    quiet: u32,
}

/// The asks for the events of the stack that is looked at, and for its description.
struct Looked {
    name: StackName,
    events: Ask,
    stack: Ask,
    outdated: bool,
}

/// The stack that is looked at, while it is at work.
fn at_work(pane: &Stacks, cx: &Cx<'_>) -> Option<Looked> {
    let stack = cx.store.stack(cx.environment, asks::looked_at(pane)?)?;
    let outdated = cx.store.is_outdated(cx.environment, stack);
    let [_, _, events] = LastOperation::of(cx.environment, &stack.name).events();
    (outdated || stack.status.in_progress()).then(|| Looked {
        name: stack.name.clone(),
        events: events.into(),
        stack: cloudformation::Stack(stack.name.clone())
            .of(cx.environment)
            .into(),
        outdated,
    })
}

/// What is read next, and in how many milliseconds.
pub(super) fn follows(pane: &Stacks, cx: &Cx<'_>) -> Option<(u64, Vec<Ask>)> {
    let mut asks: Vec<Ask> = Vec::new();
    if let Some(looked) = at_work(pane, cx) {
        if let Some(list) = gone(&looked, cx) {
            return Some((FIRST_MS, vec![list]));
        }
        asks.push(match looked.outdated {
            true => looked.stack,
            false => looked.events,
        });
    }
    let detection = pane.detection.as_ref();
    asks.extend(detection.and_then(|detection| detection.follows(cx.environment)));
    let loads: Vec<_> = asks.iter().map(|ask| cx.store.load(ask)).collect();
    // A round begins when the last one is over; the first is asked as anything else.
    let under_way = loads
        .iter()
        .any(|load| load.is_none_or(|load| load.asking.is_some()));
    let hopeless = loads.iter().flatten().any(|load| is_hopeless(load));
    if asks.is_empty() || under_way || hopeless {
        return None;
    }
    Some((delay(pane.follow.quiet), asks))
}

fn is_hopeless(load: &Load<Answer>) -> bool {
    use FaultKind::{Denied, Expired, Missing, WrongAccount};
    load.fault.as_ref().is_some_and(|(fault, _)| {
        matches!(
            fault.kind,
            Expired | Missing | WrongAccount { .. } | Denied { .. }
        )
    })
}

/// The list, once, where the stack went away since it was read: it was deleted.
fn gone(looked: &Looked, cx: &Cx<'_>) -> Option<Ask> {
    let missing = |ask: &Ask| {
        let (fault, at) = cx.store.load(ask)?.fault.as_ref()?;
        (fault.kind == FaultKind::Missing).then_some(*at)
    };
    let since = missing(&looked.events).max(missing(&looked.stack))?;
    let list = cloudformation::Stacks.of(cx.environment);
    let load = cx.store.load(&list)?;
    let older = load.at().is_some_and(|at| at < since);
    (older && load.asking.is_none() && load.fault.is_none()).then(|| list.into())
}

fn delay(quiet: u32) -> u64 {
    FIRST_MS.saturating_mul(1 << quiet.min(8)).min(MOST_MS)
}

/// Notes whether the last round brought something new.
pub(super) fn settled(pane: &mut Stacks, cx: &Cx<'_>) {
    let stack = at_work(pane, cx);
    let detection = pane.detection.as_ref();
    let detecting = detection.and_then(|it| it.follows(cx.environment));
    let (name, asks) = match (stack, detecting) {
        (Some(looked), _) => (Some(looked.name), vec![looked.events, looked.stack]),
        (None, Some(ask)) => (None, vec![ask]),
        (None, None) => {
            pane.follow = Follow::default();
            return;
        }
    };
    let loads: Vec<_> = asks.iter().filter_map(|ask| cx.store.load(ask)).collect();
    let answered = |load: &&Load<Answer>| load.at().max(load.fault.as_ref().map(|(_, at)| *at));
    let at = loads.iter().filter_map(answered).max();
    let newest = loads
        .iter()
        .filter_map(|load| load.of::<cloudformation::Events>())
        .find_map(|events| Some(events.events.first()?.id.clone()));
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
