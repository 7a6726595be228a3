//! The edits that the stories need, byte for byte.

use super::{DEPLOY, DEPLOY_POLICY, TASK, change, policy, statement};
use crate::template::{DATAOPS, JSON, JSON_TABS, PHASE1, inputs, template};
use watchkeeper::template::roles;

const OBSERVABILITY: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": [
        "bedrock:AllowVendedLogDeliveryForResource",
        "logs:CreateDelivery",
        "logs:PutDeliverySource",
        "logs:PutDeliveryDestination",
        "logs:GetDelivery",
        "logs:DescribeDeliveries",
        "logs:DeleteDelivery",
        "logs:UpdateDeliveryConfiguration"
      ],
      "Resource": "*"
    }
  ]
}"#;

const OBSERVABILITY_YAML: &str = "        - PolicyName: ObservabilityAccess
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action:
                  - bedrock:AllowVendedLogDeliveryForResource
                  - logs:CreateDelivery
                  - logs:PutDeliverySource
                  - logs:PutDeliveryDestination
                  - logs:GetDelivery
                  - logs:DescribeDeliveries
                  - logs:DeleteDelivery
                  - logs:UpdateDeliveryConfiguration
                Resource: '*'
";

const EVENTBRIDGE: &str = r#"{
  "Sid": "EventBridgeDataOpsRules",
  "Effect": "Allow",
  "Action": ["events:DescribeRule", "events:PutRule", "events:PutTargets", "events:RemoveTargets", "events:DeleteRule"],
  "Resource": {"Fn::Sub": "arn:${AWS::Partition}:events:${FullDocsRegion}:${AWS::AccountId}:rule/${FullDocsStackName}-*"}
}"#;

const EVENTBRIDGE_YAML: &str = "              - Sid: EventBridgeDataOpsRules
                Effect: Allow
                Action:
                  - events:DescribeRule
                  - events:PutRule
                  - events:PutTargets
                  - events:RemoveTargets
                  - events:DeleteRule
                Resource: !Sub \"arn:${AWS::Partition}:events:${FullDocsRegion}:${AWS::AccountId}:rule/${FullDocsStackName}-*\"
";

#[test]
fn the_missing_policy_is_written_as_the_story_has_it() {
    let edited = policy(PHASE1, TASK, "ObservabilityAccess", OBSERVABILITY).unwrap();
    let (gone, new) = change(PHASE1, &edited);
    assert!(gone.is_empty(), "{gone:?}");
    assert_eq!(new.concat(), OBSERVABILITY_YAML);
    let again = policy(&edited, TASK, "ObservabilityAccess", OBSERVABILITY).unwrap();
    assert_eq!(again, edited, "what is there already is left alone");
}

#[test]
fn the_missing_policy_keeps_carriage_returns() {
    let crlf = PHASE1.replace('\n', "\r\n");
    let edited = policy(&crlf, TASK, "ObservabilityAccess", OBSERVABILITY).unwrap();
    let (gone, new) = change(&crlf, &edited);
    assert!(gone.is_empty());
    assert_eq!(new.concat(), OBSERVABILITY_YAML.replace('\n', "\r\n"));
}

#[test]
fn the_missing_statement_is_written_behind_the_others() {
    let edited = statement(DATAOPS, DEPLOY, DEPLOY_POLICY, EVENTBRIDGE).unwrap();
    let (gone, new) = change(DATAOPS, &edited);
    assert!(gone.is_empty(), "{gone:?}");
    assert_eq!(new.concat(), EVENTBRIDGE_YAML);
    let found = roles(&template(&edited), &inputs(&[]));
    let document = found.role(DEPLOY).unwrap().policies[0].document.clone();
    assert!(
        document
            .unwrap()
            .contains("arn:aws:events:eu-west-1:817685572750:rule/dataops-v1-*")
    );
    let again = statement(&edited, DEPLOY, DEPLOY_POLICY, EVENTBRIDGE).unwrap();
    assert_eq!(again, edited);
}

#[test]
fn one_more_action_is_one_more_line() {
    let with = statement(DATAOPS, DEPLOY, DEPLOY_POLICY, EVENTBRIDGE).unwrap();
    let more = EVENTBRIDGE.replace(
        "\"events:DeleteRule\"",
        "\"events:DeleteRule\", \"events:ListTargetsByRule\"",
    );
    let edited = statement(&with, DEPLOY, DEPLOY_POLICY, &more).unwrap();
    let (gone, new) = change(&with, &edited);
    assert!(gone.is_empty());
    assert_eq!(new, ["                  - events:ListTargetsByRule\n"]);
}

