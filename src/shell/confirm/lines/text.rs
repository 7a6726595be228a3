//! One section as lines, and which sections stand together.

use crate::{
    gate::{Step, preview::Section},
    ui::{
        Line, Mark, Role,
        statements::{SideNames, statement},
        text_diff, width,
    },
};

/// Columns of a label.
const LABEL: usize = 12;

const NOW_AND_THEN: SideNames<'_> = SideNames {
    first: "only now",
    second: "only after",
};

/// Sections of one group stand together; a blank line parts the groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Pinned,
    Facts,
    Statements,
    Text,
    /// A change of a resource, with its properties and their values.
    Change,
}

impl Group {
    pub(super) fn of(section: &Section, last: Option<Self>) -> Self {
        match section {
            Section::Fact { label, .. } if label.is_empty() || label.starts_with("change") => {
                Self::Change
            }
            Section::Text { .. } if last == Some(Self::Change) => Self::Change,
            Section::Text { .. } => Self::Text,
            Section::Statement(_) => Self::Statements,
            Section::Folded { .. } => last.unwrap_or(Self::Facts),
            Section::Fact { .. }
            | Section::Way { .. }
            | Section::Stop { .. }
            | Section::Warning(_)
            | Section::Headline(_)
            | Section::Gain(_)
            | Section::Loss(_)
            | Section::Uses(_)
            | Section::Call { .. }
            | Section::Undo(_)
            | Section::Note(_)
            | Section::Standing(_) => Self::Facts,
        }
    }
}

/// What it is done to: its name and its part in one line where they fit, and the rest.
pub(super) fn target(sections: Vec<Section>, inner: u16) -> (Vec<Line>, Vec<Section>) {
    let one = match sections.as_slice() {
        [
            Section::Fact { label, value },
            Section::Fact {
                label: "policy" | "change set" | "attached policy",
                value: part,
            },
            ..,
        ] => Some((*label, format!("{value} / {part}"))),
        _ => None,
    };
    match one.filter(|(_, value)| LABEL + width(value) <= usize::from(inner)) {
        Some((label, value)) => {
            let rest = sections.into_iter().skip(2);
            (vec![labelled(label, value)], rest.collect())
        }
        None => (Vec::new(), sections),
    }
}

pub(super) fn laid_out(section: Section) -> Vec<Line> {
    match section {
        Section::Fact { label, value } => vec![labelled(label, value)],
        Section::Way { label, value } => vec![
            Line::of(Role::Warn, format!("! {label} "))
                .then(Role::Warn, value)
                .hanging(2),
        ],
        Section::Stop { why, ask, .. } => vec![
            signed(Mark::Failed, Role::Bad, why),
            Line::indented(2, Role::Text, ask),
        ],
        Section::Warning(what) | Section::Uses(what) => vec![warning(&what)],
        Section::Headline(what) => vec![Line::of(Role::Strong, what)],
        Section::Gain(what) => vec![Line::signed("+ ", Role::Added, what).hanging(4)],
        Section::Loss(what) => vec![Line::signed("- ", Role::Removed, what).hanging(4)],
        Section::Statement(diff) => statement(&diff, NOW_AND_THEN),
        Section::Text { before, after } => text_diff::brief(&before, &after),
        Section::Call { step } => call(&step),
        Section::Undo(what) => vec![labelled("undo", what)],
        Section::Note(what) => vec![labelled("note", what)],
        // The help says it.
        Section::Standing(_) => Vec::new(),
        Section::Folded { sections, .. } => sections.into_iter().flat_map(laid_out).collect(),
    }
}

fn labelled(label: &str, value: impl Into<String>) -> Line {
    let gap = " ".repeat(LABEL.saturating_sub(width(label)).max(1));
    Line::of(Role::Dim, format!("{label}{gap}"))
        .then(Role::Text, value)
        .hanging(u16::try_from(LABEL).unwrap_or(0))
}

pub(super) fn warning(what: &str) -> Line {
    signed(Mark::Drifted, Role::Warn, what)
}

fn signed(mark: Mark, role: Role, what: impl Into<String>) -> Line {
    Line::signed(&format!("{} ", mark.letter()), role, what)
}

/// The request or the file, its label in front of the first line alone.
fn call(step: &Step) -> Vec<Line> {
    let label = match step {
        Step::Aws(_) | Step::GitHub(_) => "call",
        Step::File(_) => "write",
    };
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    let lines = labels.zip(step.lines());
    lines.map(|(label, line)| labelled(label, line)).collect()
}
