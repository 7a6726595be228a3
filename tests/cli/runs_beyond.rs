//! `why RUN` where the run's own words end, and `check deployed`: runs without jobs, lost
//! runners, logs that are not there, what is deployed.

use serde_json::{Value, json};

use super::process::{Machine, Ran};
use crate::support::{
    github::{Fake, Reply, Request},
    openapi,
};

const RUN: &str = "/repos/{owner}/{repo}/actions/runs/{run_id}";
const ATTEMPT: &str = "/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}";
const RUNS: &str = "/repos/{owner}/{repo}/actions/runs";
const JOBS: &str = "/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs";
const LOG: &str = "/repos/{owner}/{repo}/actions/jobs/{job_id}/logs";
const NOTES: &str = "/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations";
const CONTENTS: &str = "/repos/{owner}/{repo}/contents/{path}";
const PERMISSIONS: &str = "/repos/{owner}/{repo}/actions/permissions";
const GROUPS: &str = "/repos/{owner}/{repo}/actions/runs/{run_id}/concurrency_groups";
const DEPLOYMENTS: &str = "/repos/{owner}/{repo}/deployments";
const STATUSES: &str = "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses";
const COMPARE: &str = "/repos/{owner}/{repo}/compare/{basehead}";
const REPOSITORY: &str = "/repos/{owner}/{repo}";

const SHA: &str = "4f1c2ab9d07e6135c8f0a1b2c3d4e5f60718293a";

fn with(mut value: Value, fields: &Value) -> Value {
    for (name, field) in fields.as_object().unwrap() {
        value[name] = field.clone();
    }
    value
}

/// A run of this state, of a workflow with this text, with these jobs.
#[derive(Clone)]
struct Scene {
    run: Value,
    text: String,
    job: Option<Value>,
    log: Reply,
    notes: Reply,
    permissions: Reply,
    groups: Reply,
    deployment: Value,
    /// Other runs of its workflow.
    others: Vec<Value>,
}

impl Scene {
    fn new(status: &str, conclusion: Option<&str>) -> Self {
        let run = json!({
            "id": 8, "name": "Deploy", "head_branch": "main", "workflow_id": 3, "run_attempt": 1,
            "status": status, "conclusion": conclusion, "event": "push", "head_sha": SHA,
            "path": ".github/workflows/deploy.yml",
            "created_at": "2026-05-18T13:08:00Z", "updated_at": "2026-05-18T13:09:00Z",
        });
        Self {
            run: with(openapi::example(RUN, true), &run),
            text: "on: push\njobs:\n  deploy:\n    environment: production\n    steps:\n      - uses: actions/checkout@v5\n".to_owned(),
            job: None,
            others: Vec::new(),
            log: Reply::error(404, "Not Found"),
            notes: Reply::json(&json!([])),
            permissions: Reply::error(403, "Resource not accessible by personal access token"),
            groups: Reply::json(&json!({"total_count": 0, "concurrency_groups": []})),
            deployment: with(
                openapi::example(DEPLOYMENTS, true)[0].clone(),
                &json!({"id": 5, "environment": "production", "sha": "f".repeat(40)}),
            ),
        }
    }

    fn github(self, logs: Option<String>) -> Fake {
        Fake::start(move |request: &Request| {
            let template = openapi::template(&request.path).unwrap();
            let page = |runs: Vec<&Value>| {
                Reply::json(&json!({"total_count": runs.len(), "workflow_runs": runs}))
            };
            match template {
                RUNS => page(vec![&self.run]),
                RUN | ATTEMPT => Reply::json(&self.run),
                JOBS => {
                    let jobs: Vec<&Value> = self.job.iter().collect();
                    Reply::json(&json!({"total_count": jobs.len(), "jobs": jobs}))
                }
                LOG => logs
                    .as_ref()
                    .map_or(self.log.clone(), |to| Reply::redirect(to)),
                NOTES => self.notes.clone(),
                CONTENTS => {
                    use base64::{Engine, engine::general_purpose::STANDARD};
                    let packed = STANDARD.encode(&self.text);
                    let file =
                        json!({"encoding": "base64", "content": packed, "size": self.text.len()});
                    Reply::odd(200, file.to_string())
                }
                PERMISSIONS => self.permissions.clone(),
                GROUPS => self.groups.clone(),
                DEPLOYMENTS => Reply::json(&json!([self.deployment])),
                STATUSES => {
                    let status = with(
                        openapi::example(STATUSES, true)[0].clone(),
                        &json!({"state": "success", "log_url": "https://github.com/ops/tree/actions/runs/8/job/70"}),
                    );
                    Reply::json(&json!([status]))
                }
                COMPARE => {
                    let fields = json!({"ahead_by": 3, "behind_by": 0});
                    Reply::json(&with(openapi::example(COMPARE, true), &fields))
                }
                REPOSITORY => {
                    let fields = json!({"default_branch": "main", "full_name": "ops/tree"});
                    Reply::json(&with(openapi::example(REPOSITORY, true), &fields))
                }
                template if template.contains("/workflows/") => page(self.others.iter().collect()),
                template => Reply::json(&openapi::example(template, true)),
            }
        })
    }

