//! Faults of what the pane rests on: they stay until the next good answer, with
//! their next step, over whatever was known before.

use super::State;
use crate::{
    ask::Ask,
    facts::{Fault, FaultKind},
    panes::Cx,
    ui::{Line, Mark, Role, wrap_all},
};

/// Faults written out; the rest is counted.
const MOST: usize = 2;

/// The screen lines of the banner at this width.
pub(super) fn lines(state: &State, cx: &Cx<'_>, width: u16) -> Vec<Line> {
    let mut faults = faults(state, cx);
    faults.sort_by_key(|(_, fault)| severity(fault));
    let mut lines: Vec<Line> = Vec::new();
    for (ask, fault) in faults.iter().take(MOST) {
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
    if faults.len() > MOST {
        lines.push(Line::of(
            Role::Warn,
            format!("   and {} more", faults.len() - MOST),
        ));
    }
    wrap_all(&lines, width)
}

fn sentence(ask: &Ask, fault: &Fault) -> String {
    match ask.environment() {
        Some(environment) => format!("{}: {}", environment.raw(), fault.what),
        None => fault.what.clone(),
    }
}

/// Each said once, whatever the number of asks it stopped.
fn faults(state: &State, cx: &Cx<'_>) -> Vec<(Ask, Fault)> {
    let basis = state.pane().judges(cx).map(|(_, basis)| basis);
    let basis = basis.unwrap_or_else(|| state.pane().wants(cx));
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
        FaultKind::Denied { .. } | FaultKind::Missing | FaultKind::Moved | FaultKind::Malformed => {
            4
        }
    }
}
