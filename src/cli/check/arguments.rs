//! The commands of `check`, made of the registry of checks.

use clap::{Arg, ArgAction, ArgMatches, Command, Error, FromArgMatches, Subcommand};

use crate::{
    checks::{self, COMMANDS, Topic},
    facts::EnvironmentName,
};

const JSON: &str = "json";
const MARKDOWN: &str = "markdown";

/// The checks whose answer is an audit with tables.
fn has_markdown(check: &checks::Command) -> bool {
    check.name == "health"
}

/// A check that was asked for.
#[derive(Debug)]
pub(in crate::cli) struct Check {
    pub(super) command: &'static checks::Command,
    only: Option<String>,
    pub(super) json: bool,
    pub(super) markdown: bool,
}

impl Check {
    pub(super) fn topic(&self, environment: &EnvironmentName) -> Topic {
        (self.command.topic)(environment.clone(), self.only.as_deref())
    }
}

fn command(check: &checks::Command) -> Command {
    let only = &check.only;
    let narrowed = Arg::new(only.option)
        .long(only.option)
        .value_name(only.value)
        .help(only.doc);
    let json = Arg::new(JSON)
        .long(JSON)
        .action(ArgAction::SetTrue)
        .help("Print JSON instead of text");
    let command = Command::new(check.name)
        .about(check.doc)
        .arg(narrowed)
        .arg(json);
    if !has_markdown(check) {
        return command;
    }
    let markdown = Arg::new(MARKDOWN)
        .long(MARKDOWN)
        .action(ArgAction::SetTrue)
        .conflicts_with(JSON)
        .help("Print the audit's tables as Markdown");
    command.arg(markdown)
}

impl Subcommand for Check {
    fn augment_subcommands(parent: Command) -> Command {
        parent
            .subcommand_required(true)
            .arg_required_else_help(true)
            .subcommands(COMMANDS.iter().flatten().map(|check| command(check)))
    }

    fn augment_subcommands_for_update(parent: Command) -> Command {
        Self::augment_subcommands(parent)
    }

    fn has_subcommand(name: &str) -> bool {
        COMMANDS.iter().flatten().any(|check| check.name == name)
    }
}

impl FromArgMatches for Check {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let (name, given) = matches.subcommand().unwrap_or(("", matches));
        let mut commands = COMMANDS.iter().flatten();
        let command = commands.find(|check| check.name == name);
        let command = command.ok_or(clap::error::ErrorKind::MissingSubcommand);
        let command = *command.map_err(Error::new)?;
        Ok(Self {
            command,
            only: given.get_one::<String>(command.only.option).cloned(),
            json: given.get_flag(JSON),
            markdown: has_markdown(command) && given.get_flag(MARKDOWN),
        })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
