//! `why RUN` in the demo's world: from a run to its cause, in one chain.

use std::sync::Arc;

use serde_json::{Value, json};
use watchkeeper::{
    checks::{
        Conclusion, Registered,
        run::{OneRun, RunStory},
    },
    edge::demo::Demo,
    facts::{
        EnvironmentName,
        actions::{Artifact, Listing, RunId},
    },
    report::why::{Told, Why, as_json, as_text},
};

use crate::support::{
    harness::{STARTED, demo_settings},
    headless::concluded,
};

const DEPLOY: u64 = 28_319_977_186;
const DOCS: u64 = 28_316_902_214;
const NIGHTLY: u64 = 28_281_770_345;
const REPLACED: u64 = 28_255_510_077;
const WAITING: u64 = 28_120_044_310;
const BEHIND: u64 = 28_317_700_921;
const DRIFT: u64 = 28_302_200_417;

fn story(run: u64, world: &Demo) -> Arc<RunStory> {
    let settings = demo_settings("dataops");
    let topic = OneRun::of(&EnvironmentName::from("dataops"), RunId(run)).topic();
    let (store, conclusion) = concluded(world, &settings, &topic);
    for (ask, load) in store.iter() {
        assert!(load.fault.is_none(), "{ask:?} {:?}", load.fault);
    }
    let Conclusion::OneRun(story) = conclusion else {
        panic!("another conclusion")
    };
    story
}

fn told(run: u64, world: &Demo) -> (String, Value) {
    let story = story(run, world);
    let environment = EnvironmentName::from("dataops");
    let artifacts = Listing {
        items: vec![Artifact {
            name: Some("sbom".into()),
            digest: Some("sha256:1b2c".into()),
            expired: Some(true),
            ..Artifact::default()
        }],
        ..Listing::default()
    };
    let why = Why {
        environment: &environment,
        caller: None,
        at: STARTED.parse().unwrap(),
        faults: Vec::new(),
        told: Some(Told::Run(&story)),
        artifacts: Some(&artifacts),
    };
    let json = serde_json::from_str(&as_json(&why)).unwrap();
    (as_text(&why), json)
}

/// Each of them, in this order.
fn says(run: u64, wanted: &[&str]) -> Value {
    says_in(&Demo::open().unwrap(), run, wanted)
}

fn says_in(world: &Demo, run: u64, wanted: &[&str]) -> Value {
    let (text, json) = told(run, world);
    let mut rest = text.as_str();
    for words in wanted {
        let Some(at) = rest.find(words) else {
            panic!("`{words}` is not said here, or not behind the others:\n{text}")
        };
        rest = &rest[at..];
    }
    json
}

#[test]
fn a_failed_deploy_goes_from_the_run_to_the_stale_stack_in_one_chain() {
    let json = says(
        DEPLOY,
        &[
            "run 28319977186 Deploy DataOps V1 Lambda on main",
            "`- job deploy failure",
            "`- step Deploy DataOps v1 stack failed as step 4",
            "`- stack dataops-v1 is what it deploys with role dataops-github-actions-deploy (named by its log)",
            "`- dataops-v1 UPDATE_ROLLBACK_COMPLETE",
            "`- WorkEngineFunctionDailyWorkEngineCron CREATE_FAILED",
            "`- dataops-github-actions-deploy may not call events:DescribeRule",
            "the live policy does not grant it",
            "the repository grants it",
            "CAUSE stack dataops-v1-github-actions is stale",
            "artifact sbom sha256:1b2c, expired",
        ],
    );
    assert_eq!(json["run"]["artifacts"][0]["digest"], "sha256:1b2c");
    assert_eq!(json["cause"]["subject"], "dataops-v1-github-actions");
    assert_eq!(json["run"]["deploys"]["stack"], "dataops-v1");
}

