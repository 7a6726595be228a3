//! Faults of what the pane rests on: they stay until the next good answer, with
//! their next step, over whatever was known before.

use super::State;
use crate::{
    ask::Ask,
    facts::{Fault, FaultKind},
    panes::Cx,
    ui::{Line, Mark, Role, wrap_all},
};

/// Screens with fewer lines than this have one fault written out, others two; the rest
/// is counted.
const HIGH: u16 = 24;
/// Lines that are left to the pane, whatever went wrong.
const LEFT: u16 = 10;

/// The screen lines of the banner at this width.
pub(super) fn lines(state: &State, cx: &Cx<'_>, width: u16) -> Vec<Line> {
    let mut faults = faults(state, cx);
    faults.sort_by_key(|(_, fault)| severity(fault));
    let mut lines: Vec<Line> = clock(state).into_iter().collect();
    let rows = state.size.1;
    let most = if rows < HIGH { 1 } else { 2 };
    for (ask, fault) in faults.iter().take(most) {
        let role = if severity(fault) < 3 {
            Role::Bad
        } else {
            Role::Warn
        };
        lines.push(
            Line::of(role, format!(" {} ", Mark::Failed.letter()))
                .then(role, sentence(ask, fault))
                .hanging(3),
        );
        lines.push(Line::indented(3, Role::Text, fault.hint.clone()));
    }
    if faults.len() > most {
        lines.push(Line::of(
            Role::Warn,
            format!("   and {} more", faults.len() - most),
        ));
    }
    let mut lines = wrap_all(&lines, width);
    lines.truncate(usize::from(rows.saturating_sub(LEFT).max(2)));
    lines
}

/// A clock that is wrong makes every time and age here wrong by as much.
fn clock(state: &State) -> Option<Line> {
    let wrong = state.store.caller(&state.environment)?.clock_wrong()?;
    let way = if wrong > 0 { "ahead of" } else { "behind" };
    let said = format!(
        "This machine's clock is {} s {way} AWS's: times and ages here are wrong by as much. Freezes go by AWS's.",
        wrong.abs()
    );
    Some(Line::signed(" ! ", Role::Warn, said))
}

fn sentence(ask: &Ask, fault: &Fault) -> String {
    match ask.environment() {
        Some(environment) => format!("{}: {}", environment.raw(), fault.what),
        None => fault.what.clone(),
    }
}

/// Each said once, whatever the number of asks it stopped.
fn faults(state: &State, cx: &Cx<'_>) -> Vec<(Ask, Fault)> {
    let basis = match state.pane().judges(cx) {
        Some((topic, mut basis)) => {
            // What its answer does without is said where it is missed.
            let needed = topic.needed(cx.settings, cx.store);
            let all = topic.asks(cx.settings, cx.store);
            basis.retain(|ask| needed.contains(ask) || !all.contains(ask));
            basis
        }
        None => state.pane().wants(cx),
    };
    let mut found: Vec<(Ask, Fault)> = Vec::new();
    for (ask, fault) in cx.store.faults(&basis) {
        if !found.iter().any(|(_, other)| other.what == fault.what) {
            found.push((ask.clone(), fault.clone()));
        }
    }
    found
}

fn severity(fault: &Fault) -> u8 {
    match fault.kind {
        FaultKind::WrongAccount { .. } => 0,
        FaultKind::Bug | FaultKind::ReadOnly => 1,
        FaultKind::Expired => 2,
        FaultKind::Offline | FaultKind::Throttled => 3,
        FaultKind::Denied { .. }
        | FaultKind::Missing
        | FaultKind::Gone
        | FaultKind::Moved
        | FaultKind::Malformed => 4,
    }
}
