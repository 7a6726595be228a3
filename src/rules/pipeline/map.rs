//! The way from a commit to what watches production: workflows that deploy, the roles that
//! they assume, the templates, their functions and the alarms on these. Judges nothing.

use serde::{Deserialize, Serialize};

use super::{
    alarms::{Alarm, alarms},
    deploys::{Deploy, deploys},
    functions::Function,
    repository::Repository,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StationKind {
    Workflow,
    Role,
    Stack,
    Function,
    Alarm,
}

impl StationKind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Workflow => "workflow",
            Self::Role => "role",
            Self::Stack => "stack",
            Self::Function => "function",
            Self::Alarm => "alarm",
        }
    }

    /// How far it is from the commit.
    pub fn depth(self) -> u16 {
        match self {
            Self::Workflow => 0,
            Self::Role | Self::Stack => 1,
            Self::Function => 2,
            Self::Alarm => 3,
        }
    }
}

/// One node of the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Station {
    pub kind: StationKind,
    pub name: String,
    /// The file that it is written in.
    pub path: String,
    /// The lines of that file that it is written on; None: it is the file.
    pub lines: Option<(u32, u32)>,
}

/// Of a repository with more than these nobody reads a map.
const MOST: usize = 500;

pub fn stations(repository: &Repository) -> Vec<Station> {
    let mut found = Vec::new();
    let deploys = deploys(repository);
    for workflow in &repository.workflows {
        let path = &workflow.source.path;
        let here: Vec<&Deploy<'_>> = deploys
            .iter()
            .filter(|deploy| deploy.job.source().path == *path)
            .collect();
        if here.is_empty() {
            continue;
        }
        found.push(whole(StationKind::Workflow, path, path));
        found.extend(here.into_iter().filter_map(role));
    }
    let (functions, alarms) = (repository.functions(), alarms(repository));
    for template in &repository.templates {
        let of = |one: &&Function<'_>| one.template.path == template.path;
        let mut here = functions.iter().filter(of).peekable();
        if here.peek().is_none() {
            continue;
        }
        found.push(whole(StationKind::Stack, &template.path, &template.path));
        for function in here {
            found.push(part(StationKind::Function, function));
            let on = alarms.iter().filter(|alarm| alarm.is_of(function));
            found.extend(on.map(of_alarm));
        }
    }
    found.truncate(MOST);
    found
}

fn whole(kind: StationKind, name: &str, path: &str) -> Station {
    Station {
        kind,
        name: name.to_owned(),
        path: path.to_owned(),
        lines: None,
    }
}

fn role(deploy: &Deploy<'_>) -> Option<Station> {
    let mut steps = deploy.job.steps();
    let node = steps.find_map(|step| step.with("role-to-assume"))?;
    let line = node.span.place.line;
    Some(Station {
        lines: Some((line, line)),
        ..whole(StationKind::Role, node.text()?, &deploy.job.source().path)
    })
}

fn part(kind: StationKind, function: &Function<'_>) -> Station {
    let from = function.place().line;
    let resources = function.template.tree.resources();
    // It ends where the next resource begins.
    let after = resources.map(|(_, node, _)| node.span.place.line);
    let next = after.filter(|line| *line > from).min();
    Station {
        lines: Some((from, next.map_or(u32::MAX, |line| line.saturating_sub(2)))),
        ..whole(kind, function.id, &function.template.path)
    }
}

fn of_alarm(alarm: &Alarm<'_>) -> Station {
    let line = alarm.place().line;
    Station {
        lines: Some((line, line)),
        ..whole(StationKind::Alarm, alarm.id, &alarm.source.path)
    }
}
