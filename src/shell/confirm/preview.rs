//! A plan before a person: what was read, what was typed, and whether that is
//! enough. The one place that confirms a plan.
//!
//! Nothing a key does here reaches the world: the most that comes of it is a
//! [`Confirmed`], and only when the phrase is exact, every line has been on the
//! screen at this size, and the preview is not too old. What only prepares has no
//! phrase: one plain yes to a preview that has stood for a moment.

mod heard;

use jiff::{SignedDuration, Timestamp};

use super::{
    lines::{Keys, Page},
    reading::Reading,
};
use crate::{
    facts::numbered,
    flow::Effect,
    gate::{Confirmed, Plan, Typed, record::Stage},
};

/// Keys pressed sooner after a preview appeared were meant for something else.
const STARTLED: SignedDuration = SignedDuration::from_millis(500);

/// A key that is held down to read on types nothing before it was let go.
const HELD: SignedDuration = SignedDuration::from_millis(400);

const UNREAD: &str = "Read every line first; then the phrase can be typed.";
const UNREAD_YES: &str = "Read every line first; then a plain yes is enough.";

/// So many characters more than the phrase has are kept, to be seen as wrong.
const MORE_THAN_PHRASE: usize = 32;

#[derive(Debug)]
pub(super) struct Preview {
    plan: Plan,
    /// What is not as the preview before had it.
    moved: Vec<String>,
    size: (u16, u16),
    page: Page,
    reading: Reading,
    typed: String,
    /// Something was typed, be it gone since.
    began: bool,
    /// What was typed before the run of keys that may turn out to be a burst, and its number.
    before_run: (u64, String),
    said: Option<String>,
    /// Keys count from then on; None: only once it has stood for a moment.
    opens: Option<Timestamp>,
    /// No frame has shown it yet.
    fresh: bool,
    expired: bool,
    stopped: bool,
    /// A plain yes is enough.
    takes_yes: bool,
    /// It touches nothing that runs: nobody has to read all of it.
    prepares: bool,
    /// What may stay folded is shown.
    unfolded: bool,
    /// When a letter last scrolled.
    by_letter: Option<Timestamp>,
    /// Every line was on the screen, at this size.
    read: bool,
    /// Which preview of this run it is, for its timers.
    number: u64,
    keys: Keys,
}

/// Why nothing can be typed at present.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shut {
    Stopped,
    Expired,
    TooSmall,
    Unread,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::shell) enum Input {
    Typed(char),
    Erase,
    EraseWord,
    Clear,
    /// By lines; pages are the preview's own.
    Scroll(isize),
    Page(isize),
}

impl Preview {
    pub(super) fn new(
        plan: Plan,
        moved: Vec<String>,
        size: (u16, u16),
        number: u64,
        keys: Keys,
    ) -> Self {
        let page = Page::of_plan(&plan, &moved, size, &keys, false);
        let stopped = plan.stops().next().is_some();
        Self {
            reading: Reading::new(&page.required, page.height),
            fresh: true,
            stopped,
            takes_yes: plan.takes_plain_yes(),
            unfolded: false,
            by_letter: None,
            prepares: plan.write().change().is_preparation(),
            read: false,
            plan,
            moved,
            size,
            page,
            typed: String::new(),
            began: false,
            before_run: (0, String::new()),
            said: None,
            opens: None,
            expired: false,
            number,
            keys,
        }
    }

    pub(super) fn plan(&self) -> &Plan {
        &self.plan
    }

    pub(super) fn page(&self) -> &Page {
        &self.page
    }

    pub(super) fn reading(&self) -> &Reading {
        &self.reading
    }

    pub(super) fn typed(&self) -> &str {
        &self.typed
    }

