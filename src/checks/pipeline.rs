//! How safe is the way from a commit to production? The rules of the pipeline over the
//! repository's workflows and templates.
//!
//! It needs neither an account nor GitHub: what only they know stays open, and is said,
//! unless they are to be asked too.

mod known;
mod online;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use known::{KnownFault, Lapsed};

use super::{Check, Command, Only, Outcome, Store, Topic};
use crate::{
    ask::{Ask, Load, Question, repo},
    facts::{
        Arn, BrokenFile, EnvironmentName, Evidence, Finding, PlannedTask, Priority, Reason,
        SearchBound, Settings, Status, Subject, Unknown, numbered,
    },
    rules::pipeline::{
        Mark, Repository, Risk, Row, Rule, State, Station, assumed, judge, pinned, rule, stations,
    },
};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Pipeline {
    environment: EnvironmentName,
    /// Only this rule, by its number or its id.
    only: Option<String>,
    /// GitHub and the account are asked too.
    #[serde(default)]
    online: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PipelineReport {
    /// In the order of the rules.
    pub rows: Vec<Row>,
    pub workflows: usize,
    pub actions: usize,
    pub templates: usize,
    /// What would have been judged, and was not read.
    pub broken: Vec<BrokenFile>,
    /// What the project accepts and should not, or no longer.
    #[serde(default)]
    pub lapsed: Vec<Lapsed>,
    pub reached: Option<SearchBound>,
    /// The repositories of pinned actions, and the roles that steps assume: what GitHub and
    /// the account are asked of.
    #[serde(default)]
    pub pinned: Vec<String>,
    #[serde(default)]
    pub assumed: Vec<Arn>,
    /// From the commit to the alarms.
    #[serde(default)]
    pub map: Vec<Station>,
    /// Everything that was to be asked had answered.
    #[serde(default)]
    pub whole: bool,
    /// Who does what of the plan.
    #[serde(default)]
    pub tasks: Vec<PlannedTask>,
    /// How an earlier answer found each rule, by its number.
    #[serde(default)]
    pub before: BTreeMap<String, State>,
}

const COMMAND: Command = Command {
    name: "pipeline",
    doc: "Audit the repository's workflows and templates: supply chain, identity, build, tests, deployment, operations",
    only: Only {
        option: "rule",
        value: "RULE",
        doc: "Only this rule, by its number (CP-101) or its id",
    },
    topic: |environment, only| {
        let only = only.map(str::to_owned);
        Topic::Pipeline(Pipeline {
            environment,
            only,
            online: false,
        })
    },
    heading: "Pipeline audit",
    well: "well",
    found: "to be mended",
    // It says itself which acceptances of its rules accept nothing.
    rules: Vec::new,
};

impl Pipeline {
    pub fn of(environment: &EnvironmentName) -> Self {
        Self {
            environment: environment.clone(),
            only: None,
            online: false,
        }
    }

    /// With what GitHub and the account say.
    #[must_use]
    pub fn online(self) -> Self {
        Self {
            online: true,
            ..self
        }
    }
}

impl Check for Pipeline {
    type Conclusion = PipelineReport;
    const COMMAND: Option<&'static Command> = Some(&COMMAND);

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    fn is_of_repository(&self) -> bool {
        true
    }

    fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks = vec![repo::Pipeline.here().into()];
        if self.online {
            asks.extend(self.asks_online(settings, store));
        }
        asks
    }

    /// What GitHub or the account does not say leaves single rows open.
    fn needed(&self, _: &Settings, _: &Store) -> Vec<Ask> {
        vec![repo::Pipeline.here().into()]
    }

    /// The files alone tell which actions and roles to ask of.
    fn first(&self, _: &Settings, _: &Store) -> Vec<Topic> {
        let files = Topic::Pipeline(Self::of(&self.environment));
        self.online.then_some(files).into_iter().collect()
    }

    fn judge(&self, settings: &Settings, store: &Store) -> PipelineReport {
        let asked = repo::Pipeline.here();
        let at = store.load(&asked).and_then(Load::at);
        let Some((files, at)) = store.get(&asked).zip(at) else {
            return PipelineReport::default();
        };
        let mut repository = Repository::of(files);
        let (pinned, assumed) = (pinned(&repository), assumed(&repository));
        if self.online {
            repository = repository.with(self.read_online(settings, store, &pinned, &assumed));
        }
        let (workflows, actions, templates) = repository.counts();
        let map = stations(&repository);
        let whole = self.is_settled(settings, store, &pinned, &assumed);
        let report = PipelineReport {
            rows: judge(&repository),
            workflows,
            actions,
            templates,
            lapsed: Vec::new(),
            reached: repository.reached,
            broken: repository.broken,
            pinned,
            assumed,
            map,
            whole,
            tasks: settings.tasks.clone(),
            before: BTreeMap::new(),
        };
        report.accepting(&settings.accepted, at)
    }

    /// The gravest first.
    fn findings(&self, report: &PipelineReport) -> Vec<Finding> {
        let mut found: Vec<Finding> = report.rows.iter().filter_map(finding).collect();
        found.extend(report.lapsed.iter().map(Lapsed::finding));
        found.sort_by_key(|finding| finding.priority);
        found
    }

    fn unknown(&self, report: &PipelineReport) -> Vec<Unknown> {
        let rows = report.rows.iter();
        let open = rows.filter(|row| row.state == State::Unknown);
        let mut found: Vec<Unknown> = open.filter_map(unknown).collect();
        found.extend(report.broken.iter().map(|file| Unknown {
            what: file.path.clone(),
            why: file.in_words(),
            hint: "Correct it, and check again.".into(),
        }));
        found.extend(report.reached.map(|bound| Unknown {
            what: "the search for workflows and templates".into(),
            why: bound.words(),
            hint: "There may be more: keep fetched and built files out by .gitignore.".into(),
        }));
        found
    }

    /// Nothing to judge is no good pipeline.
    fn status(
        &self,
        report: &PipelineReport,
        findings: usize,
        open: usize,
        faults: usize,
    ) -> Outcome {
        let nothing = usize::from(report.rows.is_empty());
        Outcome::of(findings, open + faults + nothing)
    }

    fn narrowed(&self, report: &PipelineReport, _: bool) -> Result<Option<PipelineReport>, Reason> {
        let Some(only) = &self.only else {
            return Ok(None);
        };
        let is_wanted = |row: &Row| {
            let of = rule(&row.rule);
            row.rule == *only || of.is_some_and(|of| of.number.eq_ignore_ascii_case(only))
        };
        let rows: Vec<Row> = report
            .rows
            .iter()
            .filter(|row| is_wanted(row))
            .cloned()
            .collect();
        if rows.is_empty() {
            return Err(format!(
                "No rule {only} judges this repository. Look at its spelling; `check pipeline` lists those that do."
            )
            .into());
        }
        Ok(Some(PipelineReport {
            rows,
            lapsed: Vec::new(),
            ..report.clone()
        }))
    }

    fn counts(&self, report: &PipelineReport) -> Vec<String> {
        let mut counts = vec![
            numbered(report.workflows, "workflow"),
            numbered(report.templates, "template"),
        ];
        if report.actions > 0 {
            counts.push(numbered(report.actions, "action"));
        }
        let green = report.rows.iter().filter(|row| row.state == State::Green);
        counts.push(format!("{} green", green.count()));
        counts
    }
}

