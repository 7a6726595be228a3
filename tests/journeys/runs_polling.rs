//! What watching runs costs: an hour by a simulated clock, what nobody looks at, and how a
//! repository with thousands of runs begins.

use std::collections::HashMap;

use serde_json::{Value, json};
use watchkeeper::{
    ask::{ActionsAsk, Answer, Ask, AwsAsk, GitHubAsk, Question, github::actions},
    facts::{
        Fault, FaultKind, Repository,
        actions::{Budget, RunFilter, RunState},
    },
    flow::{Effect, Later},
};

use crate::support::harness::{Harness, demo_settings};

const RUN: u64 = 17;
const HOUR_MS: u64 = 3_600_000;
/// Every so often a step of one of the five jobs ends.
const STEP_MS: u64 = 36_000;

fn repository() -> Repository {
    Repository::parse("DataTalksClub/dataops").unwrap()
}

/// GitHub as it is after so many steps: a run with five jobs at work.
struct World {
    steps: u64,
    over: bool,
    remaining: u64,
    paused_until: Option<jiff::Timestamp>,
    /// The last answer to each ask: the same one again costs nothing.
    last: HashMap<Ask, Answer>,
    sent: usize,
    counted: usize,
}

impl World {
    fn new() -> Self {
        Self {
            steps: 0,
            over: false,
            remaining: 5_000,
            paused_until: None,
            last: HashMap::new(),
            sent: 0,
            counted: 0,
        }
    }

    fn run(&self) -> Value {
        let (status, conclusion) = match self.over {
            true => ("completed", Some("success")),
            false => ("in_progress", None),
        };
        json!({
            "id": RUN, "name": "Deploy", "workflow_id": 3, "head_branch": "main",
            "status": status, "conclusion": conclusion, "run_attempt": 1,
            "created_at": "2026-05-18T13:00:00Z",
            // It moves with its jobs.
            "updated_at": format!("2026-05-18T13:{:02}:{:02}Z", self.steps / 60 % 60, self.steps % 60),
        })
    }

    fn jobs(&self) -> Value {
        let job = |n: u64| {
            json!({"id": n, "name": format!("test ({n})"), "status": "in_progress",
                   "steps": [{"number": (self.steps + n) / 5, "name": "a step", "status": "in_progress"}]})
        };
        json!({"items": (0..5).map(job).collect::<Vec<_>>(), "total": 5, "whole": true})
    }

    fn answer(&mut self, ask: &Ask) -> Answer {
        let Ask::GitHub(_, of) = ask else {
            return ask.answer_from(caller()).unwrap();
        };
        let answer = match of {
            GitHubAsk::Actions(ActionsAsk::BudgetLeft) => {
                return actions::BudgetLeft::answered(Budget {
                    limit: Some(5_000),
                    remaining: Some(self.remaining),
                    paused_until: self.paused_until,
                    ..Budget::default()
                });
            }
            GitHubAsk::Actions(ActionsAsk::Runs(asked)) => {
                let wanted = match &asked.filter.status {
                    None => true,
                    Some(state) => *state == RunState::InProgress && !self.over,
                };
                let runs: Vec<Value> = wanted.then(|| self.run()).into_iter().collect();
                json!({"total_count": runs.len(), "workflow_runs": runs})
            }
            GitHubAsk::Actions(ActionsAsk::Run(_)) => self.run(),
            GitHubAsk::Actions(ActionsAsk::Jobs(_)) => self.jobs(),
            _ => json!({"items": [], "total": 0, "whole": true}),
        };
        let answer = ask.answer_from(answer).unwrap();
        self.sent += 1;
        if self.last.get(ask) != Some(&answer) {
            self.counted += 1;
        }
        self.last.insert(ask.clone(), answer.clone());
        answer
    }
}

fn caller() -> Value {
    json!({"account": "817685572750", "arn": "arn:aws:sts::817685572750:assumed-role/oncall/x",
           "region": "eu-west-1", "endpoints": [], "checked_at": "2026-05-18T14:02:11Z"})
}

fn settle(console: &mut Harness, world: &mut World) {
    for _ in 0..200 {
        let Some(ask) = console.open_asks().into_iter().next() else {
            return;
        };
        let known = matches!(ask, Ask::GitHub(..) | Ask::Aws(_, AwsAsk::Sts(_)));
        let answer = match known {
            true => Ok(world.answer(&ask)),
            false => Err(Fault::new(FaultKind::Missing, "It is not there.", "Go on.")),
        };
        console.answer(&ask, answer);
    }
    panic!("it never stops asking: {:?}", console.open_asks());
}

