//! The app: messages in, effects out, one frame from one state.
//!
//! Rank 7, the top of the core. It owns the panes, the layers over them and the
//! Store. `update` never waits and never reads a clock; `draw` only reads.

mod answer;
mod app;
mod banner;
mod choices;
mod commands;
mod confirm;
mod deeds;
mod draw;
mod footer;
mod form;
mod header;
mod help;
mod layer;
mod links;
mod menu;
mod route;
mod search;
mod stop;
mod tabs;
mod title;
mod wants;
mod wear;

use std::collections::HashMap;

use jiff::Timestamp;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

pub use app::App;
pub use commands::{OVERLAYS, scopes};

use crate::{
    ask::{Ask, Ticket},
    checks::{Store, Topic},
    facts::{EnvironmentName, Reason, Settings},
    flow::{Effect, Later, Link, Msg, Turn},
    gate::{Draft, SessionId},
    keys::{Chord, Command, Keymap},
    logs::News,
    panes::{Cx, Noting, PANES, Pane, Standing},
    ui::{Destination, Filter, Line, Look, Theme},
};
use layer::Layer;

/// What the console starts with.
#[derive(Debug)]
pub struct Start {
    pub settings: Settings,
    pub keymap: Keymap,
    pub look: Look,
    /// Which run and world a write would belong to; None: read-only, nothing can be proposed.
    pub session_id: Option<SessionId>,
    /// Shown in the header where the console is not on a real account: `DEMO`.
    pub world: Option<String>,
    /// Themes of the person's own that can be changed to, besides the look's.
    pub themes: Vec<Theme>,
    /// Something to tell at start: notes of the configuration.
    pub notes: Vec<String>,
}

#[derive(Debug)]
pub struct State {
    settings: Settings,
    keymap: Keymap,
    look: Look,
    /// The one that it was started with, then others of the person's own.
    own_themes: Vec<Theme>,
    session_id: Option<SessionId>,
    world: Option<String>,
    environment: EnvironmentName,
    store: Store,
    panes: Vec<Box<dyn Pane>>,
    focused: usize,
    layers: Vec<Layer>,
    filter: Filter,
    /// What is searched for in the text that has the focus.
    search: String,
    /// A note that a person began and nobody kept yet.
    begun: Option<Noting>,
    /// The command that would mend what is selected, once the selection has rested.
    mends: Option<&'static Command>,
    /// The ways that were gone to get here, the last one last.
    trail: Vec<links::Step>,
    /// Chords of a sequence that is not finished.
    pending: Vec<Chord>,
    /// The last thing said, until the next key.
    said: Option<String>,
    now: Timestamp,
    /// How the keys come.
    rhythm: confirm::Rhythm,
    started: bool,
    size: (u16, u16),
    /// The screen lines of the banner.
    banner: Vec<Line>,
    areas: draw::Areas,
    /// Of each pane: how its things are, as far as that is known.
    standings: Vec<Standing>,
    /// What the terminal's title says.
    title: String,
    /// The newest round of judging, and the facts it was drawn from.
    generation: u64,
    judged_from: Option<(Topic, HashMap<Ask, Option<Timestamp>>)>,
    /// Rounds up to this one saw facts that were forgotten since.
    void: u64,
    /// Asks that are refreshed though there is an answer.
    refresh: Vec<Ask>,
    spinner: Option<usize>,
    /// Calls made to AWS so far, as the edge counts them.
    calls: u64,
    /// Previews shown so far: the number of the newest.
    previews: u64,
    /// What follows from the message that is being taken in.
    turn: Turn,
    /// A write under way that a person does not look at just now.
    aside: Option<Box<confirm::Confirm>>,
    /// What this run made and nobody used yet: the drafts that delete it.
    made: Vec<Draft>,
    /// Somebody wants to leave and is asked about those; counts the wishes.
    leaving: bool,
    leavings: u64,
    /// What takes the last applied change back, or why nothing can.
    undo: Result<Draft, Reason>,
    /// What is being followed, and the number of the timer that is out for it.
    following: Option<(u64, Vec<Ask>)>,
    rounds: u64,
}

