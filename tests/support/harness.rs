//! The console without a terminal: keys in, screens and effects out.
//!
//! Drives `shell::State` as the loop does, with a clock of its own that moves with
//! every message. In the demo's world asks are answered at once; without a world
//! each ask stays open until the test answers it. Timers fire when the test says so.

mod gate;
mod log;
mod notes;
mod seen;

pub use gate::{applied, session_id};
pub use seen::line;

use std::{mem, sync::Arc, time::Duration};

use jiff::{SignedDuration, Timestamp};
use watchkeeper::{
    ask::{Answer, Ask, Ticket},
    config::{self, Flags},
    edge::demo::{CONFIG, Demo, INVENTORY, PROJECT},
    facts::{Fault, Settings},
    flow::{Effect, Later, Msg, Tick, Turn},
    gate::SessionId,
    keys::{self, Chord, Keymap, parse_chords},
    shell::{App, Start, State, scopes},
    ui::{ColorDepth, Glyphs, Look, Theme, theme},
};

/// What the clock says when the console starts.
pub const STARTED: &str = "2026-05-18T14:02:11Z";

/// What came out of the console.
enum Done {
    Effect(Effect),
    /// An approval.
    Confirmed,
}

pub struct Harness {
    pub state: State,
    world: Option<Demo>,
    now: Timestamp,
    size: (u16, u16),
    done: Vec<Done>,
    /// Asked and neither answered nor cancelled, oldest first.
    open: Vec<(Ticket, Ask)>,
    /// Open asks are being answered.
    is_answering: bool,
    timers: Vec<Later>,
    /// Conclusions are kept back until `judge` lets one through.
    holds_judging: bool,
    held: Vec<Msg>,
    calls: u64,
    /// Answers of the gate are kept back until `answer_gate` lets one through.
    holds_gate: bool,
    held_gate: Vec<Msg>,
    log: log::LogStandIn,
}

pub fn demo_settings(environment: &str) -> Settings {
    let flags = Flags {
        environment: Some(environment.to_owned()),
        ..Flags::default()
    };
    config::embedded_with(CONFIG, PROJECT, INVENTORY, flags)
        .unwrap()
        .settings
}

/// The demo's world at the time at which the console starts.
fn recorded() -> Demo {
    let mut world = Demo::open().unwrap();
    world.clock = || STARTED.parse().unwrap();
    world
}

pub fn look(name: &str) -> Look {
    let (_, text) = theme::BUILT_IN.iter().find(|(n, _)| *n == name).unwrap();
    let theme = Theme::parse(&format!("{name}.toml"), text, theme::BUILT_IN).unwrap();
    let glyphs = Glyphs::for_locale(Some("C.UTF-8"), None, None);
    Look::new(&theme, ColorDepth::TrueColor, glyphs)
}

/// A theme that the person has besides the one that is worn.
pub fn own_theme() -> Theme {
    let text = "inherits = \"light\"";
    Theme::parse("/home/anna/themes/anna.toml", text, theme::BUILT_IN).unwrap()
}

pub fn keymap() -> Keymap {
    let (_, text) = keys::BUILT_IN[0];
    Keymap::parse("default.toml", text, keys::BUILT_IN, scopes()).unwrap()
}

impl Harness {
    /// The demo at 80x24 in its first environment, everything answered.
    pub fn demo() -> Self {
        Self::demo_in("alpha-prod", (80, 24))
    }

    pub fn demo_in(environment: &str, size: (u16, u16)) -> Self {
        Self::drawn(environment, size, "default")
    }

    pub fn drawn(environment: &str, size: (u16, u16), theme: &str) -> Self {
        let settings = demo_settings(environment);
        let world = recorded().writable(Arc::new(settings.clone()), gate::session_id());
        let mut harness = Self::new(settings, Some(world), None, size, theme);
        harness.start();
        harness
    }

    /// The same as a forced SSH command gets it.
    pub fn restricted_in(environment: &str, size: (u16, u16)) -> Self {
        let settings = Settings {
            restricted: true,
            ..demo_settings(environment)
        };
        let world = Some(recorded());
        let mut harness = Self::new(settings, world, None, size, "default");
        harness.start();
        harness
    }

