//! Is what the inventory expects there, and does it work? The health audit: a row for each
//! thing and each question about it.

mod since;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Check, Command, Only, Store, Topic};
use crate::{
    ask::{Ask, AwsAsk, Question, sts},
    facts::{
        EnvironmentName, Expected, Finding, Reason, ResourceName, Settings, Unknown, numbered,
    },
    rules::health::{
        Area, Category, HealthStatus, Looked, RULES, RowReport, Rule, Seen, finding, rows,
    },
};

pub use since::{Changed, EarlierRow};

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Health {
    environment: EnvironmentName,
    /// Only things of this name.
    only: Option<ResourceName>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HealthReport {
    pub rows: Vec<RowReport>,
    /// The inventory says nothing of this environment.
    pub is_undescribed: bool,
    /// What is not as an earlier answer has it, where it is compared with one.
    pub changes: Option<Vec<Changed>>,
}

const COMMAND: Command = Command {
    name: "health",
    doc: "Look at what the inventory expects: is it there, and does it work",
    only: Only {
        option: "name",
        value: "NAME",
        doc: "Only the thing of this name",
    },
    topic: |environment, only| {
        let only = only.map(ResourceName::from);
        Topic::Health(Health { environment, only })
    },
    rules: || RULES.iter().map(|rule| rule.id).collect(),
    heading: "Health",
    well: "well",
    found: "not well",
};

impl Health {
    pub fn of(environment: &EnvironmentName) -> Self {
        Self {
            environment: environment.clone(),
            only: None,
        }
    }

    fn expected(&self, settings: &Settings) -> Vec<Expected> {
        let inventory = settings.health.as_ref();
        let here = inventory.and_then(|inventory| inventory.of(&self.environment));
        let mut here = here.unwrap_or_default();
        if let Some(only) = &self.only {
            here.retain(|one| one.name == *only);
        }
        here
    }

    fn ask(&self, ask: AwsAsk) -> Ask {
        Ask::Aws(self.environment.clone(), ask)
    }

    fn row(&self, rule: &Rule, expected: &Expected, store: &Store) -> RowReport {
        let look = |ask: &AwsAsk| self.look(ask, store);
        let asks: Vec<Ask> = (rule.asks)(expected)
            .into_iter()
            .map(|ask| self.ask(ask))
            .collect();
        let mut calls: Vec<String> = Vec::new();
        for call in asks.iter().flat_map(Ask::calls) {
            if !calls.iter().any(|known| known == call.action) {
                calls.push(call.action.to_owned());
            }
        }
        let at = |ask: &Ask| store.load(ask).and_then(crate::ask::Load::at);
        RowReport {
            rule: rule.id.to_owned(),
            kind: expected.kind,
            name: expected.name.clone(),
            area: rule.area,
            judged: rule.judge(expected, &Seen { look: &look }),
            calls,
            at: asks.iter().filter_map(at).min(),
        }
    }

    /// A fault since the last answer hides it: what was there says nothing of now.
    fn look<'s>(&self, ask: &AwsAsk, store: &'s Store) -> Looked<'s> {
        let ask = self.ask(ask.clone());
        match (store.fault(&ask), store.answer(&ask)) {
            (Some(fault), _) => Looked::Failed(fault),
            (None, Some(answer)) => Looked::Known(answer),
            (None, None) => Looked::NotYet,
        }
    }

    /// What is asked again where a pass was cut short: what failed, and nothing else.
    pub fn rest(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks = self.asks(settings, store);
        asks.retain(|ask| store.fault(ask).is_some());
        asks
    }
}

impl Check for Health {
    type Conclusion = HealthReport;
    const COMMAND: Option<&'static Command> = Some(&COMMAND);

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    fn has_something(&self, settings: &Settings) -> bool {
        let inventory = settings.health.as_ref();
        inventory.is_some_and(|all| all.of(&self.environment).is_some())
    }

    fn asks(&self, settings: &Settings, _: &Store) -> Vec<Ask> {
        let mut asks: Vec<Ask> = vec![sts::CallerIdentity.of(&self.environment).into()];
        for expected in self.expected(settings) {
            for ask in rows(&expected).flat_map(|rule| (rule.asks)(&expected)) {
                let ask = self.ask(ask);
                if !asks.contains(&ask) {
                    asks.push(ask);
                }
            }
        }
        asks
    }