    pub(super) fn said(&self) -> Option<&str> {
        self.said.as_deref()
    }

    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// The size that it is laid out for.
    pub(super) fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Another size has other lines: nothing of it was read, and what was typed is void.
    pub(super) fn resized(&mut self, size: (u16, u16)) {
        self.size = size;
        self.lay_out();
        self.reading = Reading::new(&self.page.required, self.page.height);
        self.forget("The size changed: what was typed is cleared.");
        self.opens = None;
        self.read = false;
    }

    fn lay_out(&mut self) {
        self.page = Page::of_plan(
            &self.plan,
            &self.moved,
            self.size,
            &self.keys,
            self.unfolded,
        );
    }

    /// Shows what is folded, or folds it again. What was read stays read.
    pub(super) fn unfold(&mut self, now: Timestamp) {
        self.unfolded = !self.unfolded;
        self.lay_out();
        self.reading = self
            .reading
            .relaid(&self.page.required, self.page.height, now);
        let lines = numbered(self.page.folded, "line");
        self.said = Some(match self.unfolded {
            true => format!(
                "Unfolded: {lines} more, where they belong. {} folds.",
                self.keys.unfolds
            ),
            false => "Folded again.".to_owned(),
        });
    }

    /// A letter does what it is bound to, and is not typed: so until all was read, and
    /// while such a key is held down.
    pub(super) fn takes_commands(&self, now: Timestamp) -> bool {
        let held = |at: Timestamp| now.duration_since(at) < HELD;
        self.takes_yes || self.shut(Some(now)).is_some() || self.by_letter.is_some_and(held)
    }

    pub(super) fn pressed_letter(&mut self, now: Timestamp) {
        self.by_letter = Some(now);
    }

    /// It has stood at its size for as long as a startled person may still be typing.
    pub(super) fn settled(&mut self, now: Timestamp) {
        if self.opens.is_none() && !self.fresh {
            self.opens = Some(now);
        }
    }

    /// A frame was drawn. Keys that were pressed before it were meant for something
    /// else, however late they come to be read.
    pub(super) fn drawn(&mut self, now: Timestamp) {
        if std::mem::take(&mut self.fresh) {
            self.opens = Some(now.saturating_add(STARTLED).unwrap_or(now));
        }
        self.reading.drawn(now);
    }

    pub(super) fn pasted(&mut self) {
        // When it came is not known: the moment of quiet begins with the next frame.
        if self.takes_yes {
            (self.fresh, self.opens) = (true, None);
        }
        self.forget("A paste is not taken here: the phrase is typed, by you.");
    }

    pub(super) fn left_alone(&mut self) {
        self.forget("You were elsewhere: what was typed is cleared.");
    }

    fn forget(&mut self, why: &str) {
        self.typed.clear();
        self.before_run.1.clear();
        self.said = (!self.takes_yes).then(|| why.to_owned());
    }

    /// Says whether it expired by this, and not before.
    pub(super) fn expires(&mut self, now: Timestamp) -> bool {
        let expires = !self.expired && self.plan.expired(now);
        if expires {
            self.expired = true;
            self.typed.clear();
            self.said = None;
        }
        expires
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped
    }

    /// The console only looks: the page says how one that writes is started.
    pub(super) fn is_a_look(&self) -> bool {
        self.keys.starts.is_some()
    }

    pub(super) fn takes_yes(&self) -> bool {
        self.takes_yes
    }

    pub(super) fn prepares(&self) -> bool {
        self.prepares
    }

    pub(super) fn is_expired(&self) -> bool {
        self.expired
    }

    /// What a person sees as the reason; `at` is the present, or None while it is
    /// drawn: then what is in sight counts as read.
    pub(super) fn shut(&self, at: Option<Timestamp>) -> Option<Shut> {
        let unread = match at {
            Some(now) => !self.read && !self.reading.all_read(now),
            None => self.reading.unread() != (0, 0),
        };
        if self.is_stopped() {
            Some(Shut::Stopped)
        } else if self.expired {
            Some(Shut::Expired)
        } else if !self.page.fits {
            Some(Shut::TooSmall)
        } else {
            (unread && !self.prepares).then_some(Shut::Unread)
        }
    }