    /// Nothing is answered but what the test answers by hand.
    pub fn by_hand(settings: Settings) -> Self {
        let mut harness = Self::new(settings, None, None, (160, 50), "default");
        harness.start();
        harness
    }

    fn new(
        settings: Settings,
        world: Option<Demo>,
        session_id: Option<SessionId>,
        size: (u16, u16),
        theme: &str,
    ) -> Self {
        let state = State::new(Start {
            settings,
            keymap: keymap(),
            look: look(theme),
            session_id,
            world: world.as_ref().map(|_| "DEMO".to_owned()),
            themes: vec![own_theme()],
            notes: Vec::new(),
        });
        // Most journeys are of one pane, and begin in the comparison of roles.
        let state = state.opening_with("drift");
        Self {
            state,
            world,
            now: STARTED.parse().unwrap(),
            size,
            done: Vec::new(),
            open: Vec::new(),
            is_answering: false,
            timers: Vec::new(),
            holds_judging: false,
            held: Vec::new(),
            calls: 0,
            holds_gate: false,
            held_gate: Vec::new(),
            log: log::LogStandIn::default(),
        }
    }

    fn start(&mut self) {
        let (columns, rows) = self.size;
        self.send(Msg::Resized { columns, rows });
        let now = self.now;
        self.send(Msg::Started { now });
    }

    /// The demo's world, to be asked and written to beside the keys.
    pub fn world(&self) -> &Demo {
        self.world.as_ref().expect("a world")
    }

    /// One message, and all that follows from it at once.
    pub fn send(&mut self, msg: Msg) {
        // The frame follows the message at once, and stands until the next one.
        let drawn = self.now;
        self.now += SignedDuration::from_millis(100);
        let turn = self.state.update(msg);
        self.state.drawn(drawn);
        self.follow_up(turn);
        self.answer_all();
    }

