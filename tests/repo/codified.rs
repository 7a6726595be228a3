//! Codified files: what loads, what is broken, and what a hostile tree can't do.

use std::fs;

use watchkeeper::{
    ask::{Question, RepoAsk, repo},
    edge::repo::Git,
    facts::{BrokenFile, Codified, Fault, FaultKind},
};

use super::World;

const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": []}"#;

fn read(world: &World, policies: &[&str]) -> Result<Codified, Fault> {
    let tree = world.repo(policies, Git::off());
    let answer = tree.answer(&RepoAsk::Codified)?;
    Ok(repo::Codified::typed(&answer).unwrap().clone())
}

fn broken<'a>(codified: &'a Codified, path: &str) -> &'a BrokenFile {
    let found = codified.broken.iter().find(|b| b.path == path);
    found.unwrap_or_else(|| panic!("{path} is not among {:?}", codified.broken))
}

#[test]
fn a_role_is_a_directory_of_policies_trust_attachments_and_boundary() {
    let world = World::with(&[
        ("iam/executor/metrics.json", POLICY),
        ("iam/executor/%74rust.json", POLICY),
        ("iam/executor/trust.json", POLICY),
        (
            "iam/executor/attachments.json",
            r#"["arn:aws:iam::aws:policy/ReadOnlyAccess"]"#,
        ),
        (
            "iam/executor/boundary.json",
            r#"{"arn": "arn:aws:iam::123456789012:policy/limit"}"#,
        ),
        ("iam/executor/README.md", "notes"),
        ("iam/check-drift.py", "code"),
        ("iam/scripts/run.sh", "code"),
        ("iam/.hidden/x.json", POLICY),
    ]);
    let codified = read(&world, &["./iam/"]).unwrap();
    assert_eq!(codified.broken, []);
    let [role] = codified.roles.as_slice() else {
        panic!("{codified:?}")
    };
    assert_eq!(role.name.raw(), "executor");
    assert_eq!(role.dir, "iam/executor");
    let names: Vec<_> = role.policies.iter().map(|(name, _)| name.raw()).collect();
    assert_eq!(names, ["trust", "metrics"]);
    assert_eq!(role.trust.as_ref().unwrap().text.raw(), POLICY);
    let (arns, _) = role.attachments.as_ref().unwrap();
    assert_eq!(arns[0].raw(), "arn:aws:iam::aws:policy/ReadOnlyAccess");
    let (boundary, file) = role.boundary.as_ref().unwrap();
    assert_eq!(boundary.raw(), "arn:aws:iam::123456789012:policy/limit");
    assert_eq!(file.path, "iam/executor/boundary.json");
}

#[test]
fn a_broken_file_is_named_with_its_place_and_the_others_still_load() {
    let world = World::with(&[
        ("iam/r/good.json", POLICY),
        (
            "iam/r/comma.json",
            "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [],\n}\n",
        ),
        ("iam/r/list.json", "[]"),
        ("iam/r/attachments.json", "{\"arns\": []}"),
        ("iam/r/boundary.json", "{\"arn\": 1}"),
        (
            "iam/r/deep.json",
            &format!("{{\"a\":{}", "[".repeat(100_000)),
        ),
        ("iam/r/%zz.json", POLICY),
        ("iam/r/empty.json", ""),
    ]);
    world.write("iam/r/bytes.json", b"{\n  \"a\": \"\xff\"}");
    world.write("iam/r/nul.json", b"{\"a\": \"\0\"}");
    world.write("iam/r/huge.json", &vec![b' '; 257 * 1024]);
    let codified = read(&world, &["iam"]).unwrap();
    assert_eq!(codified.roles[0].policies.len(), 1);
    assert_eq!(codified.broken.len(), 10);
    let comma = broken(&codified, "iam/r/comma.json");
    assert_eq!((comma.line, comma.column), (Some(4), Some(1)));
    assert_eq!(comma.why, "is not the JSON it should be: trailing comma");
    assert_eq!(comma.role.as_ref().unwrap().raw(), "r");
    assert_eq!(comma.policy.as_ref().unwrap().raw(), "comma");
    let bytes = broken(&codified, "iam/r/bytes.json");
    assert_eq!((bytes.line, bytes.column), (Some(2), Some(9)));
    assert_eq!(
        broken(&codified, "iam/r/huge.json").why,
        "is larger than 256 KiB"
    );
    for shape in ["list", "attachments", "boundary", "deep", "nul", "empty"] {
        let file = broken(&codified, &format!("iam/r/{shape}.json"));
        assert!(file.line.is_some(), "{file:?}");
    }
}

