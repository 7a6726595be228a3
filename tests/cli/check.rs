//! `check drift` against an account at moto's server: what it says and how it exits.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use serde_json::json;

use super::process::Machine;
use crate::support::moto::{Keys, Moto};

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

fn policy(actions: &serde_json::Value) -> String {
    json!({
        "Version": "2012-10-17",
        "Statement": [{"Sid": "S1", "Effect": "Allow", "Action": actions, "Resource": "*"}],
    })
    .to_string()
}

fn reads() -> String {
    policy(&json!("s3:GetObject"))
}

/// An account of its own with these roles, each with one inline policy `p`.
async fn account(roles: &[(&str, &str)]) -> (&'static Moto, Keys) {
    let moto = Moto::start();
    let keys = moto.keys().await;
    let iam = moto.iam(&keys).await;
    for (role, document) in roles {
        iam.create_role()
            .role_name(*role)
            .assume_role_policy_document(TRUST)
            .send()
            .await
            .unwrap();
        iam.put_role_policy()
            .role_name(*role)
            .policy_name("p")
            .policy_document(*document)
            .send()
            .await
            .unwrap();
    }
    (moto, keys)
}

#[tokio::test]
async fn what_is_in_sync_exits_0() {
    let (moto, keys) = account(&[("alpha", &reads())]).await;
    let machine = Machine::new()
        .with_account(moto, &keys)
        .project()
        .file("iam/alpha/p.json", &reads());
    let ran = machine.run(&["check", "drift"]).exits(0);
    let ran = ran.answers("in sync: 0 findings, 0 unknown, 0 cosmetic, 1 in sync");
    assert!(ran.out.contains(&keys.account), "{}", ran.out);
    assert_eq!(ran.err, "");
}

#[tokio::test]
async fn a_cosmetic_difference_exits_0_and_is_told() {
    let (moto, keys) = account(&[("alpha", &policy(&json!(["S3:getobject"])))]).await;
    let machine = Machine::new()
        .with_account(moto, &keys)
        .project()
        .file("iam/alpha/p.json", &reads());
    let ran = machine.run(&["check", "drift"]).exits(0);
    ran.answers("c alpha / p  cosmetic").answers("1 cosmetic");
}

#[tokio::test]
async fn a_difference_exits_1_and_says_what_only_live_allows() {
    let (moto, keys) = account(&[("alpha", &policy(&json!("s3:*"))), ("beta", &reads())]).await;
    let machine = Machine::new()
        .with_account(moto, &keys)
        .project()
        .file("iam/alpha/p.json", &reads())
        .file("iam/beta/p.json", &reads());
    let ran = machine.run(&["check", "drift"]).exits(1);
    ran.answers("! alpha / p  live BROADER")
        .answers("only live allows s3:*")
        .answers("codified in iam/alpha/p.json");
    machine.run(&["check", "drift", "--role", "alpha"]).exits(1);
    let beta = machine.run(&["check", "drift", "--role", "beta"]).exits(0);
    assert!(!beta.out.contains("alpha"), "{}", beta.out);
    machine
        .run(&["check", "drift", "--role", "gamma"])
        .refuses("Neither the repository nor the account has a role gamma");
}