impl PipelineReport {
    /// The worst of all rows that weighs: without any, nothing is known.
    pub fn state(&self) -> State {
        let grave = self.rows.iter().filter_map(|row| {
            let grave = row.state == State::Red && rule(&row.rule)?.risk == Risk::High;
            Some(match (row.state, grave) {
                (State::Red, false) => State::Amber,
                (state, _) => state,
            })
        });
        grave.max().unwrap_or(State::Unknown)
    }

    /// Who does what this rule asks for, and how far it is.
    pub fn task(&self, rule: &Rule) -> Option<&PlannedTask> {
        let mut tasks = self.tasks.iter();
        tasks.find(|task| task.rule == rule.number || task.rule == rule.id)
    }

    /// Rows in this state.
    pub fn count(&self, state: State) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }
}

fn finding(row: &Row) -> Option<Finding> {
    let rule = rule(&row.rule).filter(|_| row.state.is_a_fault())?;
    let marks: Vec<&Mark> = row
        .marks
        .iter()
        .filter(|mark| mark.state.is_a_fault())
        .collect();
    let what = marks.first().map_or(rule.title, |mark| &mark.what);
    let more = match marks.len() {
        0 | 1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    Some(Finding {
        id: format!("pipeline/{}", rule.number),
        rule: rule.id.into(),
        priority: priority(rule, row.state),
        status: match row.state {
            State::Red => Status::Red,
            _ => Status::Amber,
        },
        subject: Subject {
            kind: "pipeline".into(),
            name: rule.number.into(),
            parent: Some(rule.area.title().into()),
        },
        title: format!("{} {what}{more}", rule.number),
        evidence: marks.into_iter().map(evidence).collect(),
        remedy: rule.fix.into(),
    })
}

fn priority(rule: &Rule, state: State) -> Priority {
    match rule.severity(state) {
        Risk::High => Priority::P1,
        Risk::Medium => Priority::P2,
        Risk::Low => Priority::P3,
    }
}

fn evidence(mark: &Mark) -> Evidence {
    let source = mark.at.as_ref();
    Evidence {
        what: mark.what.clone(),
        source: source.map_or("the repository".to_owned(), |at| {
            format!("{}:{}:{}", at.path, at.line, at.column)
        }),
        at: None,
    }
}

fn unknown(row: &Row) -> Option<Unknown> {
    let rule = rule(&row.rule)?;
    let mark = row.marks.iter().find(|mark| mark.state == State::Unknown)?;
    Some(Unknown {
        what: format!("{} {}", rule.number, rule.title),
        why: mark.what.clone(),
        hint: format!("It would take {}.", rule.needs.words()),
    })
}