/// The live document has real values where the template has intrinsics and comments.
#[test]
fn a_live_document_changes_only_where_it_differs() {
    let live = r#"{"Version":"2012-10-17","Statement":[
      {"Sid":"PassExecutionRoles","Effect":"Allow","Action":["iam:PassRole"],"Resource":"arn:aws:iam::817685572750:role/dataops-v1-*","Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}},
      {"Sid":"CloudFormationStack","Effect":"Allow","Action":["cloudformation:ExecuteChangeSet","cloudformation:CreateChangeSet","cloudformation:DescribeChangeSet","cloudformation:DescribeStackEvents"],"Resource":["arn:aws:cloudformation:eu-west-1:817685572750:stack/dataops-v1/*","arn:aws:cloudformation:eu-west-1:aws:transform/Serverless-2016-10-31"]},
      {"Sid":"SamArtifacts","Effect":"Allow","Action":["s3:GetObject","s3:PutObject","s3:ListBucket"],"Resource":"arn:aws:s3:::<Ref SamArtifactBucketName>/*"}]}"#;
    let edited = policy(DATAOPS, DEPLOY, DEPLOY_POLICY, live).unwrap();
    let wanted = DATAOPS
        .replace("                  - cloudformation:DescribeStacks   # sam deploy polls this\n", "")
        .replace(
            "- cloudformation:ExecuteChangeSet\n",
            "- cloudformation:ExecuteChangeSet\n                  - cloudformation:DescribeStackEvents\n",
        )
        .replace("[s3:GetObject, s3:PutObject]", "[s3:GetObject, s3:PutObject, s3:ListBucket]");
    assert_eq!(edited, wanted);
}

#[test]
fn json_and_its_tabs_are_extended_in_their_own_layout() {
    for (text, tab) in [(JSON, "  "), (JSON_TABS, "\t")] {
        let wanted = EVENTBRIDGE.replace("${FullDocsRegion}", "eu-west-1");
        let edited = statement(text, DEPLOY, DEPLOY_POLICY, &wanted).unwrap();
        let (gone, new) = change(text, &edited);
        let depth = tab.repeat(8);
        assert!(gone.is_empty(), "the last brace is the one that was there");
        let lines = [
            "},",
            "{",
            "  \"Sid\": \"EventBridgeDataOpsRules\",",
            "  \"Effect\": \"Allow\",",
            "  \"Action\": [",
            "    \"events:DescribeRule\",",
            "    \"events:PutRule\",",
            "    \"events:PutTargets\",",
            "    \"events:RemoveTargets\",",
            "    \"events:DeleteRule\"",
            "  ],",
            "  \"Resource\": {",
            "    \"Fn::Sub\": \"arn:${AWS::Partition}:events:eu-west-1:${AWS::AccountId}:rule/${FullDocsStackName}-*\"",
            "  }",
        ];
        let lines: String = lines
            .iter()
            .map(|line| format!("{depth}{}\n", line.replace("  ", tab)))
            .collect();
        assert_eq!(new.concat(), lines);
    }
}

#[test]
fn a_role_without_policies_gets_its_first() {
    let text = "Resources:\n    R:\n        Type: AWS::IAM::Role\n        Properties:\n            RoleName: r   # name\n# end\n";
    let document = r#"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
    let edited = policy(text, "R", "p", document).unwrap();
    let wanted = "            Policies:\n                - PolicyName: p\n                  PolicyDocument:\n                      Statement:\n                          - Effect: Allow\n                            Action: s3:*\n                            Resource: '*'\n";
    assert_eq!(change(text, &edited).1.concat(), wanted);
    for empty in [
        "            Policies: []  # none yet\n",
        "            Policies:\n",
    ] {
        let text = text.replace("# end\n", &format!("{empty}# end\n"));
        let edited = policy(&text, "R", "p", document).unwrap();
        assert!(
            edited.contains("- PolicyName: p\n") && edited.ends_with("# end\n"),
            "{edited}"
        );
    }
}

#[test]
fn a_policy_resource_is_edited_by_its_own_id_or_by_its_role() {
    let text = "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties: {RoleName: r}\n  P:\n    Type: AWS::IAM::Policy\n    Properties:\n      PolicyName: p\n      Roles:\n      - !Ref R\n      PolicyDocument:\n        Version: 2012-10-17\n        Statement:\n        - Effect: Allow\n          Action: s3:GetObject # one\n          Resource: '*'\n";
    let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"*"}]}"#;
    let wanted = text.replace(
        "          Action: s3:GetObject # one\n",
        "          Action:\n          - s3:GetObject\n          - s3:PutObject # one\n",
    );
    for id in ["P", "R"] {
        assert_eq!(policy(text, id, "p", document).unwrap(), wanted);
    }
}

#[test]
fn a_statement_is_removed_with_its_lines_alone() {
    let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"<GetAtt ReportsBucket.Arn>/*"}]}"#;
    let edited = policy(PHASE1, TASK, "ReportsAccess", document).unwrap();
    assert_eq!(edited, PHASE1);
    let without = r#"{"Version":"2012-10-17","Statement":[{"Action":["s3:GetObject","s3:PutObject"],"Effect":"Deny","Resource":"<GetAtt ReportsBucket.Arn>/*"}]}"#;
    let edited = policy(PHASE1, TASK, "ReportsAccess", without).unwrap();
    let (gone, new) = change(PHASE1, &edited);
    assert_eq!(gone, ["              - Effect: Allow\n"]);
    assert_eq!(new, ["              - Effect: Deny\n"]);
}
