//! Roles: what a template says of them, and what it leaves open.

use watchkeeper::{
    policy::{Kind, equivalent, parse as read_policy},
    template::{Symbol, TemplatePolicy, TemplateRoles, known_sam_policies, roles},
};

use super::{DATAOPS, FUNCTIONS, JSON, PHASE1, inputs, template};

fn dataops() -> TemplateRoles {
    roles(
        &template(DATAOPS),
        &inputs(&[("SamArtifactBucketName", "artifacts")]),
    )
}

fn same(policy: &TemplatePolicy, wanted: &str) {
    let text = policy.document.as_ref().unwrap();
    let left = read_policy(text, Kind::Identity).unwrap();
    let right = read_policy(wanted, Kind::Identity).unwrap();
    assert!(equivalent(&left, &right), "{text}");
}

#[test]
fn a_role_that_a_condition_removes_is_not_there() {
    let found = roles(&template(FUNCTIONS), &inputs(&[("Stage", "dev")]));
    assert!(found.role("Elsewhere").is_none());
    let found = roles(&template(FUNCTIONS), &inputs(&[]));
    assert_eq!(
        found.role("Elsewhere").unwrap().condition.as_deref(),
        Some("Stays")
    );
}

#[test]
fn a_document_that_is_no_policy_says_where_and_why() {
    let text = "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      Policies:\n        - PolicyName: p\n          PolicyDocument: {Version: 2012-10-17, Statement: !ImportValue all}\n        - PolicyName: q\n";
    let found = roles(&template(text), &inputs(&[]));
    let policies = &found.role("R").unwrap().policies;
    let no_policy = policies[0].document.as_ref().unwrap_err();
    assert_eq!(no_policy.place.line, 6);
    assert!(no_policy.what.contains("statement"), "{no_policy:?}");
    assert!(
        policies[1]
            .document
            .as_ref()
            .unwrap_err()
            .what
            .contains("PolicyDocument")
    );
}

