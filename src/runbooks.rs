//! Guided procedures: what to look at, what to decide, who must agree, which change to
//! propose, what to wait for. Those that come with the program and a team's own are TOML
//! files of one form.
//!
//! Rank 4. A runbook is data: it runs nothing, grants nothing and confirms nothing. A change
//! that it leads to is proposed in its pane and goes through the gate like any other, and a
//! command that it quotes is carried out by a person elsewhere.

mod applies;
mod document;
mod place;
mod progress;
mod question;
mod says;
mod step;
mod vet;

pub use applies::{Applicable, applicable, mending};
pub use document::parse;
pub use place::Problem;
pub use progress::{Progress, Standing, progress};
pub use question::{Asked, QUESTIONS, Question, Scene, Told, of_writes};
pub use step::{Kind, Next, Runbook, Step, SubjectKind, Trigger};

use crate::facts::Settings;

/// Those that come with the program, by name.
pub const BUILT_IN: &[(&str, &str)] = &[
    (
        "codify-or-revert",
        include_str!("../runbooks/codify-or-revert.toml"),
    ),
    (
        "stale-deploy-role",
        include_str!("../runbooks/stale-deploy-role.toml"),
    ),
    (
        "blocked-queue",
        include_str!("../runbooks/blocked-queue.toml"),
    ),
    (
        "clean-the-registry",
        include_str!("../runbooks/clean-the-registry.toml"),
    ),
    (
        "missing-policy",
        include_str!("../runbooks/missing-policy.toml"),
    ),
    (
        "stuck-rollback",
        include_str!("../runbooks/stuck-rollback.toml"),
    ),
    (
        "refused-token",
        include_str!("../runbooks/refused-token.toml"),
    ),
    (
        "workflow-lock",
        include_str!("../runbooks/workflow-lock.toml"),
    ),
    (
        "stuck-deletion",
        include_str!("../runbooks/stuck-deletion.toml"),
    ),
    (
        "harden-the-pipeline",
        include_str!("../runbooks/harden-the-pipeline.toml"),
    ),
];

/// The program's, then the team's; with what is wrong with those that cannot be read. A
/// team's runbook of the same name takes the place of the program's.
pub fn all(settings: &Settings) -> (Vec<Runbook>, Vec<(String, Vec<Problem>)>) {
    let mut books: Vec<Runbook> = Vec::new();
    let mut wrong = Vec::new();
    let built_in = BUILT_IN.iter().map(|(name, text)| (*name, *text));
    let own = settings.runbooks.iter();
    let own = own.map(|file| (file.name.as_str(), file.text.as_str()));
    for (name, text) in built_in.chain(own) {
        match parse(name, text) {
            Ok(book) => {
                books.retain(|known| known.name != book.name);
                books.push(book);
            }
            Err(problems) => wrong.push((name.to_owned(), problems)),
        }
    }
    (books, wrong)
}
