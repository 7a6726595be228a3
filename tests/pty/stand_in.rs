//! A small program on the real loop and terminal, for what the console will not
//! do on request: panic, hang, do nothing. The test binary plays it itself.

use std::{
    env,
    path::PathBuf,
    process::{Command, Stdio, exit},
    thread,
};

use watchkeeper::{
    ask::{Ask, RepoAsk, Ticket},
    checks::Topic,
    edge::{
        dispatch::Dispatcher,
        terminal::{Access, Buffer, Position},
    },
    facts::{AccountId, Clip, EnvironmentName, InSync},
    flow::{Effect, Msg, Turn},
    keys::Key,
    run::{Judges, Judging, console},
    shell::App,
};

use super::session::Session;

const PLAYED: &str = "WATCHKEEPER_STAND_IN";

/// What the test binary must be told to play the stand-in.
const ARGS: [&str; 4] = [
    "--exact",
    "pty::stand_in::without_a_terminal_the_console_refuses_in_words",
    "--nocapture",
    "--test-threads=1",
];

pub(super) fn spawn(size: (u16, u16)) -> Session {
    spawn_as("full", size)
}

pub(super) fn spawn_as(access: &str, size: (u16, u16)) -> Session {
    spawn_with(access, size, &[])
}

pub(super) fn spawn_with(access: &str, size: (u16, u16), env: &[(&str, &str)]) -> Session {
    let played = env.iter().copied().chain([(PLAYED, access)]);
    let env: Vec<_> = played.collect();
    let mut session = Session::spawn(env::current_exe().unwrap(), ARGS, size, &env);
    session.wait_for("row 0");
    session
}

/// The line to type into a shell.
pub(super) fn command_line() -> String {
    let program = env::current_exe().unwrap();
    format!("{PLAYED}=full {} {}\n", program.display(), ARGS.join(" "))
}

/// Also the door through which the stand-in is entered: it must be a test to be found.
#[test]
fn without_a_terminal_the_console_refuses_in_words() {
    if let Ok(access) = env::var(PLAYED) {
        play(&access);
    }
    let told = Command::new(env::current_exe().unwrap())
        .args(ARGS)
        .env(PLAYED, "full")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&told.stderr).into_owned();
    assert!(told.contains("The console needs a terminal"), "{told}");
    assert!(told.contains("watchkeeper check"), "{told}");
}

fn play(access: &str) -> ! {
    let access = match access {
        "restricted" => Access::Restricted,
        _ => Access::Full,
    };
    color_eyre::install().unwrap();
    let app = StandIn::default();
    if let Err(fault) = console(app, access, |_, _| Ok(Hanging)) {
        eprintln!("{} {}", fault.what, fault.hint);
        exit(64);
    }
    exit(0);
}

/// A list; keys are letters.
#[derive(Default)]
struct StandIn {
    selected: u16,
    escaped: u16,
    /// Draws every cell, and another one at each move.
    filling: bool,
    said: String,
}

impl App for StandIn {
    fn update(&mut self, msg: Msg) -> Turn {
        match msg {
            Msg::Key { chord, .. } => match chord.key {
                Key::Char('j') => self.selected += 1,
                Key::Char('k') => self.selected = self.selected.saturating_sub(1),
                Key::Esc => {
                    self.escaped += 1;
                    self.said = format!("escaped {}", self.escaped);
                }
                Key::Char('f') => self.filling = true,
                Key::Char('z') => return vec![Effect::Suspend].into(),
                Key::Char('e') => {
                    return vec![Effect::Edit {
                        path: "notes".into(),
                        line: Some(3),
                    }]
                    .into();
                }
                Key::Char('q') => return vec![Effect::Quit].into(),
                Key::Char('y') => {
                    return vec![Effect::Copy {
                        clip: Clip::name("arn"),
                    }]
                    .into();
                }
                Key::Char('h') => {
                    return vec![Effect::Ask {
                        ticket: Ticket(1),
                        ask: Ask::Repo(RepoAsk::Codified),
                    }]
                    .into();
                }
                Key::Char('p') => panic!("the stand-in was told to panic"),
                Key::Char('t') => panic_elsewhere(),
                _ => {}
            },
            Msg::Pasted { text, .. } => self.said = format!("pasted {text}"),
            Msg::Copied { said } => self.said = said,
            Msg::Edited { said } => self.said = said.unwrap_or_else(|| "edited".into()),
            _ => {}
        }
        Turn::default()
    }

    fn draw(&self, buffer: &mut Buffer) -> Option<Position> {
        let area = buffer.area;
        if self.filling {
            let sign = if self.selected.is_multiple_of(2) {
                "#"
            } else {
                "*"
            };
            for cell in &mut buffer.content {
                cell.set_symbol(sign);
            }
        }
        for row in 0..area.height.saturating_sub(1) {
            let mark = if row == self.selected { '>' } else { ' ' };
            put(buffer, row, &format!("{mark} row {row}"));
        }
        let (width, height) = (area.width, area.height);
        let last = format!("selected {} {width}x{height} {}", self.selected, self.said);
        put(buffer, area.height - 1, &last);
        None
    }
}

impl Judges for StandIn {
    fn judgement(&self, _: &Topic) -> Option<Judging> {
        None
    }
}

fn put(buffer: &mut Buffer, row: u16, text: &str) {
    for (column, c) in text.chars().enumerate() {
        if let Some(cell) = buffer.cell_mut((column as u16, row)) {
            cell.set_char(c);
        }
    }
}

fn panic_elsewhere() {
    let panicked = thread::spawn(|| panic!("a task was told to panic")).join();
    assert!(panicked.is_err());
}

/// Answers no question, and its tasks never end.
struct Hanging;

impl Dispatcher for Hanging {
    fn remember(&self, _: EnvironmentName, _: AccountId, _: Vec<InSync>) {}

    fn ask(&self, _: Ticket, _: Ask) {
        thread::spawn(|| {
            loop {
                thread::park();
            }
        });
    }

    fn cancel(&self, _: Ticket) {}

    fn file(&self, path: &str) -> Option<PathBuf> {
        Some(PathBuf::from("/").join(path))
    }
}