impl App for State {
    /// What is wanted and what is concluded follow from the new state.
    fn update(&mut self, msg: Msg) -> Turn {
        self.take_in(msg);
        self.reconcile();
        std::mem::take(&mut self.turn)
    }

    fn draw(&self, buf: &mut Buffer) -> Option<Position> {
        draw::draw(self, buf)
    }

    fn links(&self) -> Vec<Link> {
        self.links_on_screen()
    }

    fn drawn(&mut self, now: Timestamp) {
        if !self.is_too_small() {
            self.preview_drawn(now);
        }
    }
}

impl State {
    pub fn new(start: Start) -> Self {
        Self {
            environment: start.settings.current.clone(),
            settings: start.settings,
            keymap: start.keymap,
            own_themes: std::iter::once(start.look.theme.clone())
                .chain(start.themes)
                .collect(),
            look: start.look,
            session_id: start.session_id,
            world: start.world,
            store: Store::default(),
            panes: PANES.iter().map(|pane| (pane.open)()).collect(),
            focused: 0,
            layers: Vec::new(),
            filter: Filter::default(),
            search: String::new(),
            begun: None,
            mends: None,
            trail: Vec::new(),
            pending: Vec::new(),
            said: start.notes.into_iter().next(),
            now: Timestamp::UNIX_EPOCH,
            rhythm: confirm::Rhythm::default(),
            started: false,
            size: (80, 24),
            banner: Vec::new(),
            areas: draw::Areas::default(),
            standings: Vec::new(),
            title: String::new(),
            generation: 0,
            judged_from: None,
            void: 0,
            refresh: Vec::new(),
            spinner: None,
            calls: 0,
            previews: 0,
            turn: Turn::default(),
            aside: None,
            made: Vec::new(),
            leaving: false,
            leavings: 0,
            undo: Err("Nothing was applied since this console started.".into()),
            following: None,
            rounds: 0,
        }
    }

    /// Starts with the pane of this name; a name that no pane has changes nothing.
    #[must_use]
    pub fn opening_with(mut self, name: &str) -> Self {
        let mut panes = self.panes.iter();
        let found = panes.position(|pane| pane.about().name() == name);
        self.focused = found.unwrap_or(self.focused);
        self
    }

    /// Starts with a log on this machine; back leads to the pane that would be first.
    #[must_use]
    pub fn opening_log(mut self, path: &str) -> Self {
        self.go_to(&Destination::LogFile(path.to_owned()));
        self
    }

    fn take_in(&mut self, msg: Msg) {
        match msg {
            Msg::Started { now } => {
                self.now = now;
                self.started = true;
            }
            Msg::Key { chord, now, read } => {
                self.now = now;
                self.rhythm.key(chord.typed().is_some(), read);
                self.key(chord);
            }
            Msg::Pasted { text, read } => {
                self.rhythm.upset(read);
                self.pasted(&text);
            }
            Msg::NoKey { read } => self.rhythm.upset(read),
            Msg::Resized { columns, rows } => {
                self.size = (columns, rows);
                self.settle();
                self.preview_resized();
            }
            Msg::Resumed => self.preview_resized(),
            Msg::FocusLost => self.preview_left_alone(),
            Msg::Answered {
                ticket,
                ask,
                result,
                at,
                calls,
            } => {
                self.calls = calls;
                self.now = self.now.max(at);
                self.answered(ticket, &ask, result, at);
            }
            Msg::Judged {
                generation,
                topic,
                conclusion,
            } => self.judged(generation, topic, conclusion),
            Msg::Woke { later, now } => {
                self.now = now;
                self.woke(later);
            }
            Msg::Prepared { ticket, result, at } => {
                self.now = self.now.max(at);
                self.prepared(ticket, result, at);
            }
            Msg::Writing {
                ticket,
                progress,
                at,
            } => {
                self.now = self.now.max(at);
                self.writing(ticket, progress);
            }
            Msg::Written { ticket, report, at } => {
                self.now = self.now.max(at);
                self.written(ticket, report, at);
            }
            Msg::Log { news, calls } => {
                self.calls = self.calls.max(calls);
                self.log_says(&news);
            }
            Msg::Copied { said } => self.said = Some(said),
            Msg::Acknowledged { result } => self.note_kept(result),
            Msg::Edited { said } => self.edited(said),
            // The loop ends by itself: nobody is left to run for.
            Msg::Closed => {}
        }
    }

