//! The commands of a step, each with its place: lines of `run`, cut where the shell cuts
//! them, and what they run by way of a Makefile.
//!
//! It knows no shell's grammar: a word in quotes or a loop may hide a command from it.

use super::{repository::Repository, workflow::Step};
use crate::{
    policy::Place,
    template::{Node, Style, Value},
};

#[derive(Clone, Debug)]
pub(super) struct Command {
    /// Its words, without what only starts it: `poetry run`, `npx`.
    words: Vec<String>,
    pub(super) place: Place,
    /// `|| true` follows.
    pub(super) is_tolerated: bool,
}

/// What only starts another command; of `python -m X` the module is the command.
const STARTERS: &[&[&str]] = &[
    &["poetry", "run"],
    &["uv", "run"],
    &["pdm", "run"],
    &["hatch", "run"],
    &["pipenv", "run"],
    &["pipx", "run"],
    &["python", "-m"],
    &["python3", "-m"],
    &["bundle", "exec"],
    &["pnpm", "exec"],
    &["pnpm", "dlx"],
    &["uvx"],
    &["npx"],
    &["sudo"],
    &["time"],
    &["exec"],
    &["env"],
    &["-"],
    &["if"],
    &["!"],
];

/// Lines of one step that are looked at.
const LINES: usize = 2_000;

impl Command {
    /// It begins with these words: `sam deploy`.
    pub(super) fn is(&self, wanted: &str) -> bool {
        let mut words = self.words.iter();
        wanted
            .split(' ')
            .all(|word| words.next().is_some_and(|it| it == word))
    }

    pub(super) fn has(&self, word: &str) -> bool {
        self.words
            .iter()
            .any(|it| it == word || it.split('=').next() == Some(word))
    }

    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    fn all(line: &str, place: Place, found: &mut Vec<Self>) {
        let is_tolerated = line.contains("|| true") || line.contains("|| :");
        let line = line.split(" #").next().unwrap_or(line);
        for part in line.split(['&', ';', '|', '(', ')', '`']) {
            let words: Vec<String> = part.split_whitespace().map(unquoted).collect();
            let words = started(&words);
            if !words.is_empty() && !words[0].starts_with('#') {
                found.push(Self {
                    words: words.to_vec(),
                    place,
                    is_tolerated,
                });
            }
        }
    }
}

/// The commands that a step runs.
pub(super) fn of_step(step: &Step<'_>, repository: &Repository) -> Vec<Command> {
    let Some(run) = step.run() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (line, place) in lines(step, run) {
        let first = found.len();
        Command::all(line, place, &mut found);
        for at in first..found.len() {
            for target in found[at].targets() {
                for line in repository.tasks.lines(&target) {
                    Command::all(line, place, &mut found);
                }
            }
        }
    }
    found
}

impl Command {
    /// The targets that it has made: `make lint type-check`.
    pub(super) fn targets(&self) -> Vec<String> {
        let makes = ["make", "gmake", "just"].iter().any(|it| self.is(it));
        let rest = self.words.iter().skip(1);
        let targets = rest.filter(|word| !word.starts_with('-') && !word.contains('='));
        match makes {
            true => targets.cloned().collect(),
            false => Vec::new(),
        }
    }
}

/// The lines of `run` as they stand in the file; one that ends in a backslash has the next.
fn lines<'a>(step: &Step<'a>, run: &'a Node) -> Vec<(&'a str, Place)> {
    let written = step.source.written(run.span);
    let is_block = matches!(&run.value, Value::Scalar(it)
        if matches!(it.style, Style::Literal | Style::Folded));
    let numbered = written.lines().take(LINES).zip(0_u32..);
    let inner = numbered.skip(usize::from(is_block));
    inner
        .filter(|(line, _)| !line.trim().is_empty())
        .map(|(line, number)| {
            let indent = line.len() - line.trim_start().len();
            let column = match number {
                0 => run.span.place.column,
                _ => u32::try_from(indent + 1).unwrap_or(u32::MAX),
            };
            let line_number = run.span.place.line + number;
            let place = Place {
                line: line_number,
                column,
            };
            (line.trim(), place)
        })
        .collect()
}

fn unquoted(word: &str) -> String {
    word.trim_matches(['"', '\'']).to_owned()
}

/// Without assignments and starters before it.
fn started(mut words: &[String]) -> &[String] {
    loop {
        let assigns = |word: &String| {
            let name = word.split_once('=').map(|(name, _)| name);
            name.is_some_and(|it| {
                !it.is_empty() && it.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            })
        };
        if words.first().is_some_and(assigns) {
            words = &words[1..];
            continue;
        }
        let starter = STARTERS.iter().find(|starter| {
            words.len() > starter.len() && starter.iter().zip(words).all(|(a, b)| a == b)
        });
        let Some(starter) = starter else {
            return words;
        };
        words = &words[starter.len()..];
        while words.len() > 1 && words[0].starts_with('-') {
            words = &words[1..];
        }
    }
}
