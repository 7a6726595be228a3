//! One turn of the loop: wait, take in all that came, perform what follows, draw.

use std::{
    io,
    sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError},
    time::{Duration, Instant},
};

use jiff::Timestamp;

use super::{
    Judges,
    pace::{Cause, Pace},
    timers::Timers,
    worker::Worker,
};
use crate::{
    edge::{dispatch::Dispatcher, terminal::Screen},
    flow::{Effect, Msg},
    shell::App,
};

/// A flood must not keep frames from being drawn: after so long of taking in, draw.
const LONGEST_INTAKE: Duration = Duration::from_millis(16);

pub(super) struct Loop<A, S, D> {
    app: A,
    screen: S,
    dispatcher: D,
    worker: Worker,
    outbox: Sender<Msg>,
    timers: Timers,
    pace: Pace,
    quit: bool,
}

impl<A: App + Judges, S: Screen, D: Dispatcher> Loop<A, S, D> {
    pub(super) fn new(app: A, screen: S, dispatcher: D, outbox: Sender<Msg>) -> Self {
        Self {
            app,
            screen,
            dispatcher,
            worker: Worker::new(outbox.clone()),
            outbox,
            timers: Timers::default(),
            pace: Pace::new(Instant::now()),
            quit: false,
        }
    }

    /// Ends when the app quits or nobody is left to run for; fails when the screen is gone.
    pub(super) fn run(&mut self, inbox: &Receiver<Msg>) -> io::Result<()> {
        self.update(Msg::Started {
            now: Timestamp::now(),
        });
        while !self.quit {
            self.draw_if_due()?;
            if let Some(msg) = self.wait(inbox) {
                self.take_in(msg, inbox);
            }
            self.wake();
        }
        Ok(())
    }

    fn draw_if_due(&mut self) -> io::Result<()> {
        let now = Instant::now();
        if self.pace.due().is_some_and(|due| due <= now) {
            let links = self.app.links();
            let draw = |buffer: &mut _| self.app.draw(buffer);
            let bytes = self.screen.draw(links, draw)?;
            self.app.drawn(Timestamp::now());
            self.pace.drawn(now, bytes);
        }
        Ok(())
    }

    /// Blocks for as long as there is nothing to do. None: something is due.
    fn wait(&mut self, inbox: &Receiver<Msg>) -> Option<Msg> {
        let next = match (self.pace.due(), self.timers.next()) {
            (Some(frame), Some(timer)) => Some(frame.min(timer)),
            (frame, timer) => frame.or(timer),
        };
        let received = match next {
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(next) => inbox.recv_timeout(next.saturating_duration_since(Instant::now())),
        };
        match received {
            Ok(msg) => Some(msg),
            Err(RecvTimeoutError::Timeout) => None,
            // Cannot be while `outbox` lives; if it were, nobody could end us.
            Err(RecvTimeoutError::Disconnected) => Some(Msg::Closed),
        }
    }

    fn take_in(&mut self, first: Msg, inbox: &Receiver<Msg>) {
        let since = Instant::now();
        let mut next = Ok(first);
        while !self.quit {
            match next {
                Ok(msg) => self.update(msg),
                Err(TryRecvError::Disconnected) => self.quit = true,
                Err(TryRecvError::Empty) => break,
            }
            if since.elapsed() > LONGEST_INTAKE {
                break;
            }
            next = inbox.try_recv();
        }
    }

    fn wake(&mut self) {
        while let Some(later) = self.timers.take_due(Instant::now()) {
            self.update(Msg::Woke {
                later,
                now: Timestamp::now(),
            });
        }
    }

    fn update(&mut self, msg: Msg) {
        match msg {
            Msg::Resized { columns, rows } => self.screen.resize(columns, rows),
            Msg::Resumed => self.screen.forget(),
            Msg::Closed => self.quit = true,
            _ => {}
        }
        self.pace.changed(match msg {
            Msg::Key { .. } | Msg::Pasted { .. } | Msg::Resized { .. } | Msg::Resumed => {
                Cause::Person
            }
            _ => Cause::World,
        });
        let turn = self.app.update(msg);
        if let Some((ticket, confirmed)) = turn.confirmed {
            self.dispatcher.apply(ticket, confirmed);
        }
        for effect in turn.effects {
            self.perform(effect);
        }
    }

    /// The loop waits as long: the terminal is the editor's. Why not, where it is not.
    fn edit(&mut self, path: &str, line: Option<u32>) -> Option<String> {
        let Some(file) = self.dispatcher.file(path) else {
            return Some(format!("There is no file {path} to edit here."));
        };
        let why = self.screen.edit(&file, line).err()?;
        Some(why.to_string())
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Ask { ticket, ask } => self.dispatcher.ask(ticket, ask),
            Effect::Cancel { ticket } => self.dispatcher.cancel(ticket),
            Effect::Judge { generation, topic } => {
                if let Some(judging) = self.app.judgement(&topic) {
                    self.worker.judge(topic, generation, judging);
                }
            }
            Effect::Wake { after_ms, later } => self.timers.set(Instant::now(), after_ms, later),
            Effect::Copy { clip } => {
                let said = self.screen.copy(&clip);
                // This end of the queue is held here too: it is never closed.
                let _ = self.outbox.send(Msg::Copied { said });
            }
            Effect::Remember {
                environment,
                account,
                seen,
            } => self.dispatcher.remember(environment, account, seen),
            Effect::Record { ticket, record } => self.dispatcher.record(ticket, *record),
            Effect::Acknowledge {
                environment,
                account,
                what,
            } => self.dispatcher.acknowledge(environment, account, what),
            Effect::Prepare { ticket, draft } => self.dispatcher.prepare(ticket, *draft),
            Effect::Note { assessment, stage } => self.dispatcher.note(*assessment, stage),
            Effect::Edit { path, line } => {
                let said = self.edit(&path, line);
                let _ = self.outbox.send(Msg::Edited { said });
            }
            Effect::Log { order } => self.dispatcher.log(*order),
            Effect::Title { title } => self.screen.title(&title),
            Effect::Ring { said } => self.screen.ring(&said),
            Effect::Redraw => self.screen.forget(),
            Effect::Suspend => self.screen.suspend(),
            Effect::Quit => self.quit = true,
        }
    }
}
