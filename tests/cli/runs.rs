//! `check runs` and `why RUN` against answers of GitHub's own shapes: what they say and
//! how they exit.

use serde_json::{Value, json};

use super::process::Machine;
use crate::support::{
    github::{Fake, Reply, Request},
    openapi,
};

const RUNS: &str = "/repos/{owner}/{repo}/actions/runs";
const RUN: &str = "/repos/{owner}/{repo}/actions/runs/{run_id}";
const JOBS: &str = "/repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}/jobs";
const PENDING: &str = "/repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments";
const DENIED: &str = "User: arn:aws:sts::123456789012:assumed-role/deploy/ci is not authorized to perform: events:DescribeRule on resource: arn:aws:events:eu-west-1:123456789012:rule/app-Cron because no identity-based policy allows the events:DescribeRule action";

fn with(mut value: Value, fields: &Value) -> Value {
    for (name, field) in fields.as_object().unwrap() {
        value[name] = field.clone();
    }
    value
}

fn run(id: u64, status: &str, conclusion: Option<&str>) -> Value {
    let fields = json!({
        "id": id, "name": "Deploy", "head_branch": "main", "workflow_id": 3, "run_attempt": 1,
        "status": status, "conclusion": conclusion,
        "created_at": format!("2026-05-18T13:{:02}:00Z", id % 60),
    });
    with(openapi::example(RUN, true), &fields)
}

fn failed_job() -> Value {
    let mut answer = openapi::example(JOBS, true);
    let job = &mut answer["jobs"][0];
    let step = json!({
        "name": "Deploy the stack", "number": 4, "status": "completed", "conclusion": "failure",
        "started_at": "2026-05-18T13:41:00Z", "completed_at": "2026-05-18T13:41:06Z",
    });
    let fields = json!({
        "id": 70, "name": "deploy", "status": "completed", "conclusion": "failure", "steps": [step],
    });
    *job = with(job.clone(), &fields);
    answer["total_count"] = json!(1);
    answer
}

fn log() -> String {
    format!(
        "2026-05-18T13:41:01.0000000Z deploying\n2026-05-18T13:41:02.0000000Z \u{1b}[31m{DENIED}\u{1b}[0m\n2026-05-18T13:41:05.0000000Z ##[error]Process completed with exit code 1.\n"
    )
}

/// These runs, whatever list is asked for.
fn github(runs: Vec<Value>, logs: String) -> Fake {
    Fake::start(move |request: &Request| {
        let template = openapi::template(&request.path).unwrap();
        let status = request.asked("status");
        match template {
            RUNS => {
                let wanted = |run: &&Value| status.is_none_or(|status| run["status"] == status);
                let found: Vec<&Value> = runs.iter().filter(wanted).collect();
                Reply::json(&json!({"total_count": found.len(), "workflow_runs": found}))
            }
            RUN => {
                let id = request.path.rsplit('/').next().unwrap();
                let id: u64 = id.parse().unwrap();
                let found = runs.iter().find(|run| run["id"] == id);
                found.map_or_else(|| Reply::error(404, "Not Found"), Reply::json)
            }
            JOBS => Reply::json(&failed_job()),
            PENDING => {
                let mut answer = openapi::example(PENDING, true);
                answer[0]["environment"]["name"] = json!("production");
                Reply::json(&answer)
            }
            _ if template.ends_with("/logs") => Reply::redirect(&logs),
            _ => Reply::json(&openapi::example(template, true)),
        }
    })
}

fn logs() -> Fake {
    Fake::elsewhere(|_| Reply::odd(200, log()))
}

fn machine(fake: &Fake) -> Machine {
    Machine::new()
        .set("GITHUB_API_URL", &fake.url)
        .set("GH_HOST", &fake.host())
        .set("GH_ENTERPRISE_TOKEN", "a_token_of_the_test")
        .file("watchkeeper.toml", "[github]\nrepository = \"ops/tree\"\n")
}

#[test]
fn runs_that_are_well_exit_0_and_cost_the_lists_alone() {
    let fake = github(vec![run(7, "completed", Some("success"))], String::new());
    let ran = machine(&fake).run(&["check", "runs"]).exits(0);
    ran.answers("Workflow runs of ops/tree")
        .answers("well: 0 findings, 0 unknown, 1 run");
    assert_eq!(fake.seen().len(), 4);
}