    fn is_startled(&self, now: Timestamp) -> bool {
        self.opens.is_none_or(|opens| now < opens)
    }

    /// A key that is held down, and text that was meant for something else, must not
    /// come to a yes by going on for long enough: there has to be a moment of quiet.
    fn wait(&mut self, now: Timestamp) {
        if self.takes_yes && !self.fresh {
            let quiet = now.saturating_add(STARTLED).unwrap_or(now);
            self.opens = self.opens.map(|opens| opens.max(quiet));
        }
    }

    pub(super) fn input(&mut self, input: Input, now: Timestamp) {
        if self.is_startled(now) {
            return self.pressed_too_soon(input, now);
        }
        self.said = None;
        self.read = self.read || self.reading.all_read(now);
        match input {
            Input::Scroll(by) => self.reading.scroll(by, now),
            Input::Page(pages) => {
                let by = isize::try_from(self.reading.height().saturating_sub(1).max(1));
                self.reading.scroll(pages * by.unwrap_or(1), now);
            }
            Input::Typed(_) if self.takes_yes => {
                let Keys {
                    applies, leaves, ..
                } = &self.keys;
                self.said = Some(format!(
                    "Nothing is typed here: {applies} does it, {leaves} leaves all as it is."
                ));
                self.wait(now);
            }
            Input::Typed(c) if self.shut(Some(now)).is_none() => self.push(c),
            Input::Typed(_) if self.shut(Some(now)) == Some(Shut::Unread) => {
                self.said = Some(UNREAD.to_owned());
            }
            Input::Typed(_) => {}
            Input::Erase => drop(self.typed.pop()),
            Input::EraseWord => {
                let kept = self.typed.trim_end().rfind(' ').map_or(0, |at| at + 1);
                self.typed.truncate(kept);
            }
            Input::Clear => self.typed.clear(),
        }
    }

    fn push(&mut self, c: char) {
        let most = self.plan.phrase().longest() + MORE_THAN_PHRASE;
        if self.typed.len() < most {
            self.typed.push(c);
            self.began = true;
        }
    }

    pub(super) fn compared(&self) -> Typed {
        self.plan.phrase().compare(&self.typed)
    }

    /// Whether Enter means something now.
    pub(super) fn is_ready(&self, now: Timestamp) -> bool {
        !self.is_startled(now)
            && !self.plan.expired(now)
            && self.shut(Some(now)).is_none()
            && (self.takes_yes || self.compared() == Typed::Exact)
    }

    /// For the journal, that nothing comes of it.
    pub(super) fn refused(&self, why: &str) -> Effect {
        let why = why.to_owned();
        noted(&self.plan, Stage::Refused { why })
    }

    /// A person left it. One that was stopped or expired was noted as refused then.
    pub(super) fn left(&self) -> Option<Effect> {
        let note = || match self.began {
            true => self.refused("left, with the phrase begun"),
            false => noted(&self.plan, Stage::Left),
        };
        (!self.stopped && !self.expired).then(note)
    }

    /// The approval, or the preview as it was.
    pub(super) fn approve(mut self, now: Timestamp) -> Result<Confirmed, Box<Self>> {
        if !self.is_ready(now) {
            return Err(Box::new(self));
        }
        let typed = std::mem::take(&mut self.typed);
        let confirmed = match self.takes_yes {
            true => self.plan.agree(now).map(Confirmed::from),
            false => self.plan.confirm(&typed, now).map(Confirmed::from),
        };
        confirmed.map_err(|refused| {
            Box::new(Self {
                plan: refused.0,
                typed,
                ..self
            })
        })
    }
}

pub(super) fn noted(plan: &Plan, stage: Stage) -> Effect {
    Effect::Note {
        assessment: Box::new(plan.assessment().clone()),
        stage,
    }
}
