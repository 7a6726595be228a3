//! What the project's templates are said to declare, and what is not known of them.

use std::os::unix::fs::symlink;

use super::tree::{World, settings};
use crate::{
    edge::write::{WorkingTree, file::Sought},
    facts::{Arn, Reading, TemplateSource},
    gate::Owner,
};

const ROLE: &str = "
Resources:
  Web:
    Type: AWS::IAM::Role
    Properties:
      RoleName: deploy
";

fn tree(world: &World, files: &[(&str, &[(&str, &str)])]) -> WorkingTree {
    let mut settings = settings(&["iam"], false);
    let source = |(file, parameters): &(&str, &[(&str, &str)])| TemplateSource {
        stack: "app-v1".into(),
        file: (*file).to_owned(),
        parameters: parameters
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    };
    if let Some(drift) = &mut settings.drift {
        drift.template = files.iter().map(source).collect();
    }
    WorkingTree::open(world.root().to_owned(), &settings).unwrap()
}

fn sought(role: &str) -> Sought {
    Sought {
        role: role.into(),
        policy: None,
        account: "123456789012".into(),
        region: "eu-west-1".into(),
    }
}

/// Of a template with this text, for the role `deploy`.
fn declares(text: &str, parameters: &[(&str, &str)], sought: &Sought) -> Reading<Option<Owner>> {
    let world = World::with(&[("app/t.yaml", text)]);
    tree(&world, &[("./app//t.yaml", parameters)]).declares(sought)
}

fn owned() -> Reading<Option<Owner>> {
    Reading::Known(Some(Owner::Template {
        path: "app/t.yaml".to_owned(),
        stack: "app-v1".to_owned(),
    }))
}

#[test]
fn a_template_that_cannot_be_read_leaves_it_unknown() {
    for text in ["Resources: [", "no template", ""] {
        let found = declares(text, &[], &sought("deploy"));
        assert!(matches!(found, Reading::Unknown(_)), "{text}: {found:?}");
    }
    let world = World::with(&[("app/t.yaml", ROLE)]);
    symlink("t.yaml", world.path("app/link.yaml")).unwrap();
    for file in ["app/none.yaml", "app/link.yaml", "../t.yaml"] {
        let found = tree(&world, &[(file, &[])]).declares(&sought("deploy"));
        assert!(matches!(found, Reading::Unknown(_)), "{file}: {found:?}");
    }
    // One that declares it is enough, whatever the others are.
    let found = tree(&world, &[("app/none.yaml", &[]), ("app/t.yaml", &[])]);
    assert_eq!(found.declares(&sought("deploy")), owned());
}

#[test]
fn a_role_is_found_by_its_name_as_written_or_as_resolved() {
    assert_eq!(declares(ROLE, &[], &sought("deploy")), owned());
    assert_eq!(declares(ROLE, &[], &sought("Deploy")), owned());
    let named = |name: &str| {
        let text = ROLE.replace("deploy", name);
        format!("Parameters:\n  Stage:\n    Type: String\n    Default: dev\n{text}")
    };
    for (name, role) in [
        ("!Sub '${AWS::StackName}-web'", "app-v1-web"),
        ("!Sub 'web-${AWS::AccountId}'", "web-123456789012"),
        ("!Sub 'web-${Stage}'", "web-dev"),
    ] {
        assert_eq!(
            declares(&named(name), &[], &sought(role)),
            owned(),
            "{name}"
        );
    }
    let staged = named("!Sub 'web-${Stage}'");
    let prod: &[(&str, &str)] = &[("Stage", "prod")];
    assert_eq!(declares(&staged, prod, &sought("web-prod")), owned());
    assert_eq!(
        declares(&staged, prod, &sought("web-dev")),
        Reading::Known(None)
    );
}

#[test]
fn another_role_or_one_whose_name_is_made_up_is_not_it() {
    for text in [
        ROLE.replace("deploy", "other"),
        ROLE.replace("      RoleName: deploy\n", "      Path: /\n"),
    ] {
        let found = declares(&text, &[], &sought("deploy"));
        assert_eq!(found, Reading::Known(None), "{text}");
    }
    let world = World::with(&[("app/t.yaml", ROLE)]);
    assert_eq!(
        tree(&world, &[]).declares(&sought("deploy")),
        Reading::Known(None),
        "a template that the project does not name"
    );
}

#[test]
fn a_managed_policy_that_a_template_makes_is_its_own() {
    let text = "
Resources:
  Logs:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      ManagedPolicyName: logs
      PolicyDocument: {Version: '2012-10-17', Statement: []}
";
    let policy = |arn: &str| Sought {
        policy: Some(Arn::new(arn)),
        ..sought("deploy")
    };
    let ours = policy("arn:aws:iam::123456789012:policy/logs");
    assert_eq!(declares(text, &[], &ours), owned());
    let other = policy("arn:aws:iam::123456789012:policy/metrics");
    assert_eq!(declares(text, &[], &other), Reading::Known(None));
    assert_eq!(declares(text, &[], &sought("logs")), Reading::Known(None));
}