    fn why(self) -> Ran {
        let fake = self.github(None);
        machine(&fake).run(&["why", "8"])
    }
}

fn machine(fake: &Fake) -> Machine {
    Machine::new()
        .set("GITHUB_API_URL", &fake.url)
        .set("GH_HOST", &fake.host())
        .set("GH_ENTERPRISE_TOKEN", "a_token_of_the_test")
        .file("watchkeeper.toml", "[github]\nrepository = \"ops/tree\"\n")
}

/// A job that failed and no step of it, which ended then.
fn lost_job(ended: &str) -> Value {
    let fields = json!({
        "id": 70, "name": "deploy", "status": "completed", "conclusion": "failure", "steps": [],
        "completed_at": ended, "check_run_url": "https://api.github.com/repos/ops/tree/check-runs/70",
    });
    with(openapi::example(JOBS, true)["jobs"][0].clone(), &fields)
}

fn noted(said: &str) -> Reply {
    let note = with(
        openapi::example(NOTES, true)[0].clone(),
        &json!({"message": said}),
    );
    Reply::json(&json!([note]))
}

const LOST: &str = "The hosted runner lost communication with the server. Anything in your workflow that terminates the runner process can cause this.";

#[test]
fn a_startup_failure_lists_every_cause_with_what_could_not_be_looked_at() {
    let ran = Scene::new("completed", Some("startup_failure"))
        .why()
        .exits(1);
    ran.answers(
        "ruled out: a workflow file that GitHub cannot read. It is YAML, and declares 1 job.",
    )
    .answers("left open: an action that may not run.")
    .answers("administration")
    .answers("? why run 8 has no jobs: of 7 known causes 0 found");
}

#[test]
fn a_failure_without_jobs_whose_text_is_broken_names_the_line() {
    let scene = Scene {
        text: "on: push\njobs:\n  a: [\n".to_owned(),
        ..Scene::new("completed", Some("failure"))
    };
    let ran = scene.why().exits(1);
    ran.answers("CAUSE a workflow file that GitHub cannot read. Line");
}

#[test]
fn a_run_that_needs_to_be_allowed_says_where_its_commit_comes_from() {
    let mut scene = Scene::new("completed", Some("action_required"));
    scene.run["head_repository"]["full_name"] = json!("somebody/tree");
    scene.run["actor"]["type"] = json!("User");
    scene.run["triggering_actor"]["type"] = json!("User");
    let ran = scene.why().exits(1);
    ran.answers(
        "CAUSE a fork's run, which a maintainer must allow. The commit comes from somebody/tree.",
    );
}

#[test]
fn a_pending_run_of_an_older_server_is_told_as_open() {
    let scene = Scene {
        groups: Reply::error(404, "Not Found"),
        ..Scene::new("pending", None)
    };
    let ran = scene.why();
    ran.answers("left open: its concurrency group is taken.")
        .answers("An older server does not know concurrency groups.");
}

#[test]
fn an_older_server_is_made_up_for_by_the_text_and_that_is_said() {
    let mut scene = Scene {
        groups: Reply::error(404, "Not Found"),
        text: "on: push\nconcurrency: release\njobs:\n  deploy:\n    steps: []\n".to_owned(),
        ..Scene::new("pending", None)
    };
    let before = json!({"id": 7, "status": "in_progress", "created_at": "2026-05-18T12:08:00Z"});
    scene.others = vec![with(scene.run.clone(), &before)];
    let ran = scene.why();
    ran.answers("behind run 7, which holds the group release")
        .answers("(derived from the workflow's text)");
}

#[test]
fn a_cancelled_run_without_jobs_blames_nobody_without_a_sign() {
    let ran = Scene::new("completed", Some("cancelled")).why().exits(0);
    // Its workflow has no group: nobody can have taken its place.
    ran.answers("ruled out: a later run took its place in the concurrency group.")
        .answers("left open: a person or an app cancelled it before it began.");
}

#[test]
fn a_lost_runner_is_called_so_by_its_annotations() {
    let scene = Scene {
        job: Some(lost_job("2026-05-18T13:09:00Z")),
        notes: noted(LOST),
        ..Scene::new("completed", Some("failure"))
    };
    let ran = scene.why().exits(1);
    ran.answers("annotation The hosted runner lost communication with the server.")
        .answers("CAUSE its runner was lost: no step of it failed");
}