    fn follow_up(&mut self, turn: Turn) {
        self.done
            .extend(turn.confirmed.iter().map(|_| Done::Confirmed));
        let effects = turn.effects.iter().cloned();
        self.done.extend(effects.map(Done::Effect));
        if let Some((ticket, confirmed)) = turn.confirmed {
            self.apply(ticket, confirmed);
        }
        for effect in turn.effects {
            self.perform(effect);
        }
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Ask { ticket, ask } => self.open.push((ticket, ask)),
            Effect::Cancel { ticket } => self.open.retain(|(open, _)| *open != ticket),
            Effect::Wake { later, .. } => self.timers.push(later),
            Effect::Judge { generation, topic } => {
                let conclusion = topic.judge(self.state.settings(), self.state.store());
                self.held.push(Msg::Judged {
                    generation,
                    topic,
                    conclusion,
                });
                if !self.holds_judging {
                    self.judge();
                }
            }
            Effect::Prepare { ticket, draft } => self.prepare(ticket, *draft),
            Effect::Note { assessment, stage } => self.note(&assessment, stage),
            Effect::Log { order } => self.order_log(&order),
            Effect::Record { ticket, record } => self.record(ticket, *record),
            effect @ Effect::Acknowledge { .. } => self.acknowledge(effect),
            Effect::Remember { .. }
            | Effect::Copy { .. }
            | Effect::Edit { .. }
            | Effect::Title { .. }
            | Effect::Ring { .. }
            | Effect::Redraw
            | Effect::Suspend
            | Effect::Quit => {}
        }
    }

    fn answer_all(&mut self) {
        // One after another: a pane may ask a hundred things at once.
        if self.is_answering {
            return;
        }
        self.is_answering = true;
        while let (Some(world), Some((ticket, ask))) = (&self.world, self.open.first().cloned()) {
            let result = world.read(&ask);
            self.answer_ticket(ticket, &ask, result);
        }
        self.is_answering = false;
    }

    pub fn hold_judging(&mut self) {
        self.holds_judging = true;
    }

    /// Lets the oldest conclusion that was kept back through.
    pub fn judge(&mut self) {
        assert!(!self.held.is_empty(), "nothing was judged");
        let msg = self.held.remove(0);
        self.send(msg);
    }

    /// Keys as a keymap file spells them: `j j enter`.
    pub fn press(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            for chord in parse_chords(key).unwrap() {
                self.send(self.key(chord));
            }
        }
    }

    /// Each character as a key of its own.
    pub fn type_text(&mut self, text: &str) {
        for c in text.chars() {
            let key = if c == ' ' {
                "space".to_owned()
            } else {
                c.to_string()
            };
            self.press(&key);
        }
    }

    /// The chord as it would be read now.
    pub fn key(&self, chord: Chord) -> Msg {
        let (now, read) = (self.now, self.tick());
        Msg::Key { chord, now, read }
    }

    /// The reader's clock, which goes with the test's.
    fn tick(&self) -> Tick {
        let micros = u64::try_from(self.now.as_microsecond()).unwrap();
        Tick::after(Duration::from_micros(micros))
    }

    /// All of it in one read, as a paste comes that the terminal does not mark.
    pub fn burst(&mut self, text: &str) {
        for c in text.chars() {
            let key = match c {
                ' ' => "space".to_owned(),
                '\r' => "enter".to_owned(),
                c => c.to_string(),
            };
            let chord = parse_chords(&key).unwrap()[0];
            let key = self.key(chord);
            let turn = self.state.update(key);
            self.follow_up(turn);
        }
        self.state.drawn(self.now);
        self.now += SignedDuration::from_millis(100);
    }

    pub fn paste(&mut self, text: &str) {
        let (text, read) = (text.into(), self.tick());
        self.send(Msg::Pasted { text, read });
    }

    /// The terminal sends what is no key.
    pub fn no_key(&mut self) {
        let read = self.tick();
        self.send(Msg::NoKey { read });
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.size = (columns, rows);
        self.send(Msg::Resized { columns, rows });
    }

    /// Answers the newest open request for this ask.
    #[track_caller]
    pub fn answer(&mut self, ask: &Ask, result: Result<Answer, Fault>) {
        let found = self.open.iter().rev().find(|(_, open)| open == ask);
        let Some((ticket, _)) = found else {
            panic!("{ask:?} is not open; open are {:?}", self.open);
        };
        self.answer_ticket(*ticket, ask, result);
    }

    /// Answers under this ticket, whether or not anybody still waits for it.
    pub fn answer_ticket(&mut self, ticket: Ticket, ask: &Ask, result: Result<Answer, Fault>) {
        self.open.retain(|(open, _)| *open != ticket);
        self.calls += u64::from(matches!(ask, Ask::Aws(..)));
        let (at, calls) = (self.now, self.calls);
        self.send(Msg::Answered {
            ticket,
            ask: ask.clone(),
            result: result.map(Arc::new),
            at,
            calls,
        });
    }

    pub fn open_asks(&self) -> Vec<Ask> {
        self.open.iter().map(|(_, ask)| ask.clone()).collect()
    }

    #[track_caller]
    pub fn ticket(&self, ask: &Ask) -> Ticket {
        let found = self.open.iter().rev().find(|(_, open)| open == ask);
        found.expect("the ask is open").0
    }

    /// The selection rests: timers for the detail fire, in their order.
    pub fn rest(&mut self) {
        self.fire(|later| matches!(later, Later::Detail(_)));
    }

    /// The spinner's timer fires once.
    pub fn spin(&mut self) {
        self.fire(|later| *later == Later::Spinner);
    }

    /// What is followed is read again.
    pub fn follow(&mut self) {
        self.fire(|later| matches!(later, Later::Follow(_)));
    }

    pub fn timers(&self) -> &[Later] {
        &self.timers
    }

    pub fn fire(&mut self, due: impl Fn(&Later) -> bool) {
        let (due, left) = mem::take(&mut self.timers).into_iter().partition(due);
        self.timers = left;
        for later in due {
            let now = self.now;
            self.send(Msg::Woke { later, now });
        }
    }

    /// The effects since last asked.
    pub fn effects(&mut self) -> Vec<Effect> {
        let done = mem::take(&mut self.done).into_iter();
        done.filter_map(|done| match done {
            Done::Effect(effect) => Some(effect),
            Done::Confirmed => None,
        })
        .collect()
    }
}
