//! The pane's words: letters and colours of states, and how long something took.

use jiff::Timestamp;

use crate::{facts::actions::RunState, ui::Role};

/// A state's letter and its colour: never one without the other.
pub(super) fn of_state(state: Option<&RunState>) -> (char, Role) {
    match state {
        Some(state) if state.is_failure() => ('x', Role::Bad),
        Some(state) if state.waits_for_somebody() => ('!', Role::Warn),
        Some(state) if state.is_under_way() => ('>', Role::Info),
        Some(RunState::Success) => ('=', Role::Good),
        Some(RunState::Cancelled | RunState::Skipped | RunState::Neutral) => ('-', Role::Dim),
        _ => ('?', Role::Warn),
    }
}

pub(super) fn word(state: Option<&RunState>) -> &str {
    state.map_or("unknown", RunState::word)
}

/// `17 s`, `3 m 05 s`, `1 h 12 m`; nothing where an end is missing.
pub(super) fn took(from: Option<Timestamp>, to: Option<Timestamp>) -> String {
    let (Some(from), Some(to)) = (from, to) else {
        return String::new();
    };
    match to.duration_since(from).as_secs() {
        ..0 => String::new(),
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..3600 => format!("{} m {:02} s", seconds / 60, seconds % 60),
        seconds => format!("{} h {:02} m", seconds / 3600, seconds / 60 % 60),
    }
}
