//! Where the repository makes a request.

use std::fmt::Write as _;

use watchkeeper::{
    ask::{Question, repo as asks},
    edge::repo::{Git, Repo},
    facts::{DriftSettings, Use, UseHit},
};

use super::World;

fn wanted(action: &str, values: &[&str]) -> Use {
    Use {
        action: action.to_owned(),
        values: values.iter().map(|&v| v.to_owned()).collect(),
    }
}

fn answered(repo: &Repo, wanted: Use) -> (Vec<String>, bool) {
    let answer = repo.answer(&asks::Uses(vec![wanted]).into()).unwrap();
    let found = asks::Uses::typed(&answer).unwrap();
    let place = |hit: &UseHit| format!("{}:{}", hit.path, hit.line);
    (found.hits.iter().map(place).collect(), found.cut)
}

fn metrics() -> Use {
    wanted("cloudwatch:PutMetricData", &["AlphaEngine"])
}

fn found(world: &World, wanted: Use) -> Vec<String> {
    let (hits, cut) = answered(&world.repo(&["infrastructure/iam"], Git::off()), wanted);
    assert!(!cut);
    hits
}

#[test]
fn the_heartbeat_script_is_found_at_the_line_of_its_call() {
    let mut script = "#!/bin/bash\n".to_owned();
    for n in 2..22 {
        writeln!(script, "# line {n}").unwrap();
    }
    script +=
        "aws cloudwatch put-metric-data --namespace \"AlphaEngine\" --metric-name Heartbeat\n";
    let world = World::with(&[
        ("infrastructure/emit-heartbeat.sh", &script),
        (
            "infrastructure/iam/r/metrics.json",
            "{\"Action\": \"PutMetricData\", \"x\": \"AlphaEngine\"}",
        ),
    ]);
    assert_eq!(
        found(&world, metrics()),
        ["infrastructure/emit-heartbeat.sh:22"]
    );
}

#[test]
fn a_call_continued_over_lines_is_found_at_the_line_of_its_name() {
    let script = "x=1\naws cloudwatch \\\n  put-metric-data \\\n  --a 1 \\\n  --b 2 \\\n  --c 3 \\\n  \
                  --d 4 \\\n  --e 5 \\\n  --f 6 \\\n  --g 7 \\\n  --namespace AlphaEngine\n";
    let world = World::with(&[("a.sh", script)]);
    assert_eq!(found(&world, metrics()), ["a.sh:3"]);
}

#[test]
fn the_value_stands_as_a_whole_and_belongs_to_the_same_call() {
    let call =
        |namespace: &str| format!("aws cloudwatch put-metric-data --namespace {namespace}\n");
    let others = [
        "AlphaEngine/Foo",
        "\"AlphaEngine/Foo\"",
        "AlphaEngine-dev",
        "MyAlphaEngine",
        "$AlphaEngine",
        "${AlphaEngine}",
        "AlphaEngine.dev",
        "AlphaEngine*",
    ];
    let mut script: String = others.iter().map(|other| call(other)).collect();
    script += &call("'AlphaEngine'");
    let continued = "aws cloudwatch put-metric-data \\\n --namespace Other\nNAME=AlphaEngine\n";
    let far = format!("boto.put_metric_data(\n{}\"AlphaEngine\")", "\n".repeat(7));
    let world = World::with(&[("a.sh", &script), ("b.sh", continued), ("far.py", &far)]);
    assert_eq!(found(&world, metrics()), ["a.sh:9"]);
}

#[test]
fn every_usual_spelling_counts_and_a_grant_does_not() {
    let world = World::with(&[
        (
            "a.py",
            "client.put_metric_data(\n    Namespace=\"AlphaEngine\",\n)\n",
        ),
        (
            "b.js",
            "cw.putMetricData({Namespace: 'AlphaEngine'})\nnew PutMetricDataCommand({ Namespace: 'AlphaEngine' })\n",
        ),
        (
            "c.go",
            "svc.PutMetricData(ctx, &cloudwatch.PutMetricDataInput{Namespace: \"AlphaEngine\"})\n",
        ),
        (
            "template.yaml",
            "Action: cloudwatch:PutMetricData\nResource: AlphaEngine\n",
        ),
        (
            "other.py",
            "compute_metric_data('AlphaEngine')\nput_metric_database('AlphaEngine')\nPutMetricDatabase('AlphaEngine')\n",
        ),
    ]);
    assert_eq!(
        found(&world, metrics()),
        ["a.py:1", "b.js:1", "b.js:2", "c.go:1"]
    );
}

#[test]
fn a_name_inside_a_longer_one_is_no_use() {
    for (action, text, expected) in [
        (
            "sts:AssumeRole",
            "AssumeRolePolicyDocument:\n  Statement: []\n",
            false,
        ),
        (
            "sts:AssumeRole",
            "sts.assumeRoleWithWebIdentity(x)\n",
            false,
        ),
        ("sts:AssumeRole", "sts.assume_role(RoleArn=x)\n", true),
        ("s3:PutObject", "s3.putObjectTagging({})\n", false),
        ("s3:PutObject", "PutObjectLockConfiguration\n", false),
        ("s3:PutObject", "aws s3api put-object-tagging\n", false),
        ("s3:PutObject", "put_object_acl(x)\n", false),
        ("s3:PutObject", "new PutObjectTaggingCommand({})\n", false),
        ("s3:PutObject", "new PutObjectCommand({})\n", true),
        (
            "s3:PutObject",
            "svc.PutObjectWithContext(ctx, &s3.PutObjectInput{})\n",
            true,
        ),
        ("s3:PutObject", "PutObjectRequest request;\n", true),
        ("s3:PutObject", "PutObjectRequestPayer\n", false),
        ("s3:ListBucket", "new ListObjectsV2Command({})\n", true),
        ("dynamodb:GetItem", "BatchGetItem\n", false),
        (
            "sns:Publish",
            "import { SNS, PublishCommand } from 'sns'\n",
            true,
        ),
        ("sns:Publish", "sns.publishBatch()\n", true),
        ("sqs:SendMessage", "sqs.send_message_batch(x)\n", true),
        ("s3:PutObject", "new UploadPartCommand({})\n", true),
        ("s3:PutObject", "upload_part_copy_progress(x)\n", false),
        (
            "dynamodb:PutItem",
            "Resource: arn:aws:states:::dynamodb:putItem\n",
            true,
        ),
        ("dynamodb:PutItem", "Action: dynamodb:PutItem\n", false),
    ] {
        let world = World::with(&[("a.txt", text)]);
        let hits = found(&world, wanted(action, &[]));
        assert_eq!(!hits.is_empty(), expected, "{action} in {text}");
    }
}