    /// Each row says itself what it could not read.
    fn needed(&self, _: &Settings, _: &Store) -> Vec<Ask> {
        vec![sts::CallerIdentity.of(&self.environment).into()]
    }

    fn judge(&self, settings: &Settings, store: &Store) -> HealthReport {
        let inventory = settings.health.as_ref();
        let described = inventory.is_some_and(|all| all.of(&self.environment).is_some());
        let mut all: Vec<RowReport> = Vec::new();
        for expected in self.expected(settings) {
            all.extend(rows(&expected).map(|rule| self.row(rule, &expected, store)));
        }
        // Within an area as the inventory has them.
        all.sort_by_key(|row| row.area);
        HealthReport {
            rows: all,
            is_undescribed: !described,
            changes: None,
        }
    }

    /// The most urgent first.
    fn findings(&self, report: &HealthReport) -> Vec<Finding> {
        let mut found: Vec<Finding> = report.rows.iter().filter_map(finding).collect();
        found.sort_by_key(|finding| finding.priority);
        found
    }

    fn unknown(&self, report: &HealthReport) -> Vec<Unknown> {
        let undescribed = report.is_undescribed.then(|| Unknown {
            what: format!("environment {}", self.environment.raw()),
            why: "the inventory does not say what `{env}` stands for in it".into(),
            hint: format!(
                "Write `env = {{ {} = \"...\" }}` in the inventory.",
                self.environment.raw()
            ),
        });
        let rows = report.rows.iter();
        let unknown = rows.filter(|row| row.judged.status == HealthStatus::Unknown);
        let unknown = unknown.map(|row| Unknown {
            what: format!("{} {}", row.kind.word(), row.name.raw()),
            why: row.judged.value.clone(),
            hint: row.judged.why.clone().unwrap_or_default(),
        });
        undescribed.into_iter().chain(unknown).collect()
    }

    fn narrowed(&self, report: &HealthReport, _: bool) -> Result<Option<HealthReport>, Reason> {
        match (&self.only, report.rows.is_empty()) {
            (Some(only), true) => Err(format!(
                "The inventory has nothing called {} in {}.",
                only.raw(),
                self.environment.raw()
            )
            .into()),
            _ => Ok(None),
        }
    }

    fn counts(&self, report: &HealthReport) -> Vec<String> {
        let judged = report.judged();
        let rows = numbered(report.rows.len(), "row");
        match judged == report.rows.len() {
            true => vec![rows],
            false => vec![format!("{judged} of {rows} judged")],
        }
    }

    fn lacks(&self, settings: &Settings) -> &'static [&'static str] {
        match settings.health {
            Some(_) => &[],
            None => LACKS,
        }
    }
}

const LACKS: &[&str] = &[
    "check health: no inventory says what is expected here. Name one in watchkeeper.toml:",
    "    [health]",
    "    inventory = \"health.toml\"",
    "and write down in it what is to be there:",
    "    env = { dev = \"dev\" }",
    "    [[lambda]]",
    "    name = \"my-function-{env}\"",
];

impl HealthReport {
    /// Rows that are not UNKNOWN.
    pub fn judged(&self) -> usize {
        let known = |row: &&RowReport| row.judged.status != HealthStatus::Unknown;
        self.rows.iter().filter(known).count()
    }

    pub fn of_area(&self, area: Area) -> impl Iterator<Item = &RowReport> {
        self.rows.iter().filter(move |row| row.area == area)
    }

    /// Each area that has rows, and what they come to.
    pub fn areas(&self) -> Vec<(Area, Category, usize)> {
        let areas = Area::ALL.into_iter().map(|area| {
            let statuses = self.of_area(area).map(|row| row.judged.status);
            (area, Category::of(statuses), self.of_area(area).count())
        });
        areas.filter(|(.., count)| *count > 0).collect()
    }

    /// How many rows have each status, those that none has left out.
    pub fn tally(&self) -> Vec<(HealthStatus, usize)> {
        let count = |status: HealthStatus| {
            let rows = self.rows.iter();
            rows.filter(|row| row.judged.status == status).count()
        };
        let all = HealthStatus::ALL.into_iter().map(|one| (one, count(one)));
        all.filter(|(_, count)| *count > 0).collect()
    }

    /// The oldest answer that a row rests on.
    pub fn oldest(&self) -> Option<Timestamp> {
        self.rows.iter().filter_map(|row| row.at).min()
    }
}
