//! The loop driven by a stand-in app on a stand-in screen.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test says what went wrong by panicking"
)]

use std::{cell::RefCell, io, rc::Rc, sync::Arc};

use jiff::Timestamp;
use ratatui::{buffer::Buffer, layout::Position};

use super::*;
use crate::{
    ask::{Ask, RepoAsk, Ticket},
    checks::{Registered, drift::Drift},
    facts::{AccountId, Clip, EnvironmentName, InSync},
    flow::{Effect, Later, Link, Tick, Turn},
    keys::{Chord, Key},
    rules::drift::DriftReport,
};

/// What happened, in order: `Started`, `key j`, `drawn`, ...
type Log = Rc<RefCell<Vec<String>>>;

type Script = Box<dyn Fn(&Msg) -> Vec<Effect>>;

/// Answers each message with the effects its script holds for it.
struct Scripted {
    log: Log,
    script: Script,
}

impl App for Scripted {
    fn update(&mut self, msg: Msg) -> Turn {
        let effects = (self.script)(&msg);
        let said = match msg {
            Msg::Started { .. } => "started".to_owned(),
            Msg::Key { chord, .. } => format!("key {:?}", chord.key),
            Msg::Woke { later, .. } => format!("woke {later:?}"),
            Msg::Copied { said } => said,
            Msg::Judged { generation, .. } => format!("judged {generation}"),
            other => format!("{other:?}"),
        };
        self.log.borrow_mut().push(said);
        effects.into()
    }

    fn draw(&self, _: &mut Buffer) -> Option<Position> {
        None
    }
}

impl Judges for Scripted {
    fn judgement(&self, topic: &Topic) -> Option<Judging> {
        if topic.environment().raw() == "panics" {
            return Some(Box::new(|| unreachable!("a rule went wrong")));
        }
        Some(Box::new(|| {
            Conclusion::Drift(Arc::new(DriftReport::default()))
        }))
    }
}

struct Recorded {
    log: Log,
    broken: bool,
}

impl Screen for Recorded {
    fn draw(
        &mut self,
        _: Vec<Link>,
        _: impl FnOnce(&mut Buffer) -> Option<Position>,
    ) -> io::Result<usize> {
        if self.broken {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.log.borrow_mut().push("drawn".to_owned());
        Ok(1)
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.log.borrow_mut().push(format!("{columns}x{rows}"));
    }

    fn forget(&mut self) {
        self.log.borrow_mut().push("forgotten".to_owned());
    }

    fn title(&mut self, title: &str) {
        self.log.borrow_mut().push(format!("titled {title}"));
    }

    fn suspend(&mut self) {
        self.log.borrow_mut().push("suspended".to_owned());
    }

    fn copy(&mut self, clip: &Clip) -> String {
        format!("copied {}", clip.text())
    }
}

struct Noted(Log);

impl Dispatcher for Noted {
    fn remember(&self, _: EnvironmentName, _: AccountId, _: Vec<InSync>) {}

    fn ask(&self, ticket: Ticket, _: Ask) {
        self.0.borrow_mut().push(format!("asked {}", ticket.0));
    }

