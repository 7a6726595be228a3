//! The pane's words: letters and colours of states, times, and cells of a row.

use jiff::SignedDuration;

use super::concern::Concern;
use crate::{
    cause::stack_story::StackStory,
    facts::{
        PhysicalId, ResourceType, RoleName, StackStatus,
        stack::{ResourceDriftStatus, ResourceStatus, StackDriftStatus},
    },
    ui::{Destination, Line, Role, shorten_middle, width},
};

/// A stack's letter and its colour: never one without the other. What is of concern
/// looks well to CloudFormation.
pub(super) fn of_stack(status: &StackStatus, concern: Option<Concern>) -> (char, Role) {
    let letter = status.letter();
    if let (Some(concern), '=') = (concern, letter) {
        return concern.mark();
    }
    let role = match letter {
        'x' => Role::Bad,
        '>' => Role::Info,
        '=' => Role::Good,
        _ => Role::Warn,
    };
    (letter, role)
}

pub(super) fn of_resource(status: &ResourceStatus) -> (char, Role) {
    match status {
        status if status.is_failed() => ('x', Role::Bad),
        status if status.in_progress() => ('>', Role::Info),
        ResourceStatus::Unknown(_) | ResourceStatus::DeleteSkipped => ('?', Role::Warn),
        _ => ('=', Role::Good),
    }
}

/// The letter, the words and the colour of what drift detection said of a stack.
pub(super) fn of_drift(status: Option<&StackDriftStatus>) -> (&'static str, String, Role) {
    match status {
        Some(StackDriftStatus::Drifted) => ("!", "drifted".into(), Role::Bad),
        Some(StackDriftStatus::InSync) => ("=", "in sync".into(), Role::Good),
        Some(StackDriftStatus::NotChecked) | None => (" ", "not checked".into(), Role::Dim),
        Some(StackDriftStatus::NotKnown) => ("?", "unknown".into(), Role::Warn),
        Some(other) => ("?", other.raw().to_owned(), Role::Warn),
    }
}

/// In a list: nothing, where nobody has looked yet.
pub(super) fn drift_in_short(letter: &str, said: &str) -> String {
    match letter.trim() {
        "" => String::new(),
        letter => format!("{letter} {said}"),
    }
}

pub(super) fn of_resource_drift(status: &ResourceDriftStatus) -> (&'static str, Role) {
    match status {
        ResourceDriftStatus::InSync => ("=", Role::Good),
        ResourceDriftStatus::Modified => ("!", Role::Bad),
        ResourceDriftStatus::Deleted => ("-", Role::Bad),
        ResourceDriftStatus::NotChecked => (" ", Role::Dim),
        _ => ("?", Role::Warn),
    }
}

/// `0.8 s`, `17 s`, `3 min 05 s`, `1 h 12 min`.
pub(super) fn duration(took: SignedDuration) -> String {
    let seconds = took.as_secs();
    match seconds {
        ..0 => "?".into(),
        0..10 => format!("{:.1} s", took.as_secs_f64()),
        10..60 => format!("{seconds} s"),
        60..3600 => format!("{} min {:02} s", seconds / 60, seconds % 60),
        _ => format!("{} h {:02} min", seconds / 3600, seconds / 60 % 60),
    }
}

/// A duration as a text that sorts as durations do.
pub(super) fn duration_in_order(took: SignedDuration) -> String {
    format!("{:020}", took.as_millis().max(0))
}

/// Text in exactly so many columns, cut in the middle where it is longer.
pub(super) fn cell(text: &str, columns: usize) -> String {
    let mut text = shorten_middle(text, columns);
    let blank = columns.saturating_sub(width(&text));
    text.push_str(&" ".repeat(blank));
    text
}

/// A label in its column, for a value that wraps under itself.
pub(super) fn label(text: &str) -> Line {
    Line::of(Role::Dim, format!("{text:<LABEL$}")).hanging(HANG)
}

/// More of a row than it has room for: its name, and what is known of it.
pub(super) struct Facts(pub(super) Vec<Line>);

impl Facts {
    pub(super) fn of(name: &str, kind: &str) -> Self {
        Self(vec![
            Line::of(Role::Strong, name).then(Role::Dim, format!("   {kind}")),
        ])
    }

    /// A label and a value that can be gone to, where it names something that is shown.
    pub(super) fn leading(mut self, name: &str, value: &str, to: Option<Destination>) -> Self {
        let line = label(name).then(Role::Text, value);
        self.0.push(match to {
            Some(to) => line.leading_to(to),
            None => line,
        });
        self
    }

    /// The physical id, where there is one: a role's and a nested stack's can be gone to.
    pub(super) fn physical(self, kind: &ResourceType, id: Option<&PhysicalId>) -> Self {
        match id {
            Some(id) => self.leading("Physical", id.raw(), destination(kind, id)),
            None => self,
        }
    }

    /// A label and its value, where there is one.
    pub(super) fn fact(mut self, name: &str, role: Role, value: Option<&str>) -> Self {
        self.0
            .extend(value.map(|value| label(name).then(role, value)));
        self
    }
}

/// Where a resource is shown in more than a row.
pub(super) fn destination(kind: &ResourceType, id: &PhysicalId) -> Option<Destination> {
    match kind.raw() {
        ResourceType::STACK => Some(Destination::Stack(id.stack()?.name())),
        ResourceType::ROLE => Some(Destination::Role(RoleName::new(id.raw()), None)),
        "AWS::Lambda::Function" => Some(log(&format!("/aws/lambda/{}", id.raw()))),
        "AWS::Logs::LogGroup" => Some(log(id.raw())),
        _ => None,
    }
}

fn log(group: &str) -> Destination {
    Destination::Log {
        group: group.into(),
        stream: None,
        at: None,
    }
}

/// What is not among the rows of an operation whose start was not read.
pub(super) fn unread_start(story: Option<&StackStory>) -> &'static str {
    match story {
        Some(story) if !story.reached_start => "   the start of the operation was not read",
        _ => "",
    }
}

const LABEL: usize = 10;
const HANG: u16 = 10;