/// The console on pane 4, everything answered.
fn begun(world: &mut World) -> Harness {
    let mut console = Harness::by_hand(demo_settings("dataops"));
    console.press("4");
    settle(&mut console, world);
    console.rest();
    settle(&mut console, world);
    console
}

/// How long until it asks again; None: it does not.
fn next(console: &mut Harness) -> Option<u64> {
    let delays = console
        .effects()
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Wake {
                after_ms,
                later: Later::Follow(_),
            } => Some(after_ms),
            _ => None,
        });
    delays.last()
}

/// An hour of it; the steps go on meanwhile.
fn hour(console: &mut Harness, world: &mut World) {
    let mut at = 0;
    while at < HOUR_MS {
        let Some(after) = next(console) else {
            return;
        };
        at += after;
        world.steps = at / STEP_MS;
        console.follow();
        settle(console, world);
    }
}

#[test]
fn an_hour_of_watching_five_jobs_costs_under_300_counted_requests() {
    for keys in ["", "enter"] {
        let mut world = World::new();
        let mut console = begun(&mut world);
        console.press(keys);
        settle(&mut console, &mut world);
        hour(&mut console, &mut world);
        assert!(world.sent > 500, "it was hardly watched: {}", world.sent);
        assert!(
            world.counted < 300,
            "{keys:?}: {} of {}",
            world.counted,
            world.sent
        );
    }
}

#[test]
fn what_is_over_is_never_read_again_and_then_the_lists_are_read_each_minute() {
    let mut world = World::new();
    let mut console = begun(&mut world);
    console.press("enter");
    settle(&mut console, &mut world);
    world.over = true;
    next(&mut console);
    console.follow();
    settle(&mut console, &mut world);
    assert_eq!(next(&mut console), Some(60_000));
    console.follow();
    let asked = console.open_asks();
    let of_run = asked
        .iter()
        .filter(|ask| actions::Run::back(ask).is_some() || actions::Jobs::back(ask).is_some());
    assert_eq!(of_run.count(), 0, "{asked:?}");
}

#[test]
fn nothing_is_read_again_that_nobody_sees() {
    let mut world = World::new();
    let mut console = begun(&mut world);
    assert_eq!(next(&mut console), Some(15_000));
    console.press("2");
    settle(&mut console, &mut world);
    let before = world.sent;
    console.follow();
    settle(&mut console, &mut world);
    let of_lists = |ask: &Ask| actions::Runs::back(ask).is_some();
    assert!(!console.open_asks().iter().any(of_lists));
    // Its own evidence apart, which is read once.
    assert!(world.sent <= before + 1, "{} of {before}", world.sent);
}

#[test]
fn the_less_is_left_the_less_is_asked_and_at_last_a_person_alone_asks() {
    let after = |remaining: u64| {
        let mut world = World::new();
        world.remaining = remaining;
        let mut console = begun(&mut world);
        assert!(next(&mut console).is_some());
        console.follow();
        settle(&mut console, &mut world);
        next(&mut console)
    };
    assert_eq!(after(5_000), Some(15_000));
    assert_eq!(after(900), Some(30_000));
    assert_eq!(after(200), None);
}

#[test]
fn thousands_of_runs_begin_with_one_page_and_one_for_each_state_that_waits_or_runs() {
    let mut console = Harness::by_hand(demo_settings("dataops"));
    console.press("4");
    let lists: Vec<Option<RunState>> = console
        .open_asks()
        .iter()
        .filter_map(|ask| actions::Runs::back(ask).map(|asked| asked.filter.status.clone()))
        .collect();
    assert_eq!(
        lists,
        [
            None,
            Some(RunState::Waiting),
            Some(RunState::Queued),
            Some(RunState::InProgress)
        ]
    );
    let filter = RunFilter::default();
    let newest: Ask = actions::Runs { filter, page: 1 }
        .in_repository(&repository())
        .into();
    let run = |id: u64| json!({"id": id, "name": "Deploy", "status": "completed", "conclusion": "success"});
    let page = json!({"total_count": 5_000, "workflow_runs": (1..31).map(run).collect::<Vec<_>>()});
    console.answer(&newest, Ok(newest.answer_from(page).unwrap()));
    // The first screen is there, and the others are still being read.
    console.shows("Deploy");
    console.shows("30 runs");
    assert!(
        console
            .open_asks()
            .iter()
            .any(|ask| actions::Runs::back(ask).is_some())
    );
}

#[test]
fn the_status_line_says_what_is_left_and_until_when_nothing_is_asked() {
    let mut world = World::new();
    begun(&mut world).shows("gh 5000 left");
    world.paused_until = "2026-05-18T14:05:00Z".parse().ok();
    begun(&mut world).shows("gh paused until 14:05Z");
}