#[test]
fn without_the_permission_to_read_annotations_it_is_said_that_it_could_not_be_told() {
    let scene = Scene {
        job: Some(lost_job("2026-05-18T13:09:00Z")),
        notes: Reply::error(403, "Resource not accessible by personal access token"),
        ..Scene::new("completed", Some("failure"))
    };
    let ran = scene.why().exits(1);
    ran.answers("? why job deploy failed: No step of it failed, and whether its runner was lost could not be told: the annotations need checks:read");
}

#[test]
fn a_log_is_not_there_yet_or_expired_or_missing() {
    let of = |ended: &str, log: Reply| {
        let scene = Scene {
            job: Some(lost_job(ended)),
            log,
            ..Scene::new("completed", Some("failure"))
        };
        scene.why().exits(1).out
    };
    let missing = || Reply::error(404, "Not Found");
    let now = jiff::Timestamp::now().to_string();
    assert!(of(&now, missing()).contains("Its log is not there yet"));
    let gone = of("2026-05-18T13:09:00Z", Reply::error(410, "Gone"));
    assert!(
        gone.contains("Its log expired: GitHub keeps it no longer."),
        "{gone}"
    );
    let old = of("2019-05-18T13:09:00Z", missing());
    assert!(old.contains("Its log expired: logs are kept"), "{old}");
    let day_ago = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(20);
    let why = of(&day_ago.to_string(), missing());
    assert!(why.contains("why is not known"), "{why}");
}

#[test]
fn an_earlier_attempt_is_told_with_the_step_that_failed_in_it() {
    let mut scene = Scene::new("completed", Some("success"));
    scene.run["run_attempt"] = json!(2);
    let mut job = lost_job("2026-05-18T13:09:00Z");
    job["steps"] = json!([{
        "name": "Deploy the stack", "number": 4, "status": "completed", "conclusion": "failure",
    }]);
    scene.job = Some(job);
    let ran = scene.why();
    ran.answers("attempt 1 was success at deploy / Deploy the stack");
}

#[test]
fn what_is_deployed_is_the_commit_that_the_job_checked_out() {
    let fake = Scene::new("completed", Some("success")).github(None);
    let ran = machine(&fake).run(&["check", "deployed"]).exits(0);
    ran.answers("Deployments of ops/tree")
        .answers("= production has 4f1c2ab")
        .answers("main is 3 commits ahead of it")
        .answers("known: 0 findings, 0 unknown, 1 environment");
    let json = machine(&fake)
        .run(&["check", "deployed", "--json"])
        .exits(0)
        .json();
    assert_eq!(json["environments"][0]["sha"], SHA);
    assert!(json["environments"][0]["artifacts"][0]["digest"].is_string());
    machine(&fake)
        .run(&["check", "deployed", "--to", "nowhere"])
        .exits(64);
}

#[test]
fn of_another_ref_the_log_of_the_checkout_speaks_and_else_it_is_not_known() {
    let other = || {
        Scene {
        text: "on: push\njobs:\n  deploy:\n    environment: production\n    steps:\n      - uses: actions/checkout@v5\n        with: {ref: '${{ inputs.tag }}'}\n".to_owned(),
        ..Scene::new("completed", Some("success"))
    }
    };
    let fake = other().github(None);
    let ran = machine(&fake).run(&["check", "deployed"]).exits(2);
    // Neither the run's commit nor the deployment's stands in for it.
    let ran = ran
        .answers("? production has ?")
        .answers("Its checkout has a ref of its own, and its log was not read.");
    assert!(
        !ran.out.contains("4f1c2ab") && !ran.out.contains("fffffff"),
        "{}",
        ran.out
    );
    let sha = "77aa01bc2d3e4f5061728394a5b6c7d8e9f00112";
    let logs = Fake::elsewhere(move |_| {
        Reply::odd(
            200,
            format!(
                "2026-05-12T10:07:10.6000000Z [command]/usr/bin/git log -1 --format=%H\n2026-05-12T10:07:10.7000000Z {sha}\n"
            ),
        )
    });
    let fake = other().github(Some(format!("{}/log", logs.url)));
    let ran = machine(&fake).run(&["check", "deployed"]).exits(0);
    ran.answers("= production has 77aa01b")
        .answers("the log of its checkout names it");
    let mut by_run = Scene::new("completed", Some("success"));
    by_run.run["event"] = json!("workflow_run");
    let fake = by_run.github(None);
    machine(&fake)
        .run(&["check", "deployed"])
        .exits(2)
        .answers("? production has ?");
}
