//! The preview's sections as lines, and how they share the screen: what decides is
//! pinned over what scrolls, and what may be folded stands behind a key. Nothing is
//! shortened and nothing is left out.

mod pinned;
mod text;

use crate::{
    gate::{Plan, guards::READ_ONLY, preview::Section},
    ui::{Line, Role, fold_all},
};

use pinned::Unit;
use text::{Group, laid_out, target};

/// Wider than this, lines are hard to follow.
const WIDEST: u16 = 108;
/// Fewer scrolled lines than this cannot be read in.
const LEAST: usize = 3;
/// What a preparation asks for.
fn yes(prepares: bool, keys: &Keys) -> String {
    let why = match prepares {
        true => "It touches nothing that runs.",
        false => "Git has what the file says now.",
    };
    let Keys {
        applies, leaves, ..
    } = keys;
    format!("{applies} does it. {why} {leaves} leaves all as it is.")
}

/// The keys that the lines speak of, and the command of a console that writes.
#[derive(Clone, Debug)]
pub(super) struct Keys {
    pub(super) applies: String,
    pub(super) leaves: String,
    pub(super) unfolds: String,
    /// In a read-only console: how one starts that may write.
    pub(super) starts: Option<String>,
}

/// The preview laid out for one size of screen.
#[derive(Clone, Debug, Default)]
pub(super) struct Page {
    pub(super) pinned: Vec<Line>,
    pub(super) lines: Vec<Line>,
    /// Of each line, whether it must have been on the screen before anything is typed.
    pub(super) required: Vec<bool>,
    /// Lines that are folded, or would be.
    pub(super) folded: usize,
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

/// What scrolls, while it is gathered.
#[derive(Default)]
struct Scrolled {
    lines: Vec<Line>,
    required: Vec<bool>,
    folded: usize,
    group: Option<Group>,
}

impl Page {
    /// `unfolded`: what is folded is shown too; nobody has to read it.
    pub(super) fn of_plan(
        plan: &Plan,
        moved: &[String],
        (columns, rows): (u16, u16),
        keys: &Keys,
        unfolded: bool,
    ) -> Self {
        let columns = columns.min(WIDEST);
        let inner = columns.saturating_sub(4);
        let (asks, phrase) = asked(plan, keys);
        let phrase = fold_all(&phrase, inner);
        let asks = fold_all(&[Line::of(Role::Text, asks)], inner);
        // Borders, the rule, the sentence that asks, the phrase and what is typed.
        let chrome = 2 + 1 + asks.len() + 2 * phrase.len();
        let most = usize::from(rows.saturating_sub(1));
        let room = most.saturating_sub(chrome);
        let mut sections = plan.preview();
        if keys.starts.is_some() {
            // The line below says it, with the command that changes it.
            sections.retain(
                |section| !matches!(section, Section::Stop { guard, .. } if *guard == READ_ONLY),
            );
        }
        let (units, sections) = pinned::units(sections, moved, inner);
        let (pinned, first) = pinned::in_sight(units, (most / 3).min(room.saturating_sub(LEAST)));
        let mut scrolled = Scrolled::of(first);
        scrolled.take(sections, inner, keys, unfolded);
        let room = room.saturating_sub(pinned.len());
        let height = room.min(scrolled.lines.len()).max(1);
        let rows = u16::try_from(chrome + pinned.len() + height).unwrap_or(u16::MAX);
        Self {
            fits: room >= LEAST.min(scrolled.lines.len()),
            pinned,
            lines: scrolled.lines,
            required: scrolled.required,
            folded: scrolled.folded,
            asks,
            phrase,
            height,
            columns,
            rows,
        }
    }
}

impl Scrolled {
    /// Begins with what has no place among what is pinned.
    fn of(first: Vec<Unit>) -> Self {
        let mut scrolled = Self::default();
        for unit in first {
            scrolled.push(unit.lines, true);
            scrolled.group = Some(Group::Pinned);
        }
        scrolled
    }

    fn push(&mut self, lines: Vec<Line>, required: bool) {
        self.required.extend(lines.iter().map(|_| required));
        self.lines.extend(lines);
    }

    fn take(&mut self, sections: Vec<Section>, inner: u16, keys: &Keys, unfolded: bool) {
        let (target, sections) = target(sections, inner);
        self.group = self.group.map(|group| self.parted(group, Group::Facts));
        self.push(fold_all(&target, inner), true);
        self.group = Some(Group::Facts);
        for section in sections {
            if let Section::Folded { what, sections } = section {
                self.fold(&what, sections, inner, keys, unfolded);
                continue;
            }
            // The help says it.
            if matches!(section, Section::Standing(_)) {
                continue;
            }
            let of = Group::of(&section, self.group);
            self.group = Some(match self.group {
                Some(last) => self.parted(last, of),
                None => of,
            });
            self.push(fold_all(&laid_out(section), inner), true);
        }
    }

    /// A blank line parts the groups.
    fn parted(&mut self, last: Group, next: Group) -> Group {
        if last != next {
            self.push(vec![Line::empty()], true);
        }
        next
    }

    /// One line that says what is folded and how much, and under it the lines themselves.
    fn fold(
        &mut self,
        what: &str,
        sections: Vec<Section>,
        inner: u16,
        keys: &Keys,
        unfolded: bool,
    ) {
        let lines: Vec<Line> = sections.into_iter().flat_map(laid_out).collect();
        let lines = fold_all(&lines, inner.saturating_sub(2));
        self.folded += lines.len();
        let key = &keys.unfolds;
        let head = match unfolded {
            true => format!("{what} ({key} folds them)"),
            false => format!("{} lines folded: {what} ({key})", lines.len()),
        };
        let sign = if unfolded { "v " } else { "> " };
        self.push(
            fold_all(&[Line::signed(sign, Role::Dim, head)], inner),
            true,
        );
        if unfolded {
            let indented = lines.into_iter().map(|mut line| {
                line.runs.insert(0, (Role::Text, "  ".to_owned()));
                line
            });
            self.push(indented.collect(), false);
        }
    }
}

/// The sentence that asks for a confirmation, and the phrase that is to be typed.
fn asked(plan: &Plan, keys: &Keys) -> (String, Vec<Line>) {
    if let Some(command) = &keys.starts {
        let leaves = &keys.leaves;
        let said = format!(
            "READ-ONLY: this is a preview, and nothing is written from here. To write: `{command}`. {leaves} leaves."
        );
        return (said, Vec::new());
    }
    if plan.takes_plain_yes() {
        let prepares = plan.write().change().is_preparation();
        return (yes(prepares, keys), Vec::new());
    }
    let (phrase, leaves) = (plan.phrase(), &keys.leaves);
    let asks = format!("Then type {}. {leaves} leaves all as it is.", phrase.asks());
    let mut line = Line::of(Role::Text, "  ").then(Role::Strong, phrase.text());
    if let Some(further) = phrase.further() {
        line = line.then(Role::Text, format!(" {further}"));
    }
    (asks, vec![line.hanging(2)])
}
