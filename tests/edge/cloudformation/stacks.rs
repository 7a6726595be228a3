//! Stacks, resources and templates against AWS's shapes: ministack has no pages,
//! no last operations, and says nothing of parents.

use watchkeeper::{
    ask::{CfnAsk, cloudformation as cfn},
    edge::aws::Aws,
    facts::{
        Fault, FaultKind, Stack, StackStatus,
        stack::{OperationType, StackDriftStatus},
    },
};

use super::{
    super::{
        fake::{Fake, denied, result},
        fixture::Fixture,
    },
    any, ask,
    xml::{self, next, stack},
};

async fn one(aws: &Aws) -> Result<Stack, Fault> {
    ask(aws, cfn::Stack("app".into())).await
}

#[tokio::test]
async fn stacks_of_another_account_are_refused_alone_and_in_a_list() {
    let fake = Fake::start(|_| {
        let stacks = stack(xml::STACK, "UPDATE_COMPLETE", "") + &stack(xml::FOREIGN, "X", "");
        result("DescribeStacks", &format!("<Stacks>{stacks}</Stacks>"))
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let fault = ask(&aws, cfn::Stacks).await.unwrap_err();
    assert!(
        matches!(fault.kind, FaultKind::WrongAccount { .. }),
        "{fault:?}"
    );
    let fake = Fake::start(|_| {
        let stack = stack(xml::FOREIGN, "UPDATE_COMPLETE", "");
        result("DescribeStacks", &format!("<Stacks>{stack}</Stacks>"))
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    // A template bears no account: nothing is asked before the stack's ARN is known to be ours.
    let template = cfn::Template {
        stack: "app".into(),
    };
    for asked in [
        CfnAsk::from(cfn::Stack("app".into())),
        template.into(),
        cfn::Resources("app".into()).into(),
        cfn::ChangeSets("app".into()).into(),
        cfn::DetectDrift("app".into()).into(),
    ] {
        let fault = any(&aws, asked).await.unwrap_err();
        assert!(
            matches!(fault.kind, FaultKind::WrongAccount { .. }),
            "{fault:?}"
        );
    }
    assert!(fake.seen().iter().all(|request| {
        ["DescribeStacks", "GetCallerIdentity"].contains(&request.operation.as_str())
    }));
}

#[tokio::test]
async fn a_denied_template_names_its_own_action() {
    let fake = Fake::start(|request| match request.operation.as_str() {
        "GetTemplate" => denied(request, xml::STACK),
        operation => xml::anything(operation),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let template = cfn::Template {
        stack: "app".into(),
    };
    let fault = ask(&aws, template).await.unwrap_err();
    let FaultKind::Denied { action, .. } = fault.kind else {
        panic!("{fault:?}")
    };
    assert_eq!(action, "cloudformation:GetTemplate");
}

#[tokio::test]
async fn all_pages_make_the_list_and_pages_that_repeat_make_none() {
    let numbered = |n: usize| {
        let id = format!("arn:aws:cloudformation:eu-west-1:123456789012:stack/s{n}/{n}");
        stack(&id, "CREATE_COMPLETE", "")
    };
    let fake = Fake::start(move |request| {
        let from: usize = request.field("NextToken").parse().unwrap_or(0);
        let stacks: String = (from..from + 100).map(numbered).collect();
        let next = if from < 200 {
            next(&(from + 100).to_string())
        } else {
            String::new()
        };
        result(
            "DescribeStacks",
            &format!("<Stacks>{stacks}</Stacks>{next}"),
        )
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let stacks = ask(&aws, cfn::Stacks).await.unwrap();
    assert_eq!((stacks.stacks.len(), stacks.pages), (300, 3));
    assert!(stacks.complete);
    let fake = Fake::start(|_| result("DescribeStacks", &format!("<Stacks/>{}", next("same"))));
    let fault = ask(&Fixture::at(&fake.url).aws(), cfn::Stacks)
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Malformed);
}

#[tokio::test]
async fn a_stack_is_told_with_all_that_it_says_of_itself() {
    let fake = Fake::start(|_| {
        let more = format!(
            "<StackStatusReason>The following resource(s) failed to update: [Cron].</StackStatusReason><LastUpdatedTime>2026-05-18T13:43:21.500Z</LastUpdatedTime><ParentId>{0}</ParentId><RootId>{0}</RootId><Parameters><member><ParameterKey>Token</ParameterKey><ParameterValue>****</ParameterValue></member><member><ParameterKey>Image</ParameterKey><ParameterValue>/ami</ParameterValue><ResolvedValue>ami-1</ResolvedValue></member></Parameters><Outputs><member><OutputKey>Url</OutputKey><OutputValue>https://x</OutputValue><ExportName>app-url</ExportName></member></Outputs><Tags><member><Key>team</Key><Value>ops</Value></member></Tags><Capabilities><member>CAPABILITY_NAMED_IAM</member></Capabilities><RoleARN>arn:aws:iam::123456789012:role/cfn</RoleARN><EnableTerminationProtection>true</EnableTerminationProtection><DriftInformation><StackDriftStatus>DRIFTED</StackDriftStatus><LastCheckTimestamp>2026-05-17T00:00:00Z</LastCheckTimestamp></DriftInformation><LastOperations><member><OperationType>ROLLBACK</OperationType><OperationId>op-2</OperationId></member><member><OperationType>UPDATE_STACK</OperationType><OperationId>op-1</OperationId></member></LastOperations>",
            "arn:aws:cloudformation:eu-west-1:123456789012:stack/root/0"
        );
        let stack = stack(xml::STACK, "UPDATE_ROLLBACK_COMPLETE", &more);
        result("DescribeStacks", &format!("<Stacks>{stack}</Stacks>"))
    });
    let stack = one(&Fixture::at(&fake.url).aws()).await.unwrap();
    assert_eq!(stack.status, StackStatus::UpdateRollbackComplete);
    assert_eq!(stack.parameters[0].value.as_ref().unwrap().raw(), "****");
    assert_eq!(
        stack.parameters[1].resolved.as_ref().unwrap().raw(),
        "ami-1"
    );
    assert_eq!(stack.outputs[0].export.as_ref().unwrap().raw(), "app-url");
    assert_eq!(stack.tags[0].value.raw(), "ops");
    assert_eq!(stack.drift, Some(StackDriftStatus::Drifted));
    assert_eq!(stack.written().unwrap().as_millisecond() % 1000, 500);
    assert!(stack.is_nested() && stack.termination_protection);
    let last = stack.operations.first().unwrap();
    assert_eq!(
        (last.id.raw(), &last.kind),
        ("op-2", &Some(OperationType::Rollback))
    );
}

#[tokio::test]
async fn a_state_of_tomorrow_is_kept_with_its_word() {
    let fake = Fake::start(|_| {
        let stack = stack(xml::STACK, "TELEPORT_IN_PROGRESS", "");
        result("DescribeStacks", &format!("<Stacks>{stack}</Stacks>"))
    });
    let stack = one(&Fixture::at(&fake.url).aws()).await.unwrap();
    assert!(stack.status.is_unknown());
    assert_eq!(stack.status.raw(), "TELEPORT_IN_PROGRESS");
    assert_eq!(stack.status.letter(), '?');
}

#[tokio::test]
async fn a_stack_described_a_moment_ago_is_not_described_again_for_its_parts() {
    let fake = Fake::start(move |request| {
        let stack = stack(xml::STACK, "UPDATE_COMPLETE", "");
        match request.operation.as_str() {
            "DescribeStacks" => result("DescribeStacks", &format!("<Stacks>{stack}</Stacks>")),
            "GetTemplate" => result("GetTemplate", "<TemplateBody>{}</TemplateBody>"),
            "ListStackResources" => result("ListStackResources", "<StackResourceSummaries/>"),
            other => panic!("{other}"),
        }
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let template = cfn::Template {
        stack: "app".into(),
    };
    for asked in [
        CfnAsk::from(cfn::Stack("app".into())),
        template.into(),
        cfn::Resources("app".into()).into(),
    ] {
        any(&aws, asked).await.unwrap();
    }
    assert_eq!(fake.count("DescribeStacks"), 1);
}
