//! A small GitHub with one run, a journal in memory, and the line of a write.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use serde_json::{Value, json};
use watchkeeper::{
    edge::{
        aws::Aws,
        github::GitHub,
        write::{Patience, RealExecutor, Writer},
    },
    facts::{
        Environment, EnvironmentName, GateSettings, HostedName, Repository, Settings,
        WritableRepository, actions::RunId,
    },
    gate::{
        Approved, Assessment, Draft, Origin, Plan, SessionId, WriteReport,
        record::{Stage, Who},
        writes::{Rerun, RerunRun, Write},
    },
};

use crate::{
    edge::{fixture::Fixture, github::around},
    support::{
        github::{Fake, Reply, Request},
        openapi,
    },
    write::stage::{Memory, fault},
};

pub const RUN: u64 = 7;
pub const SHA: &str = "4f1c2ab9d07e6135c8f0a1b2c3d4e5f60718293a";
const WORKFLOW: &str = "on: workflow_dispatch\njobs:\n  deploy:\n    environment: production\n    steps:\n      - run: ./deploy\n";

/// What there is on that GitHub, and how it answers what changes something.
pub struct There {
    pub attempt: u32,
    pub status: &'static str,
    pub conclusion: Option<&'static str>,
    pub pending: bool,
    pub approved: Option<&'static str>,
    pub runs: Vec<u64>,
    pub branch: bool,
    pub file: &'static str,
    pub pull_request: bool,
    /// In the place of the usual answer.
    pub answers: Option<fn(&Request, &mut There) -> Option<Reply>>,
}

impl Default for There {
    fn default() -> Self {
        Self {
            attempt: 1,
            status: "completed",
            conclusion: Some("failure"),
            pending: false,
            approved: None,
            runs: vec![5],
            branch: false,
            file: "{}\n",
            pull_request: false,
            answers: None,
        }
    }
}

const R: &str = "/repos/{owner}/{repo}";

fn example(rest: &str) -> Value {
    openapi::example(&format!("{R}{rest}"), true)
}

fn with(mut value: Value, fields: &Value) -> Value {
    for (name, field) in fields.as_object().unwrap() {
        value[name] = field.clone();
    }
    value
}

impl There {
    fn run(&self, id: u64) -> Value {
        let run = example("/actions/runs/{run_id}");
        with(
            run,
            &json!({
                "id": id, "run_attempt": self.attempt, "status": self.status, "conclusion": self.conclusion,
                "head_sha": SHA, "head_branch": "main", "path": ".github/workflows/deploy.yml",
                "workflow_id": 71, "event": "workflow_dispatch",
            }),
        )
    }

    fn read(&self, request: &Request) -> Reply {
        let template = openapi::template(&request.path).unwrap_or("?");
        let rest = template.strip_prefix(R).unwrap_or(template);
        let file = |text: &str| {
            use base64::{Engine as _, engine::general_purpose::STANDARD};
            json!({
                "type": "file", "encoding": "base64", "size": text.len(), "name": "x", "path": "x",
                "content": STANDARD.encode(text), "sha": "b10b", "url": "u", "git_url": null,
                "html_url": null, "download_url": null,
                "_links": {"git": null, "html": null, "self": "s"},
            })
        };
        Reply::json(&match rest {
            "/actions/runs/{run_id}" => self.run(RUN),
            "/actions/runs/{run_id}/attempts/{attempt_number}/jobs" => {
                let job = with(
                    example("/actions/jobs/{job_id}"),
                    &json!({
                        "id": 70, "name": "deploy", "status": "completed", "conclusion": "failure",
                    }),
                );
                json!({"total_count": 1, "jobs": [job]})
            }
            "/actions/workflows/{workflow_id}/runs" => {
                let runs: Vec<Value> = self.runs.iter().map(|id| self.run(*id)).collect();
                json!({"total_count": runs.len(), "workflow_runs": runs})
            }
            "/actions/runs/{run_id}/pending_deployments" => match self.pending {
                true => {
                    let mut all = example(rest);
                    all[0]["environment"]["id"] = json!(5);
                    all[0]["environment"]["name"] = json!("production");
                    all[0]["current_user_can_approve"] = json!(true);
                    all
                }
                false => json!([]),
            },
            "/actions/runs/{run_id}/approvals" => match self.approved {
                Some(word) => {
                    let mut all = example(rest);
                    all[0]["state"] = json!(word);
                    all[0]["user"]["login"] = json!("you");
                    all[0]["environments"][0]["id"] = json!(5);
                    all
                }
                None => json!([]),
            },
            "/environments" => json!({"total_count": 0, "environments": []}),
            "/deployments" => json!([]),
            "/actions/runs/{run_id}/concurrency_groups" => {
                json!({"total_count": 0, "concurrency_groups": []})
            }
            "/contents/{path}" => match request.path.contains("workflows") {
                true => file(WORKFLOW),
                false => file(self.file),
            },
            "/branches/{branch}" => match request.path.ends_with("/main") || self.branch {
                true => {
                    let mut branch = example(rest);
                    branch["commit"]["sha"] = json!(SHA);
                    branch
                }
                false => return Reply::error(404, "Branch not found"),
            },
            "" => with(example(""), &json!({"default_branch": "main"})),
            "/pulls" => match self.pull_request {
                true => json!([with(
                    example(rest)[0].clone(),
                    &json!({"number": 146, "html_url": "https://github.com/o/n/pull/146"})
                )]),
                false => json!([]),
            },
            "/user" => {
                return Reply::odd(200, json!({"login": "you"}).to_string())
                    .with("x-oauth-scopes", "repo");
            }
            other => panic!("nothing is there: {other}"),
        })
    }

