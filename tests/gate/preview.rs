//! The preview says all of it, in the order of reading.

use serde_json::json;
use watchkeeper::{
    facts::{EndpointOverride, Reading, Remote, Through, UseHit},
    gate::{HolderKind, PolicyVersion, Simulated, Step, preview::Section},
};

use super::fixture::{
    ACCOUNT, World, allow, arn, delete, holder, narrow, policy, put, remote, server, version, wide,
};

/// The sections as lines of text, in order.
fn lines(world: &World) -> Vec<String> {
    let sections = world.plan().sections();
    sections.iter().flat_map(written).collect()
}

fn written(section: &Section) -> Vec<String> {
    match section {
        Section::Fact { label, value } | Section::Way { label, value } => {
            vec![format!("{label}: {value}")]
        }
        Section::Stop { guard, why, ask } => vec![format!("STOP {guard}: {why} {ask}")],
        Section::Warning(text) | Section::Uses(text) => vec![format!("! {text}")],
        Section::Headline(text) => vec![format!("# {text}")],
        Section::Gain(text) => vec![format!("+ {text}")],
        Section::Loss(text) => vec![format!("- {text}")],
        Section::Statement(_) => vec!["statement".to_owned()],
        Section::Text { before, after } => vec![format!("text {before} | {after}")],
        Section::Call { step } => step.lines(),
        Section::Undo(text) => vec![format!("undo: {text}")],
        Section::Note(text) => vec![format!("note: {text}")],
        Section::Standing(text) => vec![format!("note: {text}")],
        Section::Folded { sections, .. } => sections.iter().flat_map(written).collect(),
    }
}

fn at(lines: &[String], part: &str) -> usize {
    let found = lines.iter().position(|line| line.contains(part));
    found.unwrap_or_else(|| panic!("{part:?} is not in the preview:\n{}", lines.join("\n")))
}

fn full() -> World {
    let mut world = World::narrowing();
    world.environment().production = true;
    world.draft.uses = (0..5)
        .map(|line| UseHit {
            path: "emit.sh".to_owned(),
            line: 22 + line,
            text: Remote::new("aws s3 cp"),
        })
        .collect();
    world.simulated = vec![Simulated {
        action: "s3:PutObject".to_owned(),
        resource: Remote::new("arn:aws:s3:::reports/a"),
        decision: "implicitDeny".to_owned(),
        missing_context: vec![Remote::new("aws:SourceVpc")],
    }];
    world
}

#[test]
fn it_reads_from_the_target_and_its_meaning_to_who_and_where_and_what_follows() {
    let lines = lines(&full());
    let order = [
        "role: executor".to_owned(),
        "policy: metrics".to_owned(),
        "# NARROWS live access. 1 kind of request will be DENIED:".to_owned(),
        "- s3:PutObject".to_owned(),
        "! used by emit.sh:22, 23, 24, 25, 26".to_owned(),
        "undo: put role policy: puts back what was read at 2026-07-07 12:00:00Z".to_owned(),
        format!("account: {ACCOUNT} \"data-dev\" PRODUCTION, eu-west-1"),
        format!("caller: arn:aws:sts::{ACCOUNT}:assumed-role/oncall/anna"),
        "content: infrastructure/iam/executor/metrics.json, as committed".to_owned(),
        "simulated: s3:PutObject on arn:aws:s3:::reports/a: implicitDeny (without a value for aws:SourceVpc)".to_owned(),
        "statement".to_owned(),
        "text {".to_owned(),
        "note: Not seen".to_owned(),
        "no conditional put".to_owned(),
        "A role is read back".to_owned(),
        "iam:PutRolePolicy, once".to_owned(),
        "needs: iam:PutRolePolicy".to_owned(),
        "where: environment dev, partition aws, eu-west-1".to_owned(),
        "checked: by STS at 2026-07-07 12:00:00Z".to_owned(),
        "expires: 2026-07-07 12:05:00Z".to_owned(),
    ];
    let places: Vec<usize> = order.iter().map(|part| at(&lines, part)).collect();
    assert!(places.is_sorted(), "{places:?}\n{}", lines.join("\n"));
}

#[test]
fn stops_come_before_warnings_and_say_whom_to_ask() {
    let mut world = World::of(delete());
    world.settings.gate.allow_writes = false;
    let lines = lines(&world);
    let stop = at(
        &lines,
        "STOP read_only: This console is read-only. Start it with",
    );
    assert!(stop < at(&lines, "! Inline policy metrics is DELETED"));
}