#[test]
fn an_api_of_one_word_needs_its_service_nearby() {
    let world = World::with(&[
        (
            "a.py",
            "sns = boto3.client('sns')\nsns.publish(Message='x')\n",
        ),
        ("b.md", "We publish the report.\n"),
        ("c.sh", "aws lambda invoke --function-name f out.json\n"),
    ]);
    assert_eq!(found(&world, wanted("sns:Publish", &[])), ["a.py:2"]);
    assert_eq!(
        found(&world, wanted("lambda:InvokeFunction", &["f"])),
        ["c.sh:1"]
    );
    assert_eq!(found(&world, wanted("sns:*", &[])), [] as [&str; 0]);
}

const CALL: &str = "put-metric-data AlphaEngine\n";

#[test]
fn ignored_hidden_binary_and_large_files_are_passed_over_and_workflows_are_not() {
    let world = World::with(&[
        (
            ".gitignore",
            "\u{feff}build/\n*.log\n!keep.log\n/rooted.sh\n",
        ),
        (".github/workflows/w.yml", CALL),
        (".venv/x.py", CALL),
        ("build/x.sh", CALL),
        ("out.log", CALL),
        ("keep.log", CALL),
        ("rooted.sh", CALL),
        ("sub/rooted.sh", CALL),
        ("sub/.gitignore", "own.sh\n"),
        ("sub/own.sh", CALL),
        ("own.sh", CALL),
        ("binary", "put-metric-data AlphaEngine\n\0"),
        ("big.txt", &(CALL.to_owned() + &" ".repeat(1024 * 1024))),
    ]);
    assert_eq!(
        found(&world, metrics()),
        [
            ".github/workflows/w.yml:1",
            "keep.log:1",
            "own.sh:1",
            "sub/rooted.sh:1"
        ]
    );
}

#[test]
fn a_search_below_the_root_still_heeds_the_lists_above_it() {
    let world = World::with(&[
        (".gitignore", "src/skip\n"),
        ("src/skip/x.sh", CALL),
        ("src/x.sh", CALL),
        ("y.sh", CALL),
    ]);
    let drift = DriftSettings {
        search: vec!["src".to_owned()],
        ..DriftSettings::default()
    };
    let repo = Repo::open_with(world.root().to_owned(), drift, Git::off()).unwrap();
    assert_eq!(answered(&repo, metrics()).0, ["src/x.sh:1"]);
}

#[test]
fn no_link_is_followed_and_lists_that_are_links_are_not_read() {
    let outside = World::with(&[("x.sh", CALL)]);
    let world = World::with(&[("y.sh", CALL)]);
    world.link(outside.root().to_str().unwrap(), "linked");
    world.link(outside.root().join("x.sh").to_str().unwrap(), "x.sh");
    world.link("/dev/zero", ".gitignore");
    assert_eq!(found(&world, metrics()), ["y.sh:1"]);
    let drift = DriftSettings {
        search: vec!["linked".to_owned(), "..".to_owned()],
        ..DriftSettings::default()
    };
    let repo = Repo::open_with(world.root().to_owned(), drift, Git::off()).unwrap();
    assert_eq!(answered(&repo, metrics()).0, [] as [&str; 0]);
}

#[test]
fn a_sibling_checkout_of_the_person_s_own_file_is_searched_under_its_own_path() {
    let sibling = World::with(&[("x.sh", CALL)]);
    let world = World::with(&[]);
    let place = sibling.root().to_str().unwrap().to_owned();
    let drift = DriftSettings {
        search: vec![place.clone()],
        ..DriftSettings::default()
    };
    let repo = Repo::open_with(world.root().to_owned(), drift, Git::off()).unwrap();
    assert_eq!(answered(&repo, metrics()).0, [format!("{place}/x.sh:1")]);
}

#[test]
fn too_many_hits_are_cut_and_it_is_said() {
    let world = World::with(&[("a.sh", &CALL.repeat(300))]);
    let (hits, cut) = answered(&world.repo(&[], Git::off()), metrics());
    assert_eq!((hits.len(), cut), (200, true));
}

#[test]
fn a_file_and_a_list_made_to_be_slow_are_not() {
    let started = std::time::Instant::now();
    let patterns: String = (0..4_000).map(|n| format!("**/a*?b[c-z]*{n}\n")).collect();
    let world = World::with(&[
        ("a.sh", &"put-metric-data \\\n".repeat(50_000)),
        (".gitignore", &patterns[..64 * 1024]),
    ]);
    // Whether a busy machine cuts it short is not the question here.
    let (hits, _) = answered(&world.repo(&[], Git::off()), metrics());
    assert_eq!(hits, [] as [&str; 0]);
    assert!(started.elapsed().as_secs() < 15, "{:?}", started.elapsed());
}
