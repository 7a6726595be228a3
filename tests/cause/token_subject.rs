//! The subject that a job's token presents, as GitHub puts it together.

use watchkeeper::{
    cause::{
        token_subject::{Inputs, Presented, TrustVerdict, judge},
        workflow::WorkflowText,
    },
    facts::{
        Arn, Remote, Repository,
        actions::{Owner, RepositoryFacts, Run, RunId, SubjectTemplate},
    },
};

fn facts() -> RepositoryFacts {
    RepositoryFacts {
        id: Some(456),
        full_name: Some("ops/tree".into()),
        owner: Some(Owner {
            id: Some(123),
            login: Some("ops".into()),
            kind: None,
        }),
        default_branch: Some("main".into()),
        security_and_analysis: None,
    }
}

fn run(event: &str, branch: &str) -> Run {
    Run {
        id: RunId(7),
        path: Some(".github/workflows/deploy.yml".into()),
        event: Some(event.into()),
        head_branch: Some(branch.into()),
        head_sha: Some("4f1c2ab".into()),
        ..Run::default()
    }
}

fn presented(run: &Run, template: &SubjectTemplate, job: &str) -> Presented {
    let text =
        WorkflowText::read(&format!("jobs:\n  deploy:\n    {job}\n    steps: []\n")).unwrap();
    Presented::of(&Inputs {
        run,
        repository: &Repository::parse("ops/tree").unwrap(),
        facts: Some(&facts()),
        template: Some(template),
        job: text.jobs.first(),
    })
}

fn subject(event: &str, template: &SubjectTemplate, job: &str) -> Option<String> {
    presented(&run(event, "main"), template, job).subject
}

const NO_ENVIRONMENT: &str = "name: deploy";

#[test]
fn the_default_names_the_repository_and_then_environment_pull_request_or_ref() {
    let classic = SubjectTemplate::default();
    let of = |event, job| subject(event, &classic, job).unwrap();
    assert_eq!(
        of("push", NO_ENVIRONMENT),
        "repo:ops/tree:ref:refs/heads/main"
    );
    assert_eq!(
        of("push", "environment: production"),
        "repo:ops/tree:environment:production"
    );
    assert_eq!(
        of("pull_request", NO_ENVIRONMENT),
        "repo:ops/tree:pull_request"
    );
    assert_eq!(
        of("pull_request", "environment: {name: dev}"),
        "repo:ops/tree:environment:dev"
    );
    assert_eq!(
        of("release", NO_ENVIRONMENT),
        "repo:ops/tree:ref:refs/tags/main"
    );
    let run = run("workflow_run", "feature");
    let of_default = presented(&run, &classic, NO_ENVIRONMENT).subject.unwrap();
    assert_eq!(of_default, "repo:ops/tree:ref:refs/heads/main");
}

#[test]
fn the_immutable_form_has_the_numbers_and_the_prefix_of_github_decides() {
    let chosen = SubjectTemplate {
        use_immutable_subject: Some(true),
        ..SubjectTemplate::default()
    };
    let said = subject("push", &chosen, NO_ENVIRONMENT).unwrap();
    assert_eq!(said, "repo:ops@123/tree@456:ref:refs/heads/main");
    let prefixed = SubjectTemplate {
        use_immutable_subject: Some(false),
        sub_claim_prefix: Some("repo:ops@1/tree@2".into()),
        ..SubjectTemplate::default()
    };
    let said = subject("push", &prefixed, NO_ENVIRONMENT).unwrap();
    assert_eq!(said, "repo:ops@1/tree@2:ref:refs/heads/main");
}

#[test]
fn claims_of_an_owners_own_choice_stand_in_their_order_and_unknown_ones_leave_it_open() {
    let of = |keys: &[&str]| {
        let template = SubjectTemplate {
            use_default: Some(false),
            include_claim_keys: keys.iter().map(|key| Remote::new(*key)).collect(),
            ..SubjectTemplate::default()
        };
        presented(&run("push", "main"), &template, NO_ENVIRONMENT)
    };
    let said = of(&["repository_owner", "event_name", "ref"])
        .subject
        .unwrap();
    assert_eq!(
        said,
        "repository_owner:ops:event_name:push:ref:refs/heads/main"
    );
    let open = of(&["repo", "enterprise"]);
    assert_eq!(open.subject, None);
    assert!(
        open.said().contains("it has the claim enterprise"),
        "{}",
        open.said()
    );
}

#[test]
fn what_only_the_run_knows_is_open() {
    let classic = SubjectTemplate::default();
    let computed = presented(
        &run("push", "main"),
        &classic,
        "environment: ${{ inputs.stage }}",
    );
    assert!(computed.said().contains("which the run alone knows"));
    let called = presented(
        &run("push", "main"),
        &classic,
        "uses: ./.github/workflows/b.yml",
    );
    assert_eq!(called.subject, None);
}

const CLASSIC: &str = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
    "Principal": {"Federated": "arn:aws:iam::817685572750:oidc-provider/token.actions.githubusercontent.com"},
    "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {
        "StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                         "token.actions.githubusercontent.com:repository_id": "456"},
        "StringLike": {"token.actions.githubusercontent.com:sub": "repo:ops/tree:ref:*"}}}]}"#;

#[test]
fn a_trust_policy_is_judged_with_all_claims_and_says_what_does_not_match() {
    let role = Arn::from("arn:aws:iam::817685572750:role/deploy");
    let classic = presented(
        &run("push", "main"),
        &SubjectTemplate::default(),
        NO_ENVIRONMENT,
    );
    assert_eq!(judge(&role, CLASSIC, &classic), TrustVerdict::Accepts);
    let immutable = SubjectTemplate {
        use_immutable_subject: Some(true),
        ..SubjectTemplate::default()
    };
    let refused = presented(&run("push", "main"), &immutable, NO_ENVIRONMENT);
    let TrustVerdict::Refuses { because, .. } = judge(&role, CLASSIC, &refused) else {
        panic!("it is refused")
    };
    assert_eq!(
        because,
        [
            "Its StringLike on sub asks for repo:ops/tree:ref:*, and the token has repo:ops@123/tree@456:ref:refs/heads/main."
        ]
    );
    let other = CLASSIC.replace("\"456\"", "\"999\"");
    let TrustVerdict::Refuses { because, asked } = judge(&role, &other, &classic) else {
        panic!("it is refused")
    };
    assert!(because[0].contains("repository_id asks for 999, and the token has 456"));
    assert!(asked.is_empty());
}