#[test]
fn a_gain_is_a_headline_and_a_warning() {
    let mut more = wide();
    if let Some(statements) = more["Statement"].as_array_mut() {
        statements.push(allow("s3:DeleteObject", "arn:aws:s3:::reports/*"));
    }
    let found = lines(&World::of(put(&more)));
    at(
        &found,
        "# BROADENS live access. 1 kind of request will be ALLOWED:",
    );
    at(&found, "+ s3:DeleteObject");
    at(&found, "! ALLOWS s3:DeleteObject");
    let other = policy(&json!([allow("s3:ListBucket", "arn:aws:s3:::reports")]));
    at(
        &lines(&World::of(put(&other))),
        "# NARROWS AND BROADENS live access.",
    );
}

#[test]
fn every_action_resource_and_value_is_named_in_what_is_gained_and_in_every_warning() {
    let actions = [
        "cloudtrail:DeleteTrail",
        "cloudtrail:StopLogging",
        "ec2:DescribeRegions",
        "kms:ScheduleKeyDeletion",
        "s3:DeleteBucket",
        "s3:ListAllMyBuckets",
    ];
    let values = [
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "us-east-1",
        "us-west-2",
    ];
    let mut more = wide();
    if let Some(statements) = more["Statement"].as_array_mut() {
        statements.push(json!({
            "Effect": "Allow",
            "Action": actions,
            "Resource": "*",
            "Condition": { "StringEquals": { "aws:RequestedRegion": values } },
        }));
    }
    let found = lines(&World::of(put(&more)));
    for sign in ["+ ", "! "] {
        let said: Vec<&String> = found.iter().filter(|line| line.starts_with(sign)).collect();
        for name in actions.iter().chain(&values).chain(&["on *"]) {
            let names = said.iter().any(|line| line.contains(name));
            assert!(names, "{sign}does not name {name}: {said:#?}");
        }
    }
    assert!(
        !found.iter().any(|line| line.contains(" more")),
        "{found:#?}"
    );
}

#[test]
fn a_direct_write_and_a_change_set_say_a_grant_in_the_same_words() {
    let statement = json!({
        "Effect": "Allow",
        "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"],
        "Resource": ["arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:s3:::c", "arn:aws:s3:::d"],
    });
    let mut more = wide();
    if let Some(statements) = more["Statement"].as_array_mut() {
        statements.push(statement);
    }
    let world = World::of(put(&more));
    let gained = lines(&world);
    let plan = world.plan();
    let impact = &plan.assessment().impact;
    // The grants of a change set are told one action on one resource at a time.
    for grant in &impact.gains {
        let (action, resource) = grant
            .words()
            .split_once(" on ")
            .map(|(a, r)| (a.to_owned(), r.to_owned()))
            .unwrap();
        let said = |line: &String| {
            line.starts_with("+ ") && line.contains(&action) && line.contains(&resource)
        };
        assert!(
            gained.iter().any(said),
            "{action} on {resource}: {gained:#?}"
        );
    }
    assert!(impact.gains.len() >= 16, "{}", impact.gains.len());
}

#[test]
fn the_same_access_in_other_words_says_so() {
    let bucket = "arn:aws:s3:::reports/*";
    let turned = policy(&json!([
        allow("s3:PutObject", bucket),
        allow("s3:GetObject", bucket)
    ]));
    at(
        &lines(&World::of(put(&turned))),
        "# Same access, other text.",
    );
}

#[test]
fn parameters_are_exact_and_documents_have_length_and_hash() {
    let plan = World::narrowing().plan();
    let step = plan.steps()[0].lines();
    assert_eq!(step[0], "iam:PutRolePolicy, once");
    assert!(step.contains(&"RoleName = executor".to_owned()), "{step:?}");
    assert!(
        step.contains(&"PolicyName = metrics".to_owned()),
        "{step:?}"
    );
    let short = narrow().to_string();
    assert!(
        step.contains(&format!("PolicyDocument = {short}")),
        "{step:?}"
    );
    let Step::Aws(call) = &plan.steps()[0] else {
        panic!("no call");
    };
    let told = |document: String| {
        let mut call = call.clone();
        let document = Remote::new(document);
        call.parameters
            .insert("PolicyDocument".to_owned(), document);
        let mut lines = Step::Aws(call).lines().into_iter();
        lines.find(|line| line.contains("PolicyDocument")).unwrap()
    };
    let [long, other] = [narrow(), wide()].map(|one| format!("{:<300}", one.to_string()));
    let said = told(long);
    assert!(said.contains("300 bytes, sha256 "), "{said}");
    assert_ne!(told(other), said);
}

