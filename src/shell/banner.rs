//! Faults of what the pane rests on: they stay until the next good answer, with
//! their next step, over whatever was known before.

use super::State;
use crate::{
    ask::{Ask, AwsAsk, IamAsk},
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
        lines.push(
            Line::of(Role::Text, "   ")
                .then(Role::Text, fault.hint.clone())
                .hanging(3),
        );
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

fn faults<'a>(state: &State, cx: &Cx<'a>) -> Vec<(Ask, &'a Fault)> {
    let basis = state
        .pane()
        .judges(cx)
        .map(|(_, basis)| basis)
        .unwrap_or_default();
    let mut found: Vec<(Ask, &Fault)> = Vec::new();
    for ask in basis {
        let Some((fault, _)) = cx.store.load(&ask).and_then(|load| load.fault.as_ref()) else {
            continue;
        };
        let told = found.iter().any(|(_, other)| other.what == fault.what);
        if !told && !is_made_up_for(&ask, fault, cx) {
            found.push((ask, fault));
        }
    }
    found
}

/// The account may not be listed, but its roles could be read one by one.
fn is_made_up_for(ask: &Ask, fault: &Fault, cx: &Cx<'_>) -> bool {
    let Ask::Aws(environment, AwsAsk::Iam(IamAsk::Authorization)) = ask else {
        return false;
    };
    matches!(fault.kind, FaultKind::Denied { .. })
        && cx.store.iter().any(|(other, load)| {
            matches!(other, Ask::Aws(e, AwsAsk::Iam(IamAsk::Roles(_))) if e == environment)
                && load.ready().is_some()
        })
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