    fn log_says(&mut self, news: &News) {
        let mut effects = Vec::new();
        self.with_every_pane(|pane, cx| effects.extend(pane.heard(news, cx)));
        self.turn.effects.extend(effects);
    }

    fn emit(&mut self, effect: Effect) {
        self.turn.effects.push(effect);
    }

    fn cancel(&mut self, tickets: impl IntoIterator<Item = Ticket>) {
        let cancels = tickets.into_iter().map(|ticket| Effect::Cancel { ticket });
        self.turn.effects.extend(cancels);
    }

    /// Snapshots for judging: cheap, for the facts themselves are shared.
    pub fn store(&self) -> &Store {
        &self.store
    }

    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    fn is_slow(&self) -> bool {
        self.spinner.is_some_and(|turn| turn > 0)
    }

    fn pane(&self) -> &dyn Pane {
        &*self.panes[self.focused]
    }

    fn cx(&self) -> Cx<'_> {
        self.cx_at(self.areas.body)
    }

    fn cx_at(&self, area: Rect) -> Cx<'_> {
        Cx {
            settings: &self.settings,
            environment: &self.environment,
            store: &self.store,
            look: &self.look,
            keymap: &self.keymap,
            filter: &self.filter,
            search: &self.search,
            now: self.now,
            checked: header::checked(self),
            slow: self.is_slow(),
            area,
        }
    }

    /// Divides the screen again, as the banner and the size are now.
    fn arrange(&mut self) {
        let screen = Rect::new(0, 0, self.size.0, self.size.1);
        self.banner = banner::lines(
            self,
            &self.cx_at(Rect {
                height: 0,
                ..screen
            }),
            screen.width,
        );
        let identity = header::lines(self, screen.width);
        self.areas = draw::Areas::of_screen(screen, identity, self.banner.len());
    }

    /// Lets the pane act on its own state while it reads everything else.
    fn with_pane<T>(&mut self, act: impl FnOnce(&mut dyn Pane, &Cx<'_>) -> T) -> T {
        self.arrange();
        let mut panes = std::mem::take(&mut self.panes);
        let done = act(&mut *panes[self.focused], &self.cx());
        self.panes = panes;
        done
    }

    fn with_every_pane(&mut self, mut act: impl FnMut(&mut dyn Pane, &Cx<'_>)) {
        self.arrange();
        let mut panes = std::mem::take(&mut self.panes);
        for pane in &mut panes {
            act(&mut **pane, &self.cx());
        }
        self.panes = panes;
    }

    /// Lets the pane find its cursor again after things moved under it.
    fn settle(&mut self) {
        self.with_pane(|pane, cx| pane.facts_changed(cx));
        let cx = self.cx();
        let standings = self.panes.iter().map(|pane| pane.standing(&cx));
        self.standings = standings.collect();
    }

    fn woke(&mut self, later: Later) {
        match later {
            Later::Detail(at_move) => self.panes[self.focused].selection_rested(at_move),
            Later::Spinner => self.turn_spinner(),
            Later::Settled(number) => self.preview_settled(number, self.now),
            Later::Expired(number) => self.preview_expired(number, self.now),
            Later::Follow(round) => self.follow(round),
            Later::Leave(number) => self.left(number),
        }
    }
}
