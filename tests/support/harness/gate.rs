//! The gate in a test: a world that can be written to, and answers on demand.

use std::{mem, sync::Arc};

use jiff::{SignedDuration, Timestamp};
use watchkeeper::{
    ask::{Ask, Question, Ticket, memory},
    config::{self, Flags},
    edge::{
        demo::{CONFIG, Demo, INVENTORY, PROJECT},
        dispatch::World,
    },
    facts::{Settings, StepRecord},
    flow::{Effect, Later, Msg},
    gate::{
        Assessment, Confirmed, Draft, Outcome, SessionId, Verified, WriteProgress, WriteReport,
        record::Stage,
    },
};

use super::{Done, Harness, STARTED};

fn settings(environment: &str) -> Settings {
    let flags = Flags {
        environment: Some(environment.to_owned()),
        allow_writes: true,
        ..Flags::default()
    };
    config::embedded_with(CONFIG, PROJECT, INVENTORY, flags)
        .unwrap()
        .settings
}

pub fn session_id() -> SessionId {
    SessionId {
        session: 4,
        world: "demo".to_owned(),
    }
}

fn started() -> Timestamp {
    STARTED.parse().unwrap()
}

fn done<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.unwrap().block_on(work)
}

/// The same answer, but that everything went well.
#[expect(
    clippy::needless_pass_by_value,
    reason = "what `answer_gate_with` calls"
)]
pub fn applied(msg: Msg) -> Msg {
    let Msg::Written { ticket, at, .. } = msg else {
        panic!("{msg:?}");
    };
    let said = |text: &str| vec![text.to_owned()];
    Msg::Written {
        ticket,
        at,
        report: WriteReport::Done {
            outcome: Outcome::Applied,
            verified: Verified {
                held: said("alpha-engine-executor-role was read again and is as planned."),
                failed: Vec::new(),
                blind: said("Not simulated: The demo has no policy simulator."),
            },
            change: "5d0c1e9a7b42".to_owned(),
            request_ids: Vec::new(),
            made: None,
            unjournaled: None,
        },
    }
}

impl Harness {
    /// As the program starts by itself: with the watch.
    pub fn watching(environment: &str, size: (u16, u16)) -> Self {
        let world = Some(super::recorded());
        let mut harness = Self::new(
            super::demo_settings(environment),
            world,
            None,
            size,
            "default",
        );
        harness.state = harness.state.opening_with("watch");
        harness.start();
        harness
    }

    /// The demo with writes, at the present time: what is approved is applied.
    pub fn writing(environment: &str, size: (u16, u16)) -> Self {
        let mut harness = Self::gated_by(settings(environment), size, "default", Timestamp::now);
        harness.now = Timestamp::now();
        harness.start();
        harness
    }

    /// The console ends and starts again, on the same world and its journal.
    pub fn restart(&mut self) {
        let settings = self.state.settings().clone();
        let world = self.world.take();
        let mut next = Self::new(settings, world, Some(session_id()), self.size, "default");
        next.now = self.now;
        next.start();
        *self = next;
    }

    /// Nothing is answered but by hand, in a console that may propose writes.
    pub fn by_hand_writing(settings: Settings) -> Self {
        let mut harness = Self::new(settings, None, Some(session_id()), (160, 50), "default");
        harness.start();
        harness
    }

    /// The drafts that were proposed since last asked.
    pub fn proposed(&mut self) -> Vec<Draft> {
        let draft = |effect: Effect| match effect {
            Effect::Prepare { draft, .. } => Some(*draft),
            _ => None,
        };
        self.effects().into_iter().filter_map(draft).collect()
    }

    /// The demo with writes at the tests' own time: for what is shown, not for applying.
    pub fn previewing(environment: &str, size: (u16, u16), theme: &str) -> Self {
        let mut harness = Self::gated_by(settings(environment), size, theme, started);
        harness.start();
        harness
    }

    /// The gate is there, and a person's own settings protect this role.
    pub fn protecting(role: &str, size: (u16, u16)) -> Self {
        let mut settings = settings("alpha-prod");
        settings.gate.protect = vec![role.to_owned()];
        let mut harness = Self::gated_by(settings, size, "default", started);
        harness.start();
        harness
    }

    fn gated_by(
        settings: Settings,
        size: (u16, u16),
        theme: &str,
        clock: fn() -> Timestamp,
    ) -> Self {
        let mut world = Demo::open().unwrap();
        world.clock = clock;
        let world = world.writable(Arc::new(settings.clone()), session_id());
        Self::new(settings, Some(world), Some(session_id()), size, theme)
    }