    fn write(&mut self, request: &Request) -> Reply {
        let operation = request.operation();
        let (_, rest) = operation.split_once(R).unwrap_or(("", operation.as_str()));
        match rest {
            "/actions/runs/{run_id}/rerun-failed-jobs"
            | "/actions/runs/{run_id}/rerun"
            | "/actions/jobs/{job_id}/rerun" => {
                (self.attempt, self.status, self.conclusion) = (self.attempt + 1, "queued", None);
                Reply::done(201, &json!({}))
            }
            "/actions/runs/{run_id}/cancel" => {
                (self.status, self.conclusion) = ("completed", Some("cancelled"));
                Reply::done(202, &json!({}))
            }
            "/actions/runs/{run_id}/pending_deployments" => {
                let said: Value = serde_json::from_slice(&request.body).unwrap();
                let word = match said["state"].as_str() {
                    Some("approved") => "approved",
                    _ => "rejected",
                };
                (self.pending, self.approved) = (false, Some(word));
                Reply::done(200, &json!([]))
            }
            "/actions/workflows/{workflow_id}/dispatches" => {
                self.runs.insert(0, 77);
                let run = json!({"workflow_run_id": 77});
                let answer = openapi::write_example(&operation, 200);
                Reply::done(200, &with(answer, &run))
            }
            "/git/refs" => {
                self.branch = true;
                Reply::done(201, &openapi::write_example(&operation, 201))
            }
            "/contents/{path}" => Reply::done(200, &openapi::write_example(&operation, 200)),
            "/pulls" => {
                self.pull_request = true;
                Reply::done(201, &openapi::write_example(&operation, 201))
            }
            other => panic!("nothing is written there: {other}"),
        }
    }
}

pub struct Scene {
    pub fake: Fake,
    pub there: Arc<Mutex<There>>,
    pub settings: Settings,
    pub memory: Memory,
    fixture: Fixture,
}

impl Scene {
    pub fn new(there: There) -> Self {
        let there = Arc::new(Mutex::new(there));
        let inside = Arc::clone(&there);
        let fake = Fake::start(move |request| {
            let mut there = inside.lock().unwrap();
            if let Some(reply) = there.answers.and_then(|odd| odd(request, &mut there)) {
                return reply;
            }
            match request.writes() {
                true => there.write(request),
                false => there.read(request),
            }
        });
        let name = EnvironmentName::new("dev");
        let environment = Environment {
            production: false,
            ..Environment::unknown(name.clone())
        };
        let at = format!("{}/DataTalksClub/dataops", fake.host());
        let settings = Settings {
            environments: vec![environment],
            current: name.clone(),
            github: vec![WritableRepository {
                at: HostedName::parse(&at).unwrap(),
                environment: name,
                allow_writes: true,
            }],
            gate: GateSettings {
                allow_writes: true,
                ..GateSettings::default()
            },
            ..Settings::default()
        };
        Self {
            fake,
            there,
            settings,
            memory: Memory::default(),
            fixture: Fixture::with_profile(""),
        }
    }

    pub fn session_id() -> SessionId {
        SessionId {
            session: 7,
            world: "aws".to_owned(),
        }
    }

    pub fn writer(&self) -> Writer<RealExecutor, Memory> {
        let settings = Arc::new(self.settings.clone());
        let aws = Aws::with_ambient(Arc::clone(&settings), self.fixture.ambient.clone());
        let tree = Err(fault("There is no repository here."));
        let executor = RealExecutor::new(Arc::new(aws), tree);
        let executor = executor.with_github(Arc::new(GitHub::new(around(&self.fake))));
        let who = Who {
            user: "you".to_owned(),
            host: "here".to_owned(),
            ssh_client: None,
        };
        let writer = Writer::new(
            executor,
            self.memory.clone(),
            settings,
            Self::session_id(),
            who,
        );
        writer.with_patience(Patience {
            holds: Duration::from_millis(400),
            between: Duration::from_millis(60),
        })
    }

    pub fn plan(&self, assessment: Assessment) -> Plan {
        Plan::of(
            assessment,
            &self.settings,
            Self::session_id(),
            Timestamp::now(),
        )
    }

    /// Approves as the modal does: with fresh facts and the exact phrase.
    pub fn approve(&self, assessment: Assessment) -> Approved {
        let plan = self.plan(assessment);
        let phrase = plan.phrase().text().to_owned();
        plan.confirm(&phrase, Timestamp::now())
            .unwrap_or_else(|refused| panic!("{:?}: {:?}", refused.1, refused.0.verdicts()))
    }

    pub async fn apply(&self, write: impl Into<Write>) -> WriteReport {
        let writer = self.writer();
        let assessment = writer.assess(draft(write)).await.unwrap();
        writer.write(self.approve(assessment)).await
    }

    /// What was sent that is no read, seen from outside.
    pub fn sent(&self) -> Vec<Request> {
        self.fake
            .seen()
            .into_iter()
            .filter(Request::writes)
            .collect()
    }

    pub fn stages(&self) -> Vec<Stage> {
        let records = self.memory.records.lock().unwrap();
        records
            .iter()
            .map(|record| record.entry.stage.clone())
            .collect()
    }
}

pub fn repository() -> Repository {
    crate::edge::github::repository()
}

pub fn draft(write: impl Into<Write>) -> Draft {
    Draft {
        environment: EnvironmentName::new("dev"),
        write: write.into(),
        origin: Origin::GitHub,
        uses: Vec::new(),
        peers: None,
    }
}

pub fn rerun() -> RerunRun {
    RerunRun {
        repository: repository(),
        run: RunId(RUN),
        what: Rerun::Failed,
        debug: false,
        stack: None,
    }
}