#[test]
fn links_pipes_and_directories_in_place_of_files_are_never_read() {
    let outside = World::with(&[("secret.json", r#"{"secret": 1}"#)]);
    let world = World::with(&[("iam/r/good.json", POLICY)]);
    let secret = outside.root().join("secret.json");
    world.link(secret.to_str().unwrap(), "iam/r/linked.json");
    world.link("good.json", "iam/r/inside.json");
    world.link(outside.root().to_str().unwrap(), "iam/linked-role");
    fs::create_dir(world.root().join("iam/r/dir.json")).unwrap();
    rustix::fs::mknodat(
        rustix::fs::CWD,
        world.root().join("iam/r/pipe.json"),
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR,
        0,
    )
    .unwrap();
    let codified = read(&world, &["iam"]).unwrap();
    for path in ["iam/r/linked.json", "iam/r/inside.json", "iam/linked-role"] {
        assert!(broken(&codified, path).why.contains("symbolic link"));
    }
    for path in ["iam/r/dir.json", "iam/r/pipe.json"] {
        assert_eq!(broken(&codified, path).why, "is not a regular file");
    }
    assert!(!format!("{codified:?}").contains("secret\\\""));
}

#[test]
fn a_policies_directory_that_is_a_link_or_leads_outside_is_a_fault() {
    let outside = World::with(&[("r/p.json", POLICY)]);
    let world = World::with(&[("real/r/p.json", POLICY)]);
    world.link(outside.root().to_str().unwrap(), "iam");
    world.link("real", "deep");
    let absolute = outside.root().to_str().unwrap();
    for path in ["iam", "iam/r", "deep", "../x", "real/../../x", absolute, ""] {
        let fault = read(&world, &[path]).unwrap_err();
        assert_eq!(fault.kind, FaultKind::Missing, "{path}");
        assert!(fault.hint.contains("watchkeeper.toml"));
    }
    let fault = read(&world, &["nowhere"]).unwrap_err();
    assert_eq!(
        fault.what,
        "The directory of codified policies nowhere does not exist."
    );
}

#[test]
fn one_missing_directory_is_reported_and_the_other_still_loads() {
    let world = World::with(&[("iam/r/p.json", POLICY)]);
    let codified = read(&world, &["nowhere", "iam"]).unwrap();
    assert_eq!(codified.roles.len(), 1);
    assert_eq!(broken(&codified, "nowhere").why, "does not exist");
}

#[test]
fn names_that_clash_are_reported() {
    let world = World::with(&[
        ("iam/Role/p.json", POLICY),
        ("iam/role/p.json", POLICY),
        ("iam/role/Metrics.json", POLICY),
        ("iam/role/metrics.json", POLICY),
        ("iam/role/%70.json", POLICY),
        ("more/role/q.json", POLICY),
    ]);
    let codified = read(&world, &["iam", "more"]).unwrap();
    let case = "differs from another only in case";
    assert!(broken(&codified, "iam/role").why.contains(case));
    assert!(
        broken(&codified, "iam/role/metrics.json")
            .why
            .contains(case)
    );
    let twice = broken(&codified, "iam/role/p.json");
    assert_eq!(
        twice.why,
        "is for a policy that iam/role/%70.json has already"
    );
    let again = broken(&codified, "more/role");
    assert!(again.why.contains("that iam/role codifies already"));
}

#[test]
fn hostile_names_stay_raw_in_the_facts() {
    let world = World::with(&[("iam/r\u{1b}[2J/p\u{202e}.json", POLICY)]);
    let codified = read(&world, &["iam"]).unwrap();
    assert_eq!(codified.roles[0].name.raw(), "r\u{1b}[2J");
    assert_eq!(codified.roles[0].policies[0].0.raw(), "p\u{202e}");
}

#[test]
fn a_project_without_policies_says_what_to_write() {
    let world = World::with(&[]);
    let fault = read(&world, &[]).unwrap_err();
    assert!(fault.hint.contains("policies = ["), "{fault:?}");
}
