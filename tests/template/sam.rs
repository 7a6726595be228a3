//! SAM's roles, compared with what the pinned translator makes of our own templates.

use std::{collections::BTreeSet, fs, path::PathBuf};

use super::oracle::{Count, Counts, translate};
use crate::support::venv;

fn files() -> Vec<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/template/sam");
    let files = fs::read_dir(folder).unwrap();
    let mut files: Vec<String> = files
        .map(|entry| entry.unwrap().path().to_string_lossy().into_owned())
        .collect();
    files.sort();
    files
}

#[test]
fn every_role_that_the_translator_makes_is_in_sync_with_its_template() {
    let python = venv::python("sam", "tests/template/requirements-sam.txt");
    let mut counts = Counts::default();
    for translated in &translate(&python, &files()) {
        assert_eq!(translated.refused, None, "{}", translated.file);
        counts.add(translated);
    }
    assert_eq!(counts.wrongs, Vec::<String>::new());
    assert_eq!((counts.never_mentioned, counts.false_in_sync), (0, 0));
    assert_eq!(counts.files, files().len());
    let all = [
        counts.trust,
        counts.attachments,
        counts.inline,
        counts.managed,
    ];
    // Each of them was compared, and not one was left open.
    for count in all {
        assert!(count.agree > 20, "{counts:?}");
        assert_eq!((count.unknown, count.wrong), (0, 0), "{counts:?}");
    }
    assert_eq!(counts.trust.agree, counts.roles);
}

#[test]
fn a_translated_template_that_says_more_than_ours_is_counted_as_wrong() {
    // The oracle itself can fail: a template that lacks what was deployed.
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("app.yaml");
    let written = |tracing: &str| {
        format!(
            "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties: {{Handler: a.b, Runtime: python3.13, InlineCode: x{tracing}}}\n"
        )
    };
    fs::write(&file, written(", Tracing: Active")).unwrap();
    let python = venv::python("sam", "tests/template/requirements-sam.txt");
    let translated = translate(&python, &[file.to_string_lossy().into_owned()]);
    fs::write(&file, written("")).unwrap();
    let mut counts = Counts::default();
    counts.add(&translated[0]);
    let one = |agree, wrong| Count {
        agree,
        unknown: 0,
        wrong,
    };
    assert_eq!((counts.trust, counts.attachments), (one(1, 0), one(0, 1)));
}

#[test]
fn our_templates_have_every_source_of_events_and_every_property_that_grants() {
    let texts: String = files()
        .iter()
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let words: BTreeSet<&str> = texts
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    let wanted = "Api HttpApi Schedule ScheduleV2 CloudWatchEvent EventBridgeRule CloudWatchLogs \
        S3 SNS SQS Kinesis DynamoDB MSK MQ SelfManagedKafka DocumentDB Cognito IoTRule AlexaSkill \
        SqsSubscription OnSuccess OnFailure DeadLetterQueue DeadLetterConfig EventInvokeConfig \
        Tracing VpcConfig DurableConfig SchemaRegistryConfig SecretsManagerKmsKeyId \
        AssumeRolePolicyDocument PermissionsBoundary RolePath Policies AutoPublishAlias \
        DeploymentPreference UseAliasAsEventTarget Connectors SourceReference GraphQLApi \
        CapacityProvider NetworkConnector MicrovmImage WebFunction IgnoreGlobals Globals";
    for word in wanted.split_whitespace() {
        assert!(words.contains(word), "{word} is in no template");
    }
}
