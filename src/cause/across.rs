//! From what one pane finds to what another one knows: rules that are data, each with a name,
//! the findings that it begins at, and how it goes on from fact to fact.
//!
//! Two things that happen together are no chain: each link is something that was read, and
//! where names or times alone agree it says so. A chain that cannot be completed ends in
//! what would be needed to know more.

mod alarm;
mod stale_entries;
mod timeout;

use jiff::Timestamp;

use super::chain::{Confidence, Link, LinkKind};
use crate::{
    facts::{
        AlarmState, AutoScalingGroup, Finding, FunctionRuns, FunctionState, GroupName, LogEvent,
    },
    logs::masked,
    registry::Registered,
};

#[derive(Debug)]
pub struct Rule {
    pub id: &'static str,
    pub title: &'static str,
    /// The rules whose findings it begins at.
    pub from: &'static [&'static str],
    join: fn(&Finding, &Seen<'_>) -> Vec<Link>,
}

pub const RULES: &[&Rule] = &[&stale_entries::RULE, &timeout::RULE, &alarm::RULE];

/// What was read, by whichever pane.
#[derive(Clone, Debug, Default)]
pub struct Seen<'a> {
    pub services: Vec<Service<'a>>,
    pub groups: &'a [AutoScalingGroup],
    pub alarm: Option<&'a AlarmState>,
    pub function: Option<Function<'a>>,
    pub deployments: Vec<Deployment<'a>>,
}

/// A service of Cloud Map with its entries.
#[derive(Clone, Copy, Debug)]
pub struct Service<'a> {
    pub name: &'a str,
    pub namespace: &'a str,
    pub entries: &'a [Registered],
}

/// The function that the finding is of, or that its alarm measures.
#[derive(Clone, Debug)]
pub struct Function<'a> {
    pub name: &'a str,
    pub runs: Option<&'a FunctionRuns>,
    pub state: Option<&'a FunctionState>,
    /// What its log says of the time in question; else why that is not known.
    pub lines: Result<Vec<&'a LogEvent>, String>,
}

/// What was deployed to an environment on GitHub.
#[derive(Clone, Copy, Debug)]
pub struct Deployment<'a> {
    pub environment: &'a str,
    pub commit: &'a str,
    pub at: Timestamp,
}

/// From the finding to its cause, as far as that was read; empty: no rule begins there, or
/// nothing leads on.
pub fn chain(finding: &Finding, seen: &Seen<'_>) -> Vec<Link> {
    let begins = |rule: &&&Rule| rule.from.contains(&finding.rule.as_str());
    let mut chains = RULES
        .iter()
        .filter(begins)
        .map(|rule| (rule.join)(finding, seen));
    chains.find(|links| !links.is_empty()).unwrap_or_default()
}

impl Function<'_> {
    fn log(&self) -> String {
        format!("/aws/lambda/{}", self.name)
    }

    /// What its log would say, and how it can be read.
    fn needed(&self, what: &str, why: &str) -> Link {
        let group = self.log();
        let what = format!("{what}: the log {group} may say it. {why}");
        link(LinkKind::Needed, &group, what, "logs:FilterLogEvents")
    }
}

fn link(kind: LinkKind, subject: &str, what: impl Into<String>, evidence: &str) -> Link {
    Link {
        kind,
        subject: subject.to_owned(),
        at: None,
        what: what.into(),
        evidence: evidence.to_owned(),
        confidence: Confidence::Certain,
    }
}

/// As much of a line as a chain has room for, without its secrets.
fn brief(line: &str) -> String {
    const MOST: usize = 160;
    let line = masked(line.trim_end().as_bytes());
    let line = String::from_utf8_lossy(&line);
    match line.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line.into_owned(),
    }
}

/// The group whose missing hook leaves entries behind.
fn lacks_hook(group: &GroupName) -> String {
    format!(
        "Auto Scaling group {} has no terminating lifecycle hook: nothing deregisters its instances",
        group.raw()
    )
}