#[test]
fn since_when_it_is_red_is_said_with_both_commits_and_what_changed_between_them() {
    says(
        DEPLOY,
        &[
            "red for 24 minutes: last well as run 28268113902 (77aa01b), first failed as run 28319977186 (4f1c2ab)",
            "infrastructure/iam is unchanged between 77aa01b and 4f1c2ab\n",
            "lambda-functions/template.github-actions-dataops.yaml changed between",
        ],
    );
    let json = says(
        DRIFT,
        &[
            "red for 1 day: last well as run 28274011882 (77aa01b), first failed as run 28288100093 (c05d7e8)",
            "infrastructure/iam is unchanged between 77aa01b and c05d7e8: the drift came from the live side",
        ],
    );
    assert_eq!(json["run"]["streak"]["red"]["run"], 28_288_100_093_u64);
    assert_eq!(json["run"]["between"][0]["changed"], false);
}

#[test]
fn a_refused_token_is_explained_by_its_subject_and_the_live_trust_policy() {
    let json = says(
        DOCS,
        &[
            "the job's token may not call sts:AssumeRoleWithWebIdentity",
            "This job presents the subject repo:DataTalksClub/dataops:environment:docs.",
            "Its StringEquals on sub asks for repo:DataTalksClub/dataops:ref:refs/heads/main",
            "The job has an environment, so its subject names that and no branch.",
            "CAUSE the trust policy of dataops-github-actions-deploy does not accept what this job presents",
        ],
    );
    let token = &json["run"]["token"];
    assert_eq!(
        token["presented"]["subject"],
        "repo:DataTalksClub/dataops:environment:docs"
    );
}

/// A world in which the log of the deploy job says something else.
fn with_log(text: &str) -> Demo {
    let of = json!([{"host": null, "owner": "DataTalksClub", "name": "dataops"},
                    {"actions": {"job-log": 84_000_000_002_u64}}]);
    let answer = json!({"text": text, "cut_at": null, "length": null});
    let recording = json!({"format": 1, "started": STARTED,
                           "answers": [{"ask": {"git-hub": of}, "answer": answer}]});
    Demo::with_recordings(&[&recording.to_string()]).unwrap()
}

#[test]
fn of_a_role_that_is_a_secret_those_are_named_whose_trust_accepts_the_token() {
    let log = "2026-05-18T13:41:11.2000000Z ##[group]Run aws-actions/configure-aws-credentials@v5\n\
        2026-05-18T13:41:11.2000000Z   role-to-assume: ***\n\
        2026-05-18T13:41:40.5000000Z Stack name                   : dataops-v1\n\
        2026-05-18T13:43:28.0000000Z ##[error]Process completed with exit code 1.\n";
    // The job has an environment, and the role's trust policy asks for the branch.
    says_in(
        &with_log(log),
        DEPLOY,
        &[
            "stack dataops-v1 is what it deploys with a role that is a secret, and none that accepts its token",
        ],
    );
}

#[test]
fn a_run_without_jobs_lists_every_known_cause_and_names_the_one_that_was_found() {
    let json = says(
        NIGHTLY,
        &[
            "ruled out: a workflow file that GitHub cannot read. It is YAML, and declares 1 job.",
            "ruled out: an action without a commit's SHA, where one is demanded.",
            "CAUSE an action that may not run. Not selected: acme/cloud-audit@v2.",
        ],
    );
    let candidates = json["run"]["no_jobs"]["candidates"].as_array().unwrap();
    assert_eq!(candidates.len(), 7);
}

#[test]
fn who_waits_behind_whom_and_for_how_long_is_said_and_who_was_pushed_out_did_not_fail() {
    let json = says(
        BEHIND,
        &[
            "behind run 28120044310, which holds the group release-production and has waited 13 days for approval by anna or release-managers (production)",
            "CAUSE its concurrency group is taken",
        ],
    );
    // The person who approves does not come by himself: that is a finding.
    assert_eq!(json["status"], "findings");
    says(
        WAITING,
        &[
            "CAUSE waits for approval by anna or release-managers",
            "run 28255510077 came after it. It did not fail and nobody cancelled it: run 28317700921 took its place",
        ],
    );
    let json = says(REPLACED, &["It did not fail and nobody cancelled it"]);
    assert_eq!(json["status"], "ok");
    assert_eq!(
        json["run"]["replaced"],
        json!({"by": BEHIND, "noted": false})
    );
}
