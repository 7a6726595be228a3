//! What may be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum, builder::PossibleValuesParser};
use clap_complete::Shell;

use super::{
    check::Check, handover::Handover, journal::Journal, logs::Logs, policy::Policy,
    runbook::RunbookCommand,
};
use crate::{config::Flags, panes};

/// A terminal operations console for the on-call engineer.
///
/// Without a command the console opens on the environment of your configuration,
/// read-only. `watchkeeper demo` opens it on an embedded world.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) options: Options,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Args)]
#[command(next_help_heading = "Options")]
pub(super) struct Options {
    /// The environment of your config.toml to look at; the first one is the default.
    #[arg(short, long, value_name = "NAME", global = true)]
    environment: Option<String>,
    /// The pane that the console opens with.
    #[arg(long, value_name = "PANE", value_parser = panes())]
    pub(super) pane: Option<String>,
    /// Open the console on this log: a file, plain or packed, or `-` for what is piped in.
    #[arg(long, value_name = "FILE", conflicts_with = "pane")]
    pub(super) log: Option<PathBuf>,
    /// The AWS region, instead of the environment's.
    #[arg(long, value_name = "REGION", global = true)]
    region: Option<String>,
    /// The theme: a built-in one, or a file in your themes folder.
    #[arg(long, value_name = "NAME", global = true)]
    theme: Option<String>,
    /// The keymap: a built-in one, or a file in your keymaps folder.
    #[arg(long, value_name = "NAME", global = true)]
    keymap: Option<String>,
    /// Let writes be proposed, where the environment's own settings permit them.
    #[arg(long, conflicts_with = "read_only")]
    allow_writes: bool,
    /// Never write, whatever the configuration permits.
    #[arg(long, global = true)]
    read_only: bool,
    /// For a forced SSH command: the system's configuration only, no files, no
    /// clipboard, no child processes, no way to a shell.
    #[arg(long, global = true)]
    restricted: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Open the console on an embedded world: no account, no network.
    Demo {
        /// Start at this story, in its environment and pane.
        #[arg(long, value_name = "STORY")]
        story: Option<Story>,
        /// Start with this pane.
        #[arg(long, value_name = "PANE", value_parser = panes())]
        pane: Option<String>,
    },
    /// Check without a console; exits 0 in sync, 1 with findings, 2 if it could not tell.
    #[command(subcommand)]
    Check(Check),
    /// Tell why a stack or a workflow run failed: from the symptom to the cause. Exits 0 if
    /// it did not fail.
    Why {
        /// The stack's name or ARN; the run's number or its address.
        #[arg(value_name = "RUN|STACK")]
        of: String,
        /// Print JSON instead of text.
        #[arg(long)]
        json: bool,
    },
    /// Hand the watch over: what is open and why, what was changed, what is left.
    Handover(Handover),
    /// Print a proposed watchkeeper.toml and environment.
    Init {
        /// Create the files that do not exist yet; none is ever replaced.
        #[arg(long)]
        write: bool,
    },
    /// The lines of log groups, of a file or of standard input.
    Logs(Logs),
    /// The journal of writes: what was proposed, refused, applied or left in doubt.
    #[command(subcommand)]
    Journal(Journal),
    /// The guided ways out: what they are, and whether a team's own are as they must be.
    #[command(subcommand)]
    Runbook(RunbookCommand),
    /// Work with policy documents, offline.
    #[command(subcommand)]
    Policy(Policy),
    /// Print the least-privilege IAM policy for everything that is read.
    PolicyNeeded {
        /// The permissions that GitHub's token needs, in its place.
        #[arg(long)]
        github: bool,
        /// And for writing: everything, or these kinds only (`put-role-policy,...`).
        #[arg(long, value_name = "KIND", num_args = 0.., value_delimiter = ',')]
        writes: Option<Vec<String>>,
    },
    /// Print a completion script.
    Completions { shell: Shell },
    /// Print the man page.
    Man,
}

/// What the demo's world was recorded for.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Story {
    /// The live policies and the repository's drifted apart.
    #[value(name = "000")]
    Drift,
    /// The way from a commit to production is audited.
    #[value(name = "001")]
    Pipeline,
    /// A deployment is blocked: the stack of its role is stale.
    #[value(name = "002")]
    Blocked,
    /// An environment's audit: stale entries of the registry, and what never ran.
    #[value(name = "003")]
    Audit,
    /// Development lacks a permission that production has.
    #[value(name = "004")]
    Sibling,
}

impl Story {
    /// Where it begins: the demo's environment, and the pane.
    pub(super) fn begins(self) -> (&'static str, &'static str) {
        match self {
            Self::Drift => ("alpha-prod", "drift"),
            Self::Pipeline => ("alpha-prod", "pipeline"),
            Self::Blocked => ("dataops", "stacks"),
            Self::Audit => ("tradai-dev", "registry"),
            Self::Sibling => ("insight-dev", "drift"),
        }
    }
}

fn panes() -> PossibleValuesParser {
    panes::PANES.iter().map(|about| about.name()).into()
}

impl Arguments {
    pub(super) fn flags(&self) -> Flags {
        let options = &self.options;
        Flags {
            environment: options.environment.clone(),
            region: options.region.clone(),
            theme: options.theme.clone(),
            keymap: options.keymap.clone(),
            read_only: options.read_only,
            allow_writes: options.allow_writes,
            restricted: options.restricted,
        }
    }
}