#[test]
fn a_red_branch_exits_1_with_the_step_and_an_older_failure_is_none() {
    let fake = github(
        vec![
            run(9, "completed", Some("cancelled")),
            run(8, "completed", Some("failure")),
            run(7, "completed", Some("failure")),
        ],
        String::new(),
    );
    let ran = machine(&fake).run(&["check", "runs"]).exits(1);
    ran.answers("x Deploy on main failed: deploy / Deploy the stack")
        .answers("1 finding,");
    let json = machine(&fake)
        .run(&["check", "runs", "--json"])
        .exits(1)
        .json();
    assert_eq!(json["command"], "check runs");
    assert_eq!(json["repository"], "ops/tree");
    assert_eq!(json["findings"][0]["priority"], "P1");
    assert_eq!(json["findings"][0]["subject"]["name"], "8");
    assert_eq!(
        json["runs"][1]["failed_jobs"][0]["failed_steps"][0]["name"],
        "Deploy the stack"
    );
}

#[test]
fn an_approval_that_later_runs_wait_behind_is_more_urgent_than_a_failure() {
    let fake = github(
        vec![
            run(9, "pending", None),
            run(8, "completed", Some("failure")),
            run(7, "waiting", None),
        ],
        String::new(),
    );
    let json = machine(&fake)
        .run(&["check", "runs", "--json"])
        .exits(1)
        .json();
    let first = &json["findings"][0];
    assert_eq!(
        (&first["rule"], &first["priority"]),
        (&json!("run-waiting"), &json!("P0"))
    );
    let title = first["title"].as_str().unwrap();
    assert_eq!(
        title,
        "Deploy on main waits for production, and a later run of it is not over"
    );
}

#[test]
fn what_could_not_be_read_is_never_0() {
    let fake =
        Fake::start(|_| Reply::error(403, "Resource not accessible by personal access token"));
    let ran = machine(&fake).run(&["check", "runs"]).exits(2);
    ran.answers("could not tell");
    let none = machine(&fake).file("watchkeeper.toml", "");
    none.run(&["check", "runs"])
        .exits(2)
        .answers("no repository on GitHub is known");
}

#[test]
fn why_goes_from_the_run_to_the_step_to_the_refusal() {
    let logs = logs();
    let fake = github(
        vec![run(8, "completed", Some("failure"))],
        format!("{}/log", logs.url),
    );
    let ran = machine(&fake).run(&["why", "8"]).exits(1);
    ran.answers("job deploy failure")
        .answers("step Deploy the stack failed as step 4")
        .answers("deploy may not call events:DescribeRule on arn:aws:events")
        .answers("Process completed with exit code 1.");
    let address = format!("https://{}/ops/tree/actions/runs/8/job/70", fake.host());
    let json = machine(&fake).run(&["why", "8", "--json"]).exits(1).json();
    let kinds: Vec<&str> = json["chain"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|link| link["kind"].as_str())
        .collect();
    let of_job: Vec<&str> = kinds
        .iter()
        .skip_while(|kind| **kind != "job")
        .copied()
        .collect();
    assert_eq!(of_job, ["job", "step", "log", "denied"]);
    // A host with a port is none that an address of a run may name.
    machine(&fake).run(&["why", &address]).exits(64);
}

#[test]
fn an_address_on_another_host_is_refused_and_nothing_is_sent() {
    let fake = github(vec![run(8, "completed", Some("failure"))], String::new());
    let ran = machine(&fake)
        .run(&[
            "why",
            "https://ghp.evil.example/ops/tree/actions/runs/28319977186",
        ])
        .exits(64);
    assert!(ran.err.contains("ghp.evil.example"), "{}", ran.err);
    assert!(
        ran.err.contains("run 28319977186 of ops/tree"),
        "{}",
        ran.err
    );
    assert!(fake.seen().is_empty());
    machine(&fake)
        .run(&["why", "https://github.com/ops/tree/pull/8"])
        .exits(64);
}
