//! The loop: messages in, effects out, frames drawn.
//!
//! One thread waits for a message or the next thing that is due, takes in all
//! that has come, and draws once. It blocks on nothing else: questions to the
//! world and judgements run elsewhere and come back as messages. It knows
//! nothing of what is shown; time enters the program here.

mod judge;
mod mailbox;
mod pace;
mod timers;
mod turn;
mod worker;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use jiff::Timestamp;
use tokio::runtime::{Builder, Handle, Runtime};

pub use mailbox::Outbox;

use crate::{
    ask::{Ask, Ticket},
    checks::{Conclusion, Topic},
    edge::{
        dispatch::Dispatch,
        terminal::{Access, Buffer, Event, Position, Terminal},
    },
    facts::{AccountId, Clip, EnvironmentName, Fault, FaultKind, InSync},
    flow::{Effect, Msg},
    gate::{Assessment, Confirmed, Draft, record::Stage},
};
use mailbox::Inbox;
use turn::Turns;

/// The program behind the loop: `shell`, or a test's stand-in.
pub trait App {
    fn update(&mut self, msg: Msg) -> Vec<Effect>;
    /// Draws itself and says where the cursor stands, if it is to be seen.
    fn draw(&self, buffer: &mut Buffer) -> Option<Position>;
    /// The frame was written: what it shows can have been seen from now on.
    fn drawn(&mut self, _: Timestamp) {}
    /// The work behind `Effect::Judge`, with all it needs; None when there is nothing to judge.
    fn judgement(&self, topic: &Topic) -> Option<Judging>;
    /// Gives away the approval that `Effect::Apply` speaks of; only once.
    fn approved(&mut self, _: Ticket) -> Option<Confirmed> {
        None
    }
}

/// A piece of judging that may run on another thread.
pub type Judging = Box<dyn FnOnce() -> Conclusion + Send>;

/// Where questions go: `edge::dispatch`, or a test's stand-in. Neither call may wait.
pub trait Dispatcher {
    fn ask(&self, ticket: Ticket, ask: Ask);
    fn cancel(&self, ticket: Ticket);
    /// These three are for worlds that can be written to; others have no use for them.
    fn prepare(&self, _: Ticket, _: Draft) {}
    fn apply(&self, _: Ticket, _: Confirmed) {}
    fn note(&self, _: Assessment, _: Stage) {}
    /// Keeps what was in sync for a later check to tell.
    fn remember(&self, environment: EnvironmentName, account: AccountId, seen: Vec<InSync>);
}

impl Dispatcher for Dispatch {
    fn ask(&self, ticket: Ticket, ask: Ask) {
        Dispatch::ask(self, ticket, ask);
    }

    fn cancel(&self, ticket: Ticket) {
        Dispatch::cancel(self, ticket);
    }

    fn prepare(&self, ticket: Ticket, draft: Draft) {
        Dispatch::prepare(self, ticket, draft);
    }

    fn apply(&self, ticket: Ticket, confirmed: Confirmed) {
        Dispatch::apply(self, ticket, confirmed);
    }

    fn note(&self, assessment: Assessment, stage: Stage) {
        Dispatch::note(self, assessment, stage);
    }

    fn remember(&self, environment: EnvironmentName, account: AccountId, seen: Vec<InSync>) {
        Dispatch::remember(self, environment, account, seen);
    }
}

/// Where frames go: the terminal, or a test's stand-in.
pub trait Screen {
    /// Draws the app; gives the number of bytes written.
    fn draw(&mut self, app: &impl App) -> std::io::Result<usize>;
    fn resize(&mut self, columns: u16, rows: u16);
    /// Nothing that was drawn is there any more.
    fn forget(&mut self);
    fn suspend(&mut self);
    fn copy(&mut self, clip: &Clip) -> String;
}

impl Screen for Terminal {
    fn draw(&mut self, app: &impl App) -> std::io::Result<usize> {
        Terminal::draw(self, |buffer| app.draw(buffer))
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        Terminal::resize(self, columns, rows);
    }

    fn forget(&mut self) {
        Terminal::forget(self);
    }

    fn suspend(&mut self) {
        Terminal::suspend(self);
    }

    fn copy(&mut self, clip: &Clip) -> String {
        Terminal::copy(self, clip)
    }
}

/// Runs the console until it quits. The first frame stands before `connect` is
/// called, so that nothing it does (credentials, clients, the network) can
/// delay it; `connect` must not wait either, for keys wait with it.
pub fn console<A: App, D: Dispatcher>(
    mut app: A,
    access: Access,
    connect: impl FnOnce(&Handle, Outbox) -> D,
) -> Result<(), Fault> {
    let (outbox, inbox) = mailbox::open();
    let mut terminal = Terminal::open(access, listener(outbox.clone()))?;
    // Not started yet, so nothing follows from it but the size.
    let (columns, rows) = terminal.size();
    app.update(Msg::Resized { columns, rows });
    Screen::draw(&mut terminal, &app).map_err(terminal_gone)?;
    terminal.listen()?;
    let runtime = start_runtime()?;
    let dispatcher = connect(runtime.handle(), outbox.clone());
    let outcome = turns(app, terminal, dispatcher, &inbox, outbox);
    // A task that hangs must not keep the console from ending.
    runtime.shutdown_background();
    outcome
}

/// The loop proper; gives the terminal back when it ends.
fn turns<A: App, S: Screen, D: Dispatcher>(
    app: A,
    screen: S,
    dispatcher: D,
    inbox: &Inbox,
    outbox: Outbox,
) -> Result<(), Fault> {
    let mut turns = Turns::new(app, screen, dispatcher, outbox);
    turns.run(inbox).map_err(terminal_gone)
}

fn listener(outbox: Outbox) -> Arc<dyn Fn(Event) + Send + Sync> {
    Arc::new(move |event| match event {
        Event::Key { chord, read } => outbox.send(Msg::Key {
            chord,
            now: Timestamp::now(),
            read,
        }),
        Event::Pasted { text, read } => outbox.send(Msg::Pasted { text, read }),
        Event::NoKey { read } => outbox.send(Msg::NoKey { read }),
        Event::Resized { columns, rows } => outbox.send(Msg::Resized { columns, rows }),
        Event::Resumed => outbox.send(Msg::Resumed),
        Event::FocusLost => outbox.send(Msg::FocusLost),
        Event::Closed => outbox.close(),
    })
}

/// Two workers: what there is to do waits for the network, and judging has its own thread.
fn start_runtime() -> Result<Runtime, Fault> {
    Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("world")
        .enable_all()
        .build()
        .map_err(|error| {
            Fault::new(
                FaultKind::Bug,
                "The threads that talk to AWS could not be started.",
                "Look at the limit of processes (`ulimit -u`).",
            )
            .caused_by(error.to_string())
        })
}

#[allow(clippy::needless_pass_by_value, reason = "an argument of map_err")]
fn terminal_gone(error: std::io::Error) -> Fault {
    Fault::new(
        FaultKind::Missing,
        "The terminal no longer takes what is written to it.",
        "Start again in another terminal.",
    )
    .caused_by(error.to_string())
}
