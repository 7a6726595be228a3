//! The smallest edit that makes a policy mean what is live: what is refused, then
//! which lines change, and which assumptions are said.

use serde_json::{Value, json};
use watchkeeper::template::edit::{EditError, Extent, PolicyEdit, codify_policy};

use super::{DEPLOY, DEPLOY_POLICY, change};
use crate::template::{DATAOPS, JSON, inputs};

/// Two queues with names that CloudFormation makes up, and comments everywhere.
const TEMPLATE: &str = r#"Parameters:
  Stage: {Type: String, Default: prod}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Jobs: {Type: AWS::SQS::Queue}
  Dead: {Type: AWS::SQS::Queue}
  R:
    Type: AWS::IAM::Role
    Properties:
      RoleName: r
      Policies:
        - PolicyName: p
          PolicyDocument:
            Version: "2012-10-17"
            Statement:
              # The queues.
              - Sid: Queues
                Effect: Allow
                Action: [sqs:SendMessage, sqs:ReceiveMessage]   # both ways
                Resource:
                  - !GetAtt Jobs.Arn   # jobs
                  - !GetAtt Dead.Arn
              # Reports are read.
              - Effect: Allow
                Action: s3:GetObject
                Resource: !Sub arn:${AWS::Partition}:s3:::reports-${Stage}/*
              # Metrics go out.
              - Effect: Allow
                Action: cloudwatch:PutMetricData
                Resource: '*'   # it has no ARNs
                Condition: {StringEquals: {cloudwatch:namespace: App}}
"#;

fn queue(name: &str) -> String {
    format!("arn:aws:sqs:eu-west-1:817685572750:{name}")
}

/// Live, as the template comes to it.
fn live() -> Vec<Value> {
    vec![
        json!({"Sid": "Queues", "Effect": "Allow", "Action": ["sqs:ReceiveMessage", "sqs:SendMessage"],
               "Resource": [queue("app-Dead-1A2B"), queue("app-Jobs-3C4D")]}),
        json!({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports-prod/*"}),
        json!({"Effect": "Allow", "Action": "cloudwatch:PutMetricData", "Resource": "*",
               "Condition": {"StringEquals": {"cloudwatch:namespace": "App"}}}),
    ]
}

fn document(statements: &[Value]) -> String {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string()
}

fn codify(text: &str, live: &str) -> Result<PolicyEdit, EditError> {
    codify_policy(text, &inputs(&[]), "R", "p", live)
}

fn lines(statements: &[Value]) -> (PolicyEdit, String, String) {
    let edit = codify(TEMPLATE, &document(statements)).unwrap();
    let (gone, new) = change(TEMPLATE, &edit.text);
    let (gone, new) = (gone.concat(), new.concat());
    (edit, gone, new)
}

#[test]
fn a_choice_of_a_condition_is_never_written_over() {
    let chosen = TEMPLATE.replace(
        "Action: s3:GetObject\n",
        "Action: !If [IsProd, s3:GetObject, 's3:*']\n",
    );
    assert_eq!(codify(&chosen, &document(&live())).unwrap().text, chosen);
    let mut other = live();
    other[1]["Action"] = json!("s3:PutObject");
    let refused = codify(&chosen, &document(&other)).unwrap_err();
    assert!(refused.what.contains("a condition chooses"), "{refused:?}");
    assert!(refused.place.is_some());
}

#[test]
fn a_statement_of_another_stage_stays_and_one_of_this_stage_is_not_taken_out() {
    let with = |condition: &str, text: &str| {
        let item = format!(
            "              - !If\n                - {condition}\n                - {{Effect: Allow, Action: 'logs:*', Resource: '*'}}\n                - !Ref AWS::NoValue\n"
        );
        format!("{text}{item}")
    };
    let text = TEMPLATE.replace(
        "Resources:\n  Jobs",
        "  IsDev: !Not [!Condition IsProd]\nResources:\n  Jobs",
    );
    let (dev, prod) = (with("IsDev", &text), with("IsProd", &text));
    let mut more = live();
    more.push(json!({"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}));
    let edited = codify(&dev, &document(&more)).unwrap().text;
    let (gone, new) = change(&dev, &edited);
    assert!(gone.is_empty(), "{gone:?}");
    assert!(new.concat().contains("sns:Publish"));
    let refused = codify(&prod, &document(&more)).unwrap_err();
    assert!(refused.what.contains("a condition chooses"), "{refused:?}");
}

#[test]
fn what_live_has_widened_is_not_taken_for_what_is_open() {
    let mut wide = live();
    wide[0]["Resource"] = json!("*");
    let (edit, gone, new) = lines(&wide);
    assert!(gone.contains("!GetAtt Jobs.Arn"), "{gone}");
    assert!(new.contains("\"*\""), "{new}");
    assert_eq!(edit.taken, []);
    let mut any = live();
    any[0]["Resource"] = json!([queue("app-Dead-1A2B"), queue("*")]);
    let (edit, _, _) = lines(&any);
    assert!(!edit.text.contains("!GetAtt Jobs.Arn"), "{}", edit.text);
    assert!(edit.text.contains("!GetAtt Dead.Arn"), "{}", edit.text);
    assert_eq!(edit.taken.len(), 1);
}

#[test]
fn one_open_value_is_not_two_things() {
    let twice = TEMPLATE.replace(
        "Resource: !Sub arn:${AWS::Partition}:s3:::reports-${Stage}/*",
        "Resource: !GetAtt Jobs.Arn",
    );
    let mut other = live();
    other[1]["Resource"] = json!(queue("somebody-elses"));
    let edit = codify(&twice, &document(&other)).unwrap();
    let (gone, new) = change(&twice, &edit.text);
    assert_eq!(
        gone.concat(),
        "                Resource: !GetAtt Jobs.Arn\n"
    );
    assert!(new.concat().contains("somebody-elses"));
    let jobs = ("<GetAtt Jobs.Arn>".to_owned(), queue("app-Jobs-3C4D"));
    assert!(edit.taken.contains(&jobs), "{:?}", edit.taken);
}

#[test]
fn what_means_the_same_is_left_as_it_is_written() {
    let mut same = live();
    same.reverse();
    same[1]["Action"] = json!(["s3:getobject", "s3:GetObject"]);
    same[1]["Sid"] = json!("Reports");
    let edit = codify(TEMPLATE, &document(&same)).unwrap();
    assert_eq!(edit.text, TEMPLATE);
    assert_eq!(
        edit.extent,
        Extent::Statements {
            kept: 3,
            of: 3,
            now: 3
        }
    );
}

#[test]
fn a_statement_that_only_live_has_is_added_behind_the_others() {
    let mut more = live();
    more.push(json!({"Sid": "Tell", "Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}));
    let (edit, gone, new) = lines(&more);
    assert_eq!(gone, "");
    assert_eq!(
        new,
        "              - Action: sns:Publish\n                Effect: Allow\n                Resource: \"*\"\n                Sid: Tell\n"
    );
    assert_eq!(
        edit.extent,
        Extent::Statements {
            kept: 3,
            of: 3,
            now: 4
        }
    );
    let taken = [("Dead", "app-Dead-1A2B"), ("Jobs", "app-Jobs-3C4D")];
    let taken = taken.map(|(id, name)| (format!("<GetAtt {id}.Arn>"), queue(name)));
    assert_eq!(edit.taken, taken);
}

#[test]
fn a_statement_with_a_sid_changes_by_the_one_line_that_differs() {
    let mut more = live();
    more[0]["Action"] = json!(["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"]);
    let (edit, gone, new) = lines(&more);
    assert_eq!(
        gone,
        "                Action: [sqs:SendMessage, sqs:ReceiveMessage]   # both ways\n"
    );
    assert_eq!(
        new,
        "                Action: [sqs:SendMessage, sqs:ReceiveMessage, sqs:DeleteMessage]   # both ways\n"
    );
    assert_eq!(
        edit.extent,
        Extent::Statements {
            kept: 2,
            of: 3,
            now: 3
        }
    );
}

#[test]
fn statements_without_a_sid_change_in_their_own_places() {
    let mut other = live();
    other[1]["Action"] = json!(["s3:GetObject", "s3:PutObject"]);
    other[2]["Condition"]["StringEquals"]["cloudwatch:namespace"] = json!(["App", "App/*"]);
    let (edit, _, _) = lines(&other);
    for stays in [
        "# Reports are read.",
        "# Metrics go out.",
        "Resource: !Sub arn:${AWS::Partition}:s3:::reports-${Stage}/*",
        "Resource: '*'   # it has no ARNs",
        "- !GetAtt Jobs.Arn   # jobs",
    ] {
        assert!(edit.text.contains(stays), "{stays}: {}", edit.text);
    }
    assert!(edit.text.contains("s3:PutObject"));
    assert_eq!(
        edit.extent,
        Extent::Statements {
            kept: 1,
            of: 3,
            now: 3
        }
    );
}

#[test]
fn a_statement_that_live_lacks_is_taken_out_with_its_lines_alone() {
    let mut fewer = live();
    fewer.remove(2);
    let (_, gone, new) = lines(&fewer);
    assert_eq!(new, "");
    assert_eq!(gone.lines().count(), 4, "{gone}");
    assert!(gone.contains("PutMetricData"));
}

#[test]
fn a_version_that_makes_no_difference_stays_and_one_that_does_goes() {
    let without = json!({"Statement": live()}).to_string();
    assert_eq!(codify(TEMPLATE, &without).unwrap().text, TEMPLATE);
    let variable = TEMPLATE.replace("reports-${Stage}/*", "reports-${Stage}/${!aws:username}");
    let mut old = live();
    old[1]["Resource"] = json!("arn:aws:s3:::reports-prod/${aws:username}");
    let old = json!({"Version": "2008-10-17", "Statement": old}).to_string();
    let edit = codify(&variable, &old).unwrap();
    let (gone, new) = change(&variable, &edit.text);
    assert_eq!(gone.concat(), "            Version: \"2012-10-17\"\n");
    assert!(new.concat().contains("2008-10-17"), "{new:?}");
}

#[test]
fn a_policy_that_the_template_lacks_is_written_as_a_whole() {
    let edit = codify_policy(TEMPLATE, &inputs(&[]), "R", "q", &document(&live())).unwrap();
    assert_eq!(edit.extent, Extent::New);
    assert_eq!(change(TEMPLATE, &edit.text).0, Vec::<&str>::new());
}

#[test]
fn a_live_statement_more_is_three_lines_of_a_json_template_too() {
    let found = watchkeeper::template::roles(&crate::template::template(JSON), &inputs(&[]));
    let own = found.role(DEPLOY).unwrap().policies[0]
        .document
        .clone()
        .unwrap();
    let mut live: Value = serde_json::from_str(&own).unwrap();
    let more = json!({"Effect": "Allow", "Action": "events:DescribeRule", "Resource": "*"});
    live["Statement"].as_array_mut().unwrap().push(more);
    let edit = codify_policy(JSON, &inputs(&[]), DEPLOY, DEPLOY_POLICY, &live.to_string()).unwrap();
    let (gone, new) = change(JSON, &edit.text);
    assert!(gone.is_empty(), "{gone:?}");
    assert_eq!(new.len(), 5, "{new:?}");
    assert!(
        matches!(edit.extent, Extent::Statements { kept, of, now } if kept == of && now == of + 1)
    );
}

#[test]
fn the_story_s_template_loses_only_the_action_that_live_lacks() {
    let found = watchkeeper::template::roles(&crate::template::template(DATAOPS), &inputs(&[]));
    let policy = found.role(DEPLOY).unwrap().policies[0].clone();
    let own = policy.document.unwrap();
    let bucket = "<Ref SamArtifactBucketName>";
    assert!(own.contains(bucket));
    let own = own.replace(bucket, "artifacts-4711");
    let mut live: Value = serde_json::from_str(&own).unwrap();
    for statement in live["Statement"].as_array_mut().unwrap() {
        if let Some(actions) = statement["Action"].as_array_mut() {
            actions.retain(|action| action != "cloudformation:DescribeStacks");
        }
    }
    let edit = codify_policy(
        DATAOPS,
        &inputs(&[]),
        DEPLOY,
        DEPLOY_POLICY,
        &live.to_string(),
    )
    .unwrap();
    let (gone, new) = change(DATAOPS, &edit.text);
    assert_eq!(
        gone,
        ["                  - cloudformation:DescribeStacks   # sam deploy polls this\n"]
    );
    assert!(new.is_empty());
    assert_eq!(
        edit.taken,
        [(bucket.to_owned(), "artifacts-4711".to_owned())]
    );
}