#[test]
fn endpoints_that_are_not_aws_are_shown_and_what_lies_between() {
    let mut world = World::narrowing();
    let local = server("http://localhost:4566/");
    world.observed.hosts = vec![local.clone(), local];
    let caller = world.observed.caller.as_mut().unwrap();
    caller.through = vec![
        Through::Proxy(server("http://10.0.0.1:3128")),
        Through::Trust {
            path: "/etc/ssl/ours.pem".to_owned(),
            sha256: "ab".repeat(32),
        },
    ];
    world.observed.caller.as_mut().unwrap().endpoints = vec![EndpointOverride {
        service: None,
        url: "http://localhost:4566".to_owned(),
    }];
    let lines = lines(&world);
    at(&lines, "endpoint: every service at http://localhost:4566");
    at(
        &lines,
        "host: http://localhost:4566, which is not AWS's own",
    );
    at(&lines, "proxy: http://10.0.0.1:3128");
    let digest = "ab".repeat(32);
    at(
        &lines,
        &format!("trust store: /etc/ssl/ours.pem, SHA-256 {digest}"),
    );
}

#[test]
fn a_shared_policy_names_the_others_and_a_deleted_version_stays_deleted() {
    let logs = arn("logs");
    let mut world = World::of(version(logs.clone(), &narrow()));
    world.attached(&logs);
    world.managed(&logs, Reading::Known(remote(&wide())));
    world.state().also_attached_to = vec![
        holder(HolderKind::Role, "batch"),
        holder(HolderKind::User, "nightly"),
    ];
    world.state().versions = (1..=5)
        .map(|number| PolicyVersion {
            id: format!("v{number}"),
            is_default: number == 5,
            created: None,
        })
        .collect();
    let lines = lines(&world);
    at(&lines, "! also attached to role batch, user nightly");
    at(&lines, "for them the policy was judged alone");
    at(
        &lines,
        "iam:DeletePolicyVersion, once, which cannot be undone",
    );
    at(&lines, "note: The deleted version stays deleted");
    at(
        &lines,
        "needs: iam:DeletePolicyVersion, iam:CreatePolicyVersion",
    );
    at(&lines, "of role: executor");
}

#[test]
fn a_file_is_shown_with_its_lines_and_nobody_signs() {
    let lines = lines(&World::codifying_inline(&wide(), Some(&narrow())));
    at(&lines, "caller: no AWS caller");
    at(&lines, "file: infrastructure/iam/executor/metrics.json");
    at(&lines, "# BROADENS what the file allows.");
    at(&lines, " bytes before, ");
    at(
        &lines,
        "undo: `git checkout -- infrastructure/iam/executor/metrics.json`",
    );
    assert!(!lines.iter().any(|line| line.contains("no conditional put")));
}

#[test]
fn another_policy_that_allows_the_same_is_named() {
    let mut world = World::narrowing();
    world.inline(
        "other",
        &policy(&json!([allow("s3:Put*", "arn:aws:s3:::reports/*")])),
    );
    at(
        &lines(&world),
        "another policy of the role allows it too: other",
    );
}

#[test]
fn what_only_others_gain_by_a_shared_policy_is_the_headline_and_a_gain() {
    let mut world = World::shared(&narrow(), &wide());
    world.inline("other", &policy(&json!([allow("*", "*")])));
    let lines = lines(&world);
    at(&lines, "# BROADENS live access");
    at(
        &lines,
        "+ s3:PutObject on arn:aws:s3:::reports/*, for others who have the policy",
    );
    let same = |line: &String| line.to_ascii_lowercase().contains("same access");
    assert!(!lines.iter().any(same), "{lines:#?}");
}

#[test]
fn the_owner_says_which_stacks_were_asked_and_names_the_regions_that_were_not() {
    let mut world = World::narrowing();
    at(
        &lines(&world),
        "owner: no stack of eu-west-1 owns it; the stacks of ",
    );
    world.state().asked = vec!["eu-west-1".into(), "us-east-1".into()];
    let lines = lines(&world);
    at(&lines, "owner: no stack of eu-west-1, us-east-1 owns it; ");
    // Many names that few need: the last of all.
    let others = lines.last().unwrap();
    assert!(others.contains("not asked: "), "{lines:#?}");
    assert!(others.contains("eu-central-1"), "{others}");
    assert!(!others.contains("us-east-1"), "{others}");
}

#[test]
fn a_name_that_looks_like_a_secret_hides_nothing_of_what_is_gained() {
    let odd = format!("arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter/authorization:x");
    let other = format!("arn:aws:ssm:eu-west-1:{ACCOUNT}:parameter/zzz");
    let mut document = wide();
    document["Statement"][0]["Resource"] = json!([odd, other]);
    document["Statement"][0]["Action"] = json!(["ssm:GetParameter", "ssm:PutParameter"]);
    let gains = |world: &World| -> String {
        let all = lines(world).into_iter();
        all.filter(|line| line.starts_with('+')).collect()
    };
    let said = gains(&World::of(put(&document)));
    for part in [odd.as_str(), other.as_str()] {
        assert!(said.contains(part), "{said}");
    }
    let change = super::fixture::stack::role_change(&wide(), &document);
    let said = gains(&World::executing_change(change, &wide()));
    for part in [odd.as_str(), other.as_str()] {
        assert!(said.contains(part), "{said}");
    }
}
