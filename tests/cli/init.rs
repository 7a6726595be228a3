//! `init` proposes, and with `--write` creates what is not there yet.

use std::fs;

use super::process::Machine;
use crate::{
    edge::{
        cloudformation::xml::{STACK, no_stack, stack},
        fake::{Fake, Request, error, identity, result},
    },
    support::moto::Moto,
};

const POLICY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#;

fn machine() -> Machine {
    Machine::new()
        .file("infrastructure/iam/alpha/reads.json", POLICY)
        .set("AWS_REGION", "eu-west-1")
}

#[test]
fn it_prints_what_it_found_and_touches_nothing() {
    let machine = machine();
    let ran = machine.run(&["init"]).exits(0);
    ran.answers("watchkeeper.toml")
        .answers("infrastructure/iam")
        .answers("[[environment]]");
    assert!(!machine.path("repo/watchkeeper.toml").exists());
    assert!(!machine.path("home/.config").exists());
}

#[tokio::test]
async fn where_sts_answers_the_environment_has_its_account() {
    let moto = Moto::start();
    let keys = moto.keys().await;
    let machine = machine().with_account(moto, &keys);
    machine.run(&["init"]).exits(0).answers(&keys.account);
}

#[test]
fn write_creates_both_files_and_never_replaces_one() {
    let machine = machine();
    machine.run(&["init", "--write"]).exits(0);
    let project = machine.path("repo/watchkeeper.toml");
    let own = machine.path("home/.config/watchkeeper/config.toml");
    assert!(
        fs::read_to_string(&project)
            .unwrap()
            .contains("infrastructure/iam")
    );
    assert!(own.exists());
    fs::write(&project, "# mine\n").unwrap();
    fs::write(&own, "# mine too\n").unwrap();
    let ran = machine.run(&["init", "--write"]).exits(0);
    assert!(ran.err.contains("kept"), "{}", ran.err);
    assert_eq!(fs::read_to_string(&project).unwrap(), "# mine\n");
    assert_eq!(fs::read_to_string(&own).unwrap(), "# mine too\n");
}

#[test]
fn what_it_writes_is_a_configuration_that_loads() {
    let machine = machine();
    machine.run(&["init", "--write"]).exits(0);
    // Loaded, and then there are no credentials: the configuration was no obstacle.
    let ran = machine.run(&["check", "drift"]).exits(2);
    ran.answers("could not tell");
}

#[test]
fn a_link_is_not_followed_and_not_replaced() {
    let machine = machine();
    let target = machine.path("elsewhere.toml");
    std::os::unix::fs::symlink(&target, machine.path("repo/watchkeeper.toml")).unwrap();
    machine.run(&["init", "--write"]);
    assert!(!target.exists());
    assert!(machine.path("repo/watchkeeper.toml").is_symlink());
}

#[test]
fn where_nothing_may_be_written_it_only_prints() {
    let machine = machine();
    machine
        .run(&["init", "--write", "--read-only"])
        .refuses("read-only");
    assert!(!machine.path("home/.config").exists());
    let machine = machine.own("read_only = true\n");
    machine.run(&["init", "--write"]).refuses("read-only");
    assert!(!machine.path("repo/watchkeeper.toml").exists());
    machine
        .run(&["init"])
        .exits(0)
        .answers("infrastructure/iam");
}

#[test]
fn outside_a_repository_it_says_where_to_start() {
    let machine = machine();
    fs::remove_dir(machine.path("repo/.git")).unwrap();
    machine
        .run(&["init"])
        .refuses("There is no repository here");
}

const ROLES: &str = "Description: Roles\nResources:\n  Deploy:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: deploy\n      AssumeRolePolicyDocument: {}\n";

#[test]
fn the_profiles_of_the_aws_configuration_become_environments_wherever_it_is() {
    let machine = machine();
    let config = machine.path("aws-config");
    fs::write(
        &config,
        "[profile dev]\nsso_session = s\nsso_account_id = 817685572750\nsso_role_name = oncall\nregion = eu-west-1\n\
         [profile prod]\nrole_arn = arn:aws:iam::493812065174:role/oncall\nsource_profile = dev\n\
         [profile tool]\ncredential_process = touch was-run\n\
         [sso-session s]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n",
    )
    .unwrap();
    let machine = machine.set("AWS_CONFIG_FILE", &config.to_string_lossy());
    let ran = machine.run(&["init"]).exits(0);
    let ran = ran
        .answers("profile = \"dev\"\nregion = \"eu-west-1\"\naccount = \"817685572750\"")
        .answers("profile = \"prod\"\n# region = \"eu-west-1\"\naccount = \"493812065174\"")
        .answers("profile = \"tool\"")
        .answers("# environments = [\"default\", \"dev\", \"prod\", \"tool\"]");
    assert!(
        ran.err.contains("the line that says it is a comment"),
        "{}",
        ran.err
    );
    assert!(!ran.out.contains("allow_writes"), "{}", ran.out);
    assert!(!machine.path("repo/was-run").exists());
}

#[test]
fn templates_are_proposed_with_the_stack_that_the_account_shows() {
    let fake = Fake::start(|request: &Request| match request.operation.as_str() {
        "GetCallerIdentity" => identity("123456789012"),
        "DescribeStacks" => {
            let said = "<Description>Roles</Description>";
            let stacks = stack(STACK, "UPDATE_COMPLETE", said);
            result("DescribeStacks", &format!("<Stacks>{stacks}</Stacks>"))
        }
        "DescribeStackResources" => no_stack("deploy"),
        other => error(400, "InvalidAction", other),
    });
    let files = machine()
        .file("infra/roles.yaml", ROLES)
        .file("infra/other.yaml", &ROLES.replace("Roles", "Others"))
        .file("app/template.yaml", ROLES)
        .file(
            "app/samconfig.toml",
            "[default.deploy.parameters]\nstack_name = \"web\"\n",
        );
    let offline = files.run(&["init"]).exits(0);
    offline
        .answers("stack = \"web\"   # as samconfig.toml says")
        .answers("# file = \"infra/roles.yaml\"");
    let machine = files
        .set("AWS_ENDPOINT_URL", &fake.url)
        .set("AWS_ACCESS_KEY_ID", "AKIA")
        .set("AWS_SECRET_ACCESS_KEY", "secret");
    let ran = machine.run(&["init", "--write"]).exits(0);
    ran.answers(
        "stack = \"app\"   # the live stack that has its description\nfile = \"infra/roles.yaml\"",
    )
    .answers("# file = \"infra/other.yaml\"");
    machine.run(&["check", "stacks"]).exits(0);
}
