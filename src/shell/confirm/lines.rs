//! The preview's sections as lines, and how they share the screen: what warns is
//! pinned over what scrolls. Nothing is shortened and nothing is left out.

use crate::{
    gate::{Plan, Step, preview::Section},
    ui::{
        Line, Mark, Role, fold_all,
        statements::{SideNames, statement},
        text_diff, width,
    },
};

/// Wider than this, lines are hard to follow.
const WIDEST: u16 = 108;
/// Columns of a label.
const LABEL: usize = 12;
/// Fewer scrolled lines than this cannot be read in.
const LEAST: usize = 3;
/// What a preparation asks for.
pub(super) fn yes(leaves: &str) -> String {
    format!("It touches nothing that runs. {leaves} leaves all as it is.")
}

/// The preview laid out for one size of screen.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) pinned: Vec<Line>,
    pub(super) lines: Vec<Line>,
    /// The sentence that asks for the phrase, folded, while it may not be typed yet.
    pub(super) asks: Vec<Line>,
    /// The phrase, folded: it is never shortened. Empty where a plain yes is enough.
    pub(super) phrase: Vec<Line>,
    /// Lines in sight at a time.
    pub(super) height: usize,
    /// Columns of the box, its border included.
    pub(super) columns: u16,
    /// Rows of the box.
    pub(super) rows: u16,
    /// There is room to read in at all.
    pub(super) fits: bool,
}

const NOW_AND_THEN: SideNames<'_> = SideNames {
    first: "only now",
    second: "only after",
};

impl Page {
    pub(super) fn of_plan(
        plan: &Plan,
        moved: &[String],
        (columns, rows): (u16, u16),
        leaves: &str,
    ) -> Self {
        let columns = columns.min(WIDEST);
        let inner = columns.saturating_sub(4);
        // Each sentence with all the lines it takes.
        let mut sentences: Vec<Vec<Line>> = Vec::new();
        if !moved.is_empty() {
            let said = "The world moved since the last preview: nothing was written. This is new.";
            let moved = moved.iter().map(String::as_str);
            let said = std::iter::once(said).chain(moved);
            sentences.extend(said.map(|what| fold_all(&[warning(what)], inner)));
        }
        let mut lines = Vec::new();
        let mut group = None;
        let mut sections = plan.sections();
        // What stops it comes before what only warns.
        sections.sort_by_key(|section| !matches!(section, Section::Stop { .. }));
        for section in sections {
            let of = Group::of(&section);
            if of == Group::Pinned {
                sentences.push(fold_all(&laid_out(section), inner));
                continue;
            }
            if group.is_some_and(|last| last != of) {
                lines.push(Line::empty());
            }
            group = Some(of);
            lines.extend(laid_out(section));
        }
        let lines = fold_all(&lines, inner);
        let (asks, phrase) = asked(plan, leaves);
        let phrase = fold_all(&phrase, inner);
        let asks = fold_all(&[Line::of(Role::Text, asks)], inner);
        // Borders, the rule, the sentence that asks, phrase, input, and what is said of it.
        let chrome = 2 + 1 + asks.len() + 2 * phrase.len() + 1;
        let room = usize::from(rows.saturating_sub(1)).saturating_sub(chrome);
        let (pinned, lines) = in_sight(sentences, lines, room / 2);
        let room = room - pinned.len();
        let height = room.min(lines.len()).max(1);
        let rows = u16::try_from(chrome + pinned.len() + height).unwrap_or(u16::MAX);
        Self {
            fits: room >= LEAST.min(lines.len()),
            pinned,
            lines,
            asks,
            phrase,
            height,
            columns,
            rows,
        }
    }
}

/// As many sentences as fit stay in sight, each of them whole. What cannot stay has to
/// be read like everything else, and comes before it.
fn in_sight(sentences: Vec<Vec<Line>>, lines: Vec<Line>, most: usize) -> (Vec<Line>, Vec<Line>) {
    let (mut pinned, mut rest): (Vec<Line>, Vec<Line>) = Default::default();
    for mut sentence in sentences {
        // In their order: what stops comes first, wherever it is shown.
        match rest.is_empty() && pinned.len() + sentence.len() <= most {
            true => pinned.append(&mut sentence),
            false => rest.append(&mut sentence),
        }
    }
    rest.extend(lines);
    (pinned, rest)
}

/// The sentence that asks for a confirmation, and the phrase that is to be typed.
fn asked(plan: &Plan, leaves: &str) -> (String, Vec<Line>) {
    if plan.takes_plain_yes() {
        return (yes(leaves), Vec::new());
    }
    let phrase = plan.phrase();
    let asks = format!("Then type {}. {leaves} leaves all as it is.", phrase.asks());
    let mut line = Line::of(Role::Text, "  ").then(Role::Strong, phrase.text());
    if let Some(further) = phrase.further() {
        line = line.then(Role::Text, format!(" {further}"));
    }
    (asks, vec![line.hanging(2)])
}

/// Sections of one group stand together; a blank line parts the groups.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Pinned,
    Facts,
    Impact,
    Statements,
    Text,
    Call,
}

impl Group {
    fn of(section: &Section) -> Self {
        match section {
            Section::Stop { .. } | Section::Warning(_) => Self::Pinned,
            Section::Fact { .. } => Self::Facts,
            Section::Headline(_) | Section::Gain(_) | Section::Loss(_) => Self::Impact,
            Section::Statement(_) => Self::Statements,
            Section::Text { .. } => Self::Text,
            Section::Call { .. } | Section::Undo(_) | Section::Note(_) => Self::Call,
        }
    }
}

fn laid_out(section: Section) -> Vec<Line> {
    match section {
        Section::Fact { label, value } => vec![labelled(label, value)],
        Section::Stop { why, ask, .. } => vec![
            signed(Mark::Failed, Role::Bad, why),
            Line::indented(2, Role::Text, ask),
        ],
        Section::Warning(what) => vec![warning(&what)],
        Section::Headline(what) => vec![Line::of(Role::Strong, what)],
        Section::Gain(what) => vec![Line::signed("+ ", Role::Added, what).hanging(4)],
        Section::Loss(what) => vec![Line::signed("- ", Role::Removed, what).hanging(4)],
        Section::Statement(diff) => statement(&diff, NOW_AND_THEN),
        Section::Text { before, after } => text_diff::lines(&before, &after),
        Section::Call { step } => call(&step),
        Section::Undo(what) => vec![labelled("undo", what)],
        Section::Note(what) => vec![labelled("note", what)],
    }
}

fn labelled(label: &str, value: impl Into<String>) -> Line {
    let gap = " ".repeat(LABEL.saturating_sub(width(label)).max(1));
    Line::of(Role::Dim, format!("{label}{gap}"))
        .then(Role::Text, value)
        .hanging(u16::try_from(LABEL).unwrap_or(0))
}

fn warning(what: &str) -> Line {
    signed(Mark::Drifted, Role::Warn, what)
}

fn signed(mark: Mark, role: Role, what: impl Into<String>) -> Line {
    Line::signed(&format!("{} ", mark.letter()), role, what)
}

/// The request or the file, its label in front of the first line alone.
fn call(step: &Step) -> Vec<Line> {
    let label = match step {
        Step::Aws(_) => "call",
        Step::File(_) => "write",
    };
    let labels = std::iter::once(label).chain(std::iter::repeat(""));
    let lines = labels.zip(step.lines());
    lines.map(|(label, line)| labelled(label, line)).collect()
}