    fn cancel(&self, ticket: Ticket) {
        self.0.borrow_mut().push(format!("cancelled {}", ticket.0));
    }
}

/// Runs to the end with these messages already in the queue.
fn run(
    queued: Vec<Msg>,
    script: impl Fn(&Msg) -> Vec<Effect> + 'static,
) -> (Vec<String>, Result<(), Fault>) {
    run_on(queued, script, false)
}

fn run_on(
    queued: Vec<Msg>,
    script: impl Fn(&Msg) -> Vec<Effect> + 'static,
    broken: bool,
) -> (Vec<String>, Result<(), Fault>) {
    let log = Log::default();
    let (outbox, inbox) = channel();
    for msg in queued {
        outbox.send(msg).unwrap();
    }
    let app = Scripted {
        log: Rc::clone(&log),
        script: Box::new(script),
    };
    let screen = Recorded {
        log: Rc::clone(&log),
        broken,
    };
    let outcome = run_loop(app, screen, Noted(Rc::clone(&log)), &inbox, outbox);
    let log = log.borrow().clone();
    (log, outcome)
}

fn key(c: char) -> Msg {
    Msg::Key {
        chord: Chord {
            key: Key::Char(c),
            ctrl: false,
            alt: false,
            shift: false,
        },
        now: Timestamp::UNIX_EPOCH,
        read: Tick::default(),
    }
}

fn quit_on(last: char) -> impl Fn(&Msg) -> Vec<Effect> {
    move |msg| match msg {
        Msg::Key { chord, .. } if chord.key == Key::Char(last) => vec![Effect::Quit],
        _ => vec![],
    }
}

fn drift(environment: &str) -> Topic {
    Drift::of(&EnvironmentName::new(environment)).topic()
}

fn count(log: &[String], entry: &str) -> usize {
    log.iter().filter(|line| *line == entry).count()
}

#[test]
fn the_queue_is_taken_in_whole_before_a_frame_is_drawn() {
    let mut queued: Vec<Msg> = (0..60).map(|_| key('j')).collect();
    queued.push(key('w'));
    let (log, _) = run(queued, |msg| match msg {
        Msg::Key { chord, .. } if chord.key == Key::Char('w') => vec![Effect::Wake {
            after_ms: 1,
            later: Later::Spinner,
        }],
        Msg::Woke { .. } => vec![Effect::Quit],
        _ => vec![],
    });
    assert_eq!(count(&log, "key Char('j')"), 60);
    // One for the start, one for all the keys.
    assert!(count(&log, "drawn") <= 2, "{log:?}");
}

#[test]
fn it_starts_then_draws_then_takes_keys() {
    let (log, outcome) = run(vec![key('q')], quit_on('q'));
    assert_eq!(outcome, Ok(()));
    assert_eq!(log, ["started", "drawn", "key Char('q')"]);
}

#[test]
fn questions_and_cancellations_go_to_the_world() {
    let (log, _) = run(vec![key('q')], |msg| match msg {
        Msg::Started { .. } => vec![
            Effect::Ask {
                ticket: Ticket(1),
                ask: Ask::Repo(RepoAsk::Codified),
            },
            Effect::Cancel { ticket: Ticket(1) },
        ],
        _ => vec![Effect::Quit],
    });
    assert_eq!(log[..3], ["started", "asked 1", "cancelled 1"]);
}

#[test]
fn timers_fire_in_the_order_of_their_times() {
    let (log, _) = run(vec![], |msg| {
        let wake = |after_ms, move_| Effect::Wake {
            after_ms,
            later: Later::Detail(move_),
        };
        match msg {
            Msg::Started { .. } => vec![wake(20, 3), wake(0, 1), wake(0, 2)],
            Msg::Woke {
                later: Later::Detail(3),
                ..
            } => vec![Effect::Quit],
            _ => vec![],
        }
    });
    let woken: Vec<&String> = log.iter().filter(|line| line.starts_with("woke")).collect();
    assert_eq!(
        woken,
        ["woke Detail(1)", "woke Detail(2)", "woke Detail(3)"]
    );
}

#[test]
fn a_judgement_comes_back_as_a_message_with_its_generation() {
    let (log, _) = run(vec![], |msg| match msg {
        Msg::Started { .. } => vec![Effect::Judge {
            generation: 7,
            topic: drift("dev"),
        }],
        Msg::Judged { .. } => vec![Effect::Quit],
        _ => vec![],
    });
    assert_eq!(log.last().unwrap(), "judged 7");
}

#[test]
fn a_rule_that_panics_does_not_end_judging() {
    let judge = |generation, environment| Effect::Judge {
        generation,
        topic: drift(environment),
    };
    let (log, _) = run(vec![], move |msg| match msg {
        Msg::Started { .. } => vec![judge(1, "panics"), judge(2, "dev")],
        Msg::Judged { .. } => vec![Effect::Quit],
        _ => vec![],
    });
    assert_eq!(log.last().unwrap(), "judged 2");
}

#[test]
fn what_came_of_a_copy_is_a_message() {
    let (log, _) = run(vec![], |msg| match msg {
        Msg::Started { .. } => vec![Effect::Copy {
            clip: Clip::name("arn"),
        }],
        _ => vec![Effect::Quit],
    });
    assert_eq!(log.last().unwrap(), "copied arn");
}

#[test]
fn a_new_size_and_a_return_reach_the_screen_before_the_app() {
    let resized = Msg::Resized {
        columns: 100,
        rows: 30,
    };
    let (log, _) = run(vec![resized, Msg::Resumed, key('q')], quit_on('q'));
    let at = |entry: &str| log.iter().position(|line| line == entry).unwrap();
    assert!(at("100x30") < at("Resized { columns: 100, rows: 30 }"));
    assert!(at("forgotten") < at("Resumed"));
}

#[test]
fn a_screen_that_is_gone_ends_the_loop_with_a_fault() {
    let (_, outcome) = run_on(vec![], |_| vec![], true);
    assert_eq!(outcome.unwrap_err().kind, FaultKind::Missing);
}

#[test]
fn the_end_of_keys_ends_the_loop() {
    let log = Log::default();
    let (outbox, inbox) = channel();
    outbox.send(Msg::Closed).unwrap();
    let app = Scripted {
        log: Rc::clone(&log),
        script: Box::new(|_| vec![]),
    };
    let screen = Recorded {
        log: Rc::clone(&log),
        broken: false,
    };
    assert_eq!(run_loop(app, screen, Noted(log), &inbox, outbox), Ok(()));
}

#[test]
fn what_tasks_send_comes_out_of_the_one_queue() {
    let (outbox, inbox) = channel();
    let runtime = start_runtime().unwrap();
    runtime.spawn(async move { outbox.send(key('j')).unwrap() });
    let msg = inbox.recv().unwrap();
    assert!(matches!(msg, Msg::Key { .. }));
}