#[tokio::test]
async fn the_json_is_what_the_interface_promises() {
    let (moto, keys) = account(&[("alpha", &policy(&json!("s3:*"))), ("spike", &reads())]).await;
    let machine = Machine::new()
        .with_account(moto, &keys)
        .project()
        .file("iam/alpha/p.json", &reads())
        .file("iam/gone/p.json", &reads());
    let ran = machine.run(&["check", "drift", "--json"]).exits(1);
    let value = ran.json();
    assert_eq!(value["schema"], 1);
    assert_eq!(value["command"], "check drift");
    assert_eq!(value["account"], keys.account.as_str());
    assert_eq!(value["region"], "eu-west-1");
    assert_eq!(value["status"], "findings");
    value["generated_at"]
        .as_str()
        .unwrap()
        .parse::<jiff::Timestamp>()
        .unwrap();
    let item = |role: &str| {
        let items = value["drift"].as_array().unwrap();
        items
            .iter()
            .find(|item| item["role"] == role)
            .unwrap()
            .clone()
    };
    let alpha = item("alpha");
    assert_eq!(alpha["policy"], "p");
    assert_eq!(alpha["kind"], "inline");
    assert_eq!(alpha["state"], "drifted");
    assert_eq!(alpha["verdict"], "broader");
    assert!(
        alpha["gained"][0].as_str().unwrap().contains("s3:*"),
        "{alpha}"
    );
    assert_eq!(alpha["lost"], json!([]));
    let witness = &alpha["witness"];
    assert_ne!(witness["action"], "s3:GetObject", "both allow that");
    assert!(
        witness["resource"].is_string() && witness["context"].is_object(),
        "{witness}"
    );
    assert_eq!(witness["codified"], "ImplicitlyDenied");
    assert_eq!(witness["live"], "Allowed");
    assert_eq!(item("gone")["state"], "role-missing");
    assert_eq!(item("spike")["state"], "uncodified");
    let finding = value["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|finding| finding["id"] == "drift/alpha/p")
        .unwrap();
    assert_eq!(finding["rule"], "iam-drift");
    assert_eq!(finding["priority"], "P1");
    assert_eq!(finding["status"], "RED");
    assert_eq!(
        finding["subject"],
        json!({"kind": "role-policy", "name": "p", "parent": "alpha"})
    );
    assert!(finding["evidence"][0]["what"].is_string() && finding["remedy"].is_string());
    assert_eq!(value["unknown"], json!([]));
}

#[tokio::test]
async fn a_broken_file_is_a_finding_with_its_place_and_the_others_are_compared() {
    let (moto, keys) = account(&[("alpha", &reads())]).await;
    let machine = Machine::new()
        .with_account(moto, &keys)
        .project()
        .file("iam/alpha/p.json", &reads())
        .file("iam/alpha/q.json", "{\n  \"Version\": oops\n}");
    let ran = machine.run(&["check", "drift"]).exits(1);
    ran.answers("iam/alpha/q.json:2:").answers("1 in sync");
}

#[test]
fn an_endpoint_that_does_not_answer_exits_2() {
    let machine = Machine::new()
        .project()
        .file("iam/alpha/p.json", &reads())
        .set("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        .set("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .set("AWS_SECRET_ACCESS_KEY", "secret")
        .set("AWS_REGION", "eu-west-1");
    let ran = machine.run(&["check", "drift"]).exits(2);
    ran.answers("could not tell")
        .answers("the account is not known");
    let ran = machine.run(&["check", "drift", "--json"]).exits(2);
    let value = ran.json();
    assert_eq!(value["status"], "unknown");
    assert_eq!(value["account"], json!(null));
    let unknown = &value["unknown"][0];
    for field in ["what", "why", "hint"] {
        assert!(
            unknown[field].as_str().is_some_and(|text| !text.is_empty()),
            "{unknown}"
        );
    }
}

#[test]
fn no_credentials_exit_2_and_say_how_to_get_some() {
    let machine = Machine::new()
        .project()
        .file("iam/alpha/p.json", &reads())
        .set("AWS_REGION", "eu-west-1");
    let since = Instant::now();
    let ran = machine.run(&["check", "drift"]).exits(2);
    ran.answers("credentials").answers("could not tell");
    assert!(since.elapsed() < Duration::from_secs(30));
}

#[tokio::test]
async fn the_wrong_account_is_refused_and_nothing_of_it_is_told() {
    let (moto, keys) = account(&[("of-another-account", &reads())]).await;
    let machine = Machine::new()
        .with_account(moto, &keys)
        .project()
        .file("iam/alpha/p.json", &reads())
        .own(
            "[[environment]]\nname = \"dev\"\nregion = \"eu-west-1\"\naccount = \"111122223333\"\n",
        );
    let ran = machine.run(&["check", "drift"]).exits(2);
    let ran = ran.answers("111122223333").answers(&keys.account);
    assert!(!ran.out.contains("of-another-account"), "{}", ran.out);
}

#[test]
fn without_configuration_it_exits_64_and_says_what_to_write() {
    let machine = Machine::new();
    let ran = machine.run(&["check", "drift"]);
    ran.refuses("[drift]")
        .refuses("policies = [\"infrastructure/iam\"]");
}

#[tokio::test]
async fn a_reader_that_stops_reading_is_no_error() {
    let (moto, keys) = account(&[("alpha", &reads())]).await;
    let machine = Machine::new()
        .with_account(moto, &keys)
        .project()
        .file("iam/alpha/p.json", &reads());
    let mut child = machine
        .command(&["check", "drift"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn a_role_that_could_not_be_looked_for_is_unknown_and_not_misspelt() {
    let machine = Machine::new()
        .set("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        .set("AWS_ACCESS_KEY_ID", "x")
        .set("AWS_SECRET_ACCESS_KEY", "y")
        .project()
        .file("iam/alpha/p.json", &reads());
    let ran = machine.run(&["check", "drift", "--role", "alpha"]).exits(2);
    ran.answers("could not tell");
}

#[tokio::test]
async fn a_difference_says_who_would_break_when_it_is_reverted() {
    let live = policy(&json!(["dynamodb:PutItem", "s3:GetObject"]));
    let (moto, keys) = account(&[("alpha", &live)]).await;
    let machine = Machine::new()
        .with_account(moto, &keys)
        .project()
        .file("iam/alpha/p.json", &reads())
        .file(
            "scripts/put.sh",
            "#!/bin/sh\naws dynamodb put-item --table-name t\n",
        );
    let ran = machine.run(&["check", "drift"]).exits(1);
    ran.answers("reverting would deny it, used in scripts/put.sh:2");
    let value = machine.run(&["check", "drift", "--json"]).exits(1).json();
    assert_eq!(value["drift"][0]["used_in"], json!(["scripts/put.sh:2"]));
}