#[test]
fn the_deploy_role_is_found_whole() {
    let found = dataops();
    let role = found.role("GitHubActionsDeployRole").unwrap();
    let name = role.name.as_ref().unwrap();
    assert_eq!(name.known(), Some("dataops-github-actions-deploy"));
    let [policy] = role.policies.as_slice() else {
        panic!("one policy: {:?}", role.policies);
    };
    assert_eq!(policy.name.known(), Some("dataops-v1-deploy"));
    assert!(policy.symbols.is_empty(), "{:?}", policy.symbols);
    same(
        policy,
        r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["cloudformation:CreateChangeSet","cloudformation:DescribeChangeSet","cloudformation:DescribeStacks","cloudformation:ExecuteChangeSet"],"Resource":["arn:aws:cloudformation:eu-west-1:817685572750:stack/dataops-v1/*","arn:aws:cloudformation:eu-west-1:aws:transform/Serverless-2016-10-31"]},
        {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::artifacts/*"},
        {"Effect":"Allow","Action":"iam:PassRole","Resource":"arn:aws:iam::817685572750:role/dataops-v1-*","Condition":{"StringEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}}]}"#,
    );
    assert!(found.notes.is_empty(), "{:?}", found.notes);
}

#[test]
fn the_trust_of_the_deploy_role_names_the_provider_and_the_branch() {
    let found = dataops();
    let trust = found.roles[0].trust.as_ref().unwrap();
    let text = trust.document.as_ref().unwrap();
    assert!(
        text.contains(
            "arn:aws:iam::817685572750:oidc-provider/token.actions.githubusercontent.com"
        )
    );
    assert!(text.contains("repo:DataTalksClub/dataops:ref:refs/heads/main"));
    assert!(trust.symbols.is_empty());
}

#[test]
fn a_missing_parameter_is_an_open_piece_of_the_document() {
    let found = roles(&template(DATAOPS), &inputs(&[]));
    let policy = &found.roles[0].policies[0];
    assert_eq!(
        policy.symbols,
        [Symbol::Parameter("SamArtifactBucketName".into())]
    );
    assert!(
        policy
            .document
            .as_ref()
            .unwrap()
            .contains("arn:aws:s3:::<Ref SamArtifactBucketName>/*")
    );
}

#[test]
fn the_task_role_of_each_environment_has_its_name() {
    for environment in ["dev", "prod"] {
        let found = roles(&template(PHASE1), &inputs(&[("Environment", environment)]));
        let role = found.role("TaskExecutionRole").unwrap();
        let wanted = format!("deep-insight-task-execution-role-{environment}");
        assert_eq!(role.name.as_ref().unwrap().known(), Some(wanted.as_str()));
        assert_eq!(
            role.managed[0].known(),
            Some("arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy")
        );
        let reports = &role.policies[1];
        assert_eq!(reports.symbols.len(), 1);
        assert!(
            reports
                .document
                .as_ref()
                .unwrap()
                .contains("<GetAtt ReportsBucket.Arn>/*")
        );
    }
}

#[test]
fn json_says_the_same_as_yaml_would() {
    let found = roles(&template(JSON), &inputs(&[]));
    let role = found.role("GitHubActionsDeployRole").unwrap();
    assert_eq!(
        role.name.as_ref().unwrap().known(),
        Some("dataops-github-actions-deploy")
    );
    same(
        &role.policies[0],
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["cloudformation:DescribeStacks","cloudformation:CreateChangeSet"],"Resource":"arn:aws:cloudformation:eu-west-1:817685572750:stack/dataops-v1/*"}}"#,
    );
}

#[test]
fn the_role_sam_makes_has_what_sam_gives_it() {
    let found = roles(&template(FUNCTIONS), &inputs(&[("Stage", "prod")]));
    let role = found.role("WorkerRole").unwrap();
    let managed: Vec<String> = role
        .managed
        .iter()
        .map(watchkeeper::template::Text::with_tokens)
        .collect();
    assert_eq!(
        managed,
        [
            "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
            "arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess",
            "AmazonBedrockReadOnly",
            "<Ref SharedPolicy>",
            "arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole",
        ]
    );
    let names: Vec<&str> = role
        .policies
        .iter()
        .filter_map(|it| it.name.known())
        .collect();
    assert_eq!(
        names,
        [
            "WorkerRolePolicy2",
            "WorkerRolePolicy3",
            "WorkerRolePolicy4",
            "WorkerRolePolicy5",
            "WorkerRolePolicy7"
        ]
    );
    same(
        &role.policies[2],
        r#"{"Statement":[{"Effect":"Allow","Action":["sqs:ChangeMessageVisibility","sqs:ChangeMessageVisibilityBatch","sqs:DeleteMessage","sqs:DeleteMessageBatch","sqs:GetQueueAttributes","sqs:ReceiveMessage"],"Resource":"arn:aws:sqs:eu-west-1:817685572750:jobs"}]}"#,
    );
    assert!(
        role.policies[3]
            .document
            .as_ref()
            .unwrap()
            .contains("events:PutEvents")
    );
    assert!(
        found.role("OwnedRole").is_none(),
        "a function with a role of its own"
    );
}

#[test]
fn what_is_not_expanded_is_said() {
    let found = roles(&template(FUNCTIONS), &inputs(&[("Stage", "prod")]));
    let told: Vec<&str> = found.notes.iter().map(|note| note.what.as_str()).collect();
    assert!(
        told.iter().any(|it| it.contains("NoSuchPolicy")),
        "{told:?}"
    );
    assert!(
        told.iter()
            .any(|it| it.contains("KMSDecryptPolicy") && it.contains("KeyId")),
        "{told:?}"
    );
    let macros = "Transform: [AWS::Serverless-2016-10-31, Ours]\nResources:\n  Fn::ForEach::Roles: [A, [b], {}]\n";
    let found = roles(&template(macros), &inputs(&[]));
    assert_eq!(found.notes.len(), 2, "{:?}", found.notes);
}

#[test]
fn an_application_of_sam_is_named_as_a_stack_of_its_own() {
    let text = |condition: &str| {
        format!(
            "Transform: AWS::Serverless-2016-10-31\nConditions:\n  Never: !Equals [a, b]\nResources:\n  Child:\n    Type: AWS::Serverless::Application\n{condition}    Properties: {{Location: child.yaml}}\n  Own:\n    Type: AWS::IAM::Role\n    Properties: {{RoleName: own}}\n"
        )
    };
    let found = roles(&template(&text("")), &inputs(&[]));
    let [note] = found.notes.as_slice() else {
        panic!("{:?}", found.notes);
    };
    assert_eq!(note.logical_id, "Child");
    assert!(note.what.contains("nested stack"), "{}", note.what);
    // The template's own roles are whole: what the other stack makes is not theirs.
    assert_eq!(found.roles.len(), 1);
    assert_eq!(found.roles[0].unexpanded, Vec::<String>::new());
    let gone = roles(&template(&text("    Condition: Never\n")), &inputs(&[]));
    assert_eq!(gone.notes, []);
}

#[test]
fn policies_that_stand_alone_reach_their_roles() {
    let found = roles(&template(FUNCTIONS), &inputs(&[("Stage", "prod")]));
    let role = found.role("Elsewhere").unwrap();
    assert_eq!(role.name.as_ref().unwrap().known(), Some("elsewhere"));
    let extra = &role.policies[0];
    assert_eq!(extra.name.known(), Some("extra"));
    assert_eq!(extra.symbols, [Symbol::Parameter("AllowedAction".into())]);
    let text = extra.document.as_ref().unwrap();
    assert!(
        text.contains("arn:aws:sns:eu-west-1:817685572750:alerts"),
        "{text}"
    );
    assert!(text.contains("\"aws:SecureTransport\": true"), "{text}");
    assert_eq!(role.managed[0].with_tokens(), "<Ref SharedPolicy>");
    assert_eq!(
        role.boundary.as_ref().unwrap().with_tokens(),
        "<ImportValue platform-boundary>"
    );
    assert_eq!(found.foreign[0].role.known(), Some("some-other-role"));
    assert_eq!(found.managed[0].logical_id, "SharedPolicy");
}

#[test]
fn every_sam_policy_template_makes_a_policy() {
    let names: Vec<&str> = known_sam_policies().collect();
    assert!(names.len() > 75, "{}", names.len());
    let parameters = "AccessPoint BucketName CertificateArn ClusterId CollectionId DeliveryStreamName DomainName EndpointConfigName EndpointName EventBusName FileSystem FunctionName HostedZoneId IdentityName ImageId KeyId LexiconName LogGroupName ParameterName PinpointApplicationId PipelineName QueueName RepositoryName SecretArn StateMachineName StreamName TableName TaskDefinition TemplateName TopicName WorkGroupName";
    let given: Vec<String> = parameters
        .split(' ')
        .map(|name| format!("{name}: x"))
        .collect();
    let entries: Vec<String> = names
        .iter()
        .map(|name| format!("        - {name}: {{{}}}\n", given.join(", ")))
        .collect();
    let text = format!(
        "Transform: AWS::Serverless-2016-10-31\nResources:\n  F:\n    Type: AWS::Serverless::Function\n    Properties:\n      Policies:\n{}",
        entries.concat()
    );
    let found = roles(&template(&text), &inputs(&[]));
    assert!(found.notes.is_empty(), "{:?}", found.notes);
    let role = found.role("FRole").unwrap();
    assert_eq!(role.policies.len(), names.len());
    for policy in &role.policies {
        assert!(
            policy.document.is_ok() && policy.symbols.is_empty(),
            "{policy:?}"
        );
    }
}

#[test]
fn the_roles_that_a_loop_makes_are_roles_with_the_loop_s_place() {
    let text = "Transform: AWS::LanguageExtensions
Parameters:
  Stages: {Type: CommaDelimitedList, Default: 'dev,prod'}
Resources:
  Fn::ForEach::Roles:
    - Stage
    - !Ref Stages
    - 'Worker${Stage}':
        Type: AWS::IAM::Role
        Properties:
          RoleName: !Sub 'worker-${Stage}'
          Policies:
            - PolicyName: !Ref Stage
              PolicyDocument:
                Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: !Sub 'arn:aws:s3:::${Stage}-${AWS::AccountId}/*'}]
";
    let found = roles(&template(text), &inputs(&[]));
    assert_eq!(found.notes, []);
    let role = found.role("Workerprod").unwrap();
    assert_eq!(role.name.as_ref().unwrap().known(), Some("worker-prod"));
    assert_eq!(role.span.place.line, 9);
    assert_eq!(role.policies[0].name.known(), Some("prod"));
    let document = role.policies[0].document.as_ref().unwrap();
    assert!(
        document.contains("arn:aws:s3:::prod-817685572750/*"),
        "{document}"
    );
    assert_eq!(found.roles.len(), 2);
    let open = text.replace(", Default: 'dev,prod'", "");
    let found = roles(&template(&open), &inputs(&[]));
    assert_eq!(found.roles, []);
    assert!(
        found.notes[0]
            .what
            .contains("what it runs over is not known")
    );
}