    pub(super) fn prepare(&mut self, ticket: Ticket, draft: Draft) {
        let Some(world) = &self.world else {
            return;
        };
        let result = done(world.assess(draft)).map(Box::new);
        let at = self.now;
        self.gate(Msg::Prepared { ticket, result, at });
    }

    pub(super) fn apply(&mut self, ticket: Ticket, confirmed: Confirmed) {
        let world = self.world.as_ref().expect("a world to write to");
        let report = done(world.write(confirmed, Arc::new(drop)));
        let at = self.now;
        self.gate(Msg::Written { ticket, report, at });
    }

    pub(super) fn note(&self, assessment: &Assessment, stage: Stage) {
        if let Some(world) = &self.world {
            world.note(assessment, stage);
        }
    }

    fn gate(&mut self, msg: Msg) {
        match self.holds_gate {
            true => self.held_gate.push(msg),
            false => self.send(msg),
        }
    }

    /// As the dispatcher does: recorded, then read with all that was recorded before.
    pub(super) fn record(&mut self, ticket: Ticket, record: StepRecord) {
        let ask: Ask = memory::Executions.here().into();
        let Some(world) = &self.world else {
            return self.open.push((ticket, ask));
        };
        let result = world.record(record).and_then(|()| world.read(&ask));
        self.answer_ticket(ticket, &ask, result);
    }

    pub fn hold_gate(&mut self) {
        self.holds_gate = true;
    }

    /// From now on the gate answers at once again.
    pub fn release_gate(&mut self) {
        self.holds_gate = false;
    }

    /// The write whose answer is held has come so far.
    pub fn heard(&mut self, progress: WriteProgress) {
        let Some(Msg::Written { ticket, .. }) = self.held_gate.first() else {
            panic!("nothing is written: {:?}", self.held_gate);
        };
        self.send(Msg::Writing {
            ticket: *ticket,
            progress,
            at: self.now,
        });
    }

    /// Lets the oldest answer of the gate through.
    pub fn answer_gate(&mut self) {
        let msg = self.held_gate.remove(0);
        self.send(msg);
    }

    /// Lets the oldest answer of the gate through, changed.
    pub fn answer_gate_with(&mut self, change: impl FnOnce(Msg) -> Msg) {
        let msg = change(self.held_gate.remove(0));
        self.send(msg);
    }

    /// Nobody presses anything for so long.
    pub fn wait(&mut self, milliseconds: i64) {
        self.now += SignedDuration::from_millis(milliseconds);
    }

    /// Reads a preview to its end, like somebody who means it.
    pub fn read_all(&mut self) {
        self.wait(600);
        for _ in 0..60 {
            if !self.words().contains("read them first") {
                return;
            }
            self.press("pgdn");
        }
        panic!("there is no end to it:\n{}", self.screen());
    }

    /// What the field asks for, as the screen has it.
    pub fn phrase(&self) -> String {
        let screen = self.screen();
        let inside = |line: &'_ str| line.split('┃').nth(1).unwrap_or_default().trim().to_owned();
        let lines: Vec<String> = screen.lines().map(inside).collect();
        let field = lines.iter().rposition(|line| line.starts_with('>'));
        match field {
            Some(field) if screen.contains("Type the ") => lines[field - 1].clone(),
            _ => panic!("nothing is asked for:\n{screen}"),
        }
    }

    /// The preview has stood at its size for a moment.
    pub fn settle(&mut self) {
        self.fire(|later| matches!(later, Later::Settled(_)));
    }

    pub fn expire(&mut self) {
        self.wait(300_000);
        self.fire(|later| matches!(later, Later::Expired(_)));
    }

    /// What went to the journal or into the world since last asked: `proposed`, `apply`, ...
    pub fn gated(&mut self) -> Vec<String> {
        let said = |done: Done| match done {
            Done::Confirmed => Some("apply".to_owned()),
            Done::Effect(Effect::Prepare { .. }) => Some("prepare".to_owned()),
            Done::Effect(Effect::Note { stage, .. }) => Some(match stage {
                Stage::Proposed => "proposed".to_owned(),
                Stage::Refused { why } => format!("refused: {why}"),
                other => format!("{other:?}"),
            }),
            _ => None,
        };
        let done = mem::take(&mut self.done).into_iter();
        done.filter_map(said).collect()
    }
}
