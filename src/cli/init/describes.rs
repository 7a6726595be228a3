//! Asks which environments the repository's policies describe, where there are several
//! and somebody is there to say so.

use std::io::{BufRead, IsTerminal, stdin};

use crate::{
    cli::output::{tell, tell_all},
    config::init::{Describes, chosen},
    edge::repo::PolicyDirectory,
};

/// A slip of the pen is asked about again, so many times.
const TIMES: usize = 3;
/// More than anybody answers.
const LINE: u64 = 4096;

pub(super) fn asked(directories: &[PolicyDirectory], names: Vec<String>) -> Describes {
    let Some(first) = directories.first() else {
        return Describes::All;
    };
    if names.len() < 2 {
        return Describes::All;
    }
    if !stdin().is_terminal() {
        let named = names.join(", ");
        tell(&format!(
            "Which of the environments {named} the policies in {} describe is not known: the line that says it is a comment.",
            first.path
        ));
        return Describes::Unknown(names);
    }
    ask(&first.path, &names)
}

fn ask(path: &str, names: &[String]) -> Describes {
    let mut lines = vec![format!(
        "Which environments do the policies in {path} describe?"
    )];
    let numbered = names.iter().enumerate();
    lines.extend(numbered.map(|(at, name)| format!("  {}  {name}", at + 1)));
    lines.push("Type numbers or names; Enter leaves it open:".to_owned());
    for _ in 0..TIMES {
        tell_all(&lines);
        let mut answer = String::new();
        let read = std::io::Read::take(stdin().lock(), LINE).read_line(&mut answer);
        // The end of the input is no answer.
        if !read.is_ok_and(|bytes| bytes > 0) {
            break;
        }
        if let Some(describes) = chosen(answer.trim(), names) {
            return describes;
        }
    }
    Describes::Unknown(names.to_vec())
}
