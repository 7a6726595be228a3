//! What is written, to the byte, and what of the file stays as it was.

use std::{
    fs,
    os::unix::fs::{MetadataExt, PermissionsExt},
};

use super::tree::*;
use crate::{
    edge::write::WorkingTree,
    facts::{Arn, Reading, Remote},
    gate::{
        TargetState,
        writes::{Change, CodifyPolicy, Item},
    },
};

const ROLE: &str = "alpha-engine-executor-role";
const POLICY: &str = "alpha-engine-cloudwatch-metrics";
const STORY: &str = "iam/alpha-engine-executor-role/alpha-engine-cloudwatch-metrics.json";

const CODIFIED: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "PutAlphaEngineMetrics",
      "Effect": "Allow",
      "Action": "cloudwatch:PutMetricData",
      "Resource": "*",
      "Condition": {
        "StringLike": {
          "cloudwatch:namespace": [
            "AlphaEngine/*"
          ]
        }
      }
    }
  ]
}
"#;

const LIVE: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"PutAlphaEngineMetrics","Effect":"Allow","Action":"cloudwatch:PutMetricData","Resource":"*","Condition":{"StringLike":{"cloudwatch:namespace":["AlphaEngine","AlphaEngine/*"]}}}]}"#;

/// Observes, plans and writes, as the gate does; what the file then holds.
fn codified(world: &World, live: &str) -> String {
    let tree = world.tree();
    let change = codify(ROLE, POLICY, STORY);
    let seen = observed(ROLE, POLICY, live, tree.observe(STORY).unwrap());
    done(&tree.put(&planned(&change, &seen).unwrap()));
    let now = tree.observe(STORY).unwrap().text.unwrap().raw().to_owned();
    let after = change.part(&change.after(&seen).unwrap()).unwrap();
    assert_eq!(now, after.raw());
    assert_eq!(world.names(), [STORY]);
    now
}

#[test]
fn the_story_s_file_gets_one_line_more() {
    let world = World::with(&[(STORY, CODIFIED)]);
    let line = "            \"AlphaEngine\",\n";
    let at = CODIFIED.find("            \"AlphaEngine/*\"").unwrap();
    let (before, after) = CODIFIED.split_at(at);
    assert_eq!(codified(&world, LIVE), format!("{before}{line}{after}"));
}

#[test]
fn one_value_becomes_a_list_in_the_file_s_own_layout() {
    let list = "[\n            \"AlphaEngine/*\"\n          ]";
    let file = CODIFIED.replace(list, "\"AlphaEngine/*\"");
    let world = World::with(&[(STORY, &file)]);
    let both = list.replace("[\n", "[\n            \"AlphaEngine\",\n");
    assert_eq!(codified(&world, LIVE), CODIFIED.replace(list, &both));
}

#[test]
fn byte_order_mark_line_ends_and_a_missing_last_one_stay_on_the_disk() {
    let file = format!("\u{feff}{}", CODIFIED.trim_end().replace('\n', "\r\n"));
    let world = World::with(&[(STORY, &file)]);
    let now = codified(&world, LIVE);
    let line = "            \"AlphaEngine\",\r\n";
    assert_eq!(now.replace(line, ""), file);
    assert_eq!(fs::read(world.path(STORY)).unwrap(), now.as_bytes());
}

#[test]
fn mode_and_owner_stay_and_the_file_is_another_one() {
    let world = World::with(&[(STORY, CODIFIED)]);
    let path = world.path(STORY);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(&path, Some(12), Some(34)).unwrap();
    }
    let before = fs::metadata(&path).unwrap();
    codified(&world, LIVE);
    let after = fs::metadata(&path).unwrap();
    assert_eq!(after.mode(), before.mode());
    assert_eq!((after.uid(), after.gid()), (before.uid(), before.gid()));
    assert_ne!(after.ino(), before.ino());
}

#[test]
fn a_new_file_comes_with_its_role_s_directory() {
    let world = World::with(&[]);
    let now = codified(&world, LIVE);
    assert_eq!(now.lines().nth(1), Some("  \"Version\": \"2012-10-17\","));
    let mode = |path: &str| fs::metadata(world.path(path)).unwrap().mode() & 0o777;
    let made = tempfile::tempdir().unwrap();
    fs::write(made.path().join("x"), "").unwrap();
    // Whatever the umask, the same as any program's new file.
    let usual = fs::metadata(made.path().join("x")).unwrap().mode() & 0o777;
    assert_eq!(mode(STORY), usual & 0o644);
    let folder = std::path::Path::new(STORY).parent().unwrap();
    assert_eq!(mode(folder.to_str().unwrap()) & 0o700, 0o700);
}

#[test]
fn a_directory_may_be_the_root_itself() {
    let world = World::with(&[("web/logs.json", "{}")]);
    let tree = WorkingTree::open(world.root().to_owned(), &settings(&["."], false)).unwrap();
    done(&tree.put(&write("web/logs.json", Some("{}"), "[]")));
    assert_eq!(world.text("web/logs.json"), "[]");
}

#[test]
fn a_trust_policy_a_list_of_attachments_and_a_boundary_are_written_too() {
    let mut seen = observed("web", "logs", "{}", file(None));
    if let TargetState::File { role, .. } = &mut seen.target
        && let Reading::Known(role) = &mut role.role
    {
        role.attached = Reading::Known(vec![Arn::from("arn:b"), Arn::from("arn:a")]);
        role.boundary = Reading::Known(Some(Arn::from("arn:x")));
        role.trust = Reading::Known(Remote::from(r#"{"Statement":[]}"#));
    }
    let text = |item, path: &str| {
        let change = CodifyPolicy {
            item,
            ..codify("web", "", path)
        };
        planned(&change, &seen).unwrap().after.raw().to_owned()
    };
    assert_eq!(
        text(Item::Trust, "iam/web/trust.json"),
        "{\n  \"Statement\": []\n}\n"
    );
    let attached = text(Item::Attachments, "iam/web/attachments.json");
    assert_eq!(attached, "[\n  \"arn:b\",\n  \"arn:a\"\n]\n");
    assert_eq!(
        text(Item::Boundary, "iam/web/boundary.json"),
        "{\n  \"arn\": \"arn:x\"\n}\n"
    );
}
