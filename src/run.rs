//! The loop: messages in, effects out, frames drawn.
//!
//! One thread waits for a message or the next thing that is due, takes in all
//! that has come, and draws once. It blocks on nothing else: questions to the
//! world and judgements run elsewhere and come back as messages. It knows
//! nothing of what is shown; time enters the program here.

mod judge;
mod pace;
mod timers;
mod turn;
mod worker;

#[cfg(test)]
mod tests;

use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::runtime::{Builder, Handle, Runtime};

use crate::{
    checks::{Conclusion, Topic},
    edge::{
        dispatch::Dispatcher,
        terminal::{Access, Screen, Terminal},
    },
    facts::{Fault, FaultKind},
    flow::Msg,
    shell::App,
};
use turn::Loop;

/// Who knows what to judge a topic by.
pub trait Judges {
    /// The work behind `Effect::Judge`, with all it needs; None when there is nothing to judge.
    fn judgement(&self, topic: &Topic) -> Option<Judging>;
}

/// A piece of judging that may run on another thread.
pub type Judging = Box<dyn FnOnce() -> Conclusion + Send>;

/// Runs the console until it quits. The first frame stands before `connect` is
/// called, so that nothing it does (credentials, clients, the network) can
/// delay it; `connect` must not wait either, for keys wait with it.
pub fn console<A: App + Judges, D: Dispatcher>(
    mut app: A,
    access: Access,
    connect: impl FnOnce(&Handle, Sender<Msg>) -> Result<D, Fault>,
) -> Result<(), Fault> {
    // The one queue: all that happens comes through it, in order. Unbounded, because
    // no sender may wait for the loop; each sender bounds what it sends.
    let (outbox, inbox) = channel();
    let mut terminal = Terminal::open(access, outbox.clone())?;
    // Not started yet, so nothing follows from it but the size.
    let (columns, rows) = terminal.size();
    app.update(Msg::Resized { columns, rows });
    terminal
        .draw(app.links(), |buffer| app.draw(buffer))
        .map_err(terminal_gone)?;
    terminal.listen()?;
    let runtime = start_runtime()?;
    let dispatcher = connect(runtime.handle(), outbox.clone())?;
    let outcome = run_loop(app, terminal, dispatcher, &inbox, outbox);
    // A task that hangs must not keep the console from ending.
    runtime.shutdown_background();
    outcome
}

/// The loop proper; gives the terminal back when it ends.
fn run_loop<A: App + Judges, S: Screen, D: Dispatcher>(
    app: A,
    screen: S,
    dispatcher: D,
    inbox: &Receiver<Msg>,
    outbox: Sender<Msg>,
) -> Result<(), Fault> {
    let mut turning = Loop::new(app, screen, dispatcher, outbox);
    turning.run(inbox).map_err(terminal_gone)
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
