//! The search for templates of a role: what a hostile tree can do to it first.

use std::{
    fs,
    os::unix::fs::symlink,
    time::{Duration, Instant},
};

use watchkeeper::{
    ask::{Question, repo as asks},
    edge::repo::Git,
    facts::{FoundTemplates, SearchBound, SoughtRole},
};

use super::World;

/// Declares a role of this logical id; `more` stands among its properties.
fn template(logical_id: &str, more: &str) -> String {
    format!(
        "Resources:\n  {logical_id}:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {{}}\n{more}"
    )
}

fn role() -> String {
    template("DeployRole", "")
}

fn search(world: &World) -> FoundTemplates {
    let sought = SoughtRole {
        name: "app-deploy".into(),
        logical_id: "DeployRole".into(),
    };
    let repo = world.repo(&[], Git::off());
    let answer = repo.answer(&asks::Declaring(vec![sought]).into()).unwrap();
    asks::Declaring::typed(&answer).unwrap().clone()
}

fn paths(found: &FoundTemplates) -> Vec<&str> {
    found.files.iter().map(|file| file.path.as_str()).collect()
}

#[test]
fn links_are_left_out_and_a_loop_of_them_ends() {
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("t.yaml"), role()).unwrap();
    let world = World::with(&[("infra/t.yaml", &role())]);
    let root = world.root();
    symlink("t.yaml", root.join("infra/link.yaml")).unwrap();
    symlink("..", root.join("infra/loop")).unwrap();
    symlink(outside.path(), root.join("out")).unwrap();
    symlink("/dev/zero", root.join("zero.yaml")).unwrap();
    let found = search(&world);
    assert_eq!(paths(&found), ["infra/t.yaml"]);
    assert_eq!((found.searched, found.reached), (1, None));
}

#[test]
fn what_is_too_large_binary_or_no_template_is_no_template() {
    let huge = format!("{}# {}", role(), "x".repeat(1024 * 1024));
    let deep = format!("AWS::IAM::Role: {}", "[".repeat(100_000));
    let world = World::with(&[
        ("huge.yaml", &huge),
        ("deep.yaml", &deep),
        ("list.json", "[\"AWS::IAM::Role\"]"),
        (
            "chart.yaml",
            "{{ if .Values.x }}\nkind: AWS::IAM::Role\n{{ end }}",
        ),
        ("notes.txt", &role()),
        ("t.template", &role()),
    ]);
    fs::write(world.root().join("binary.yml"), b"\xff\xfeAWS::IAM::Role").unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(world.root().join("pipe.yaml"))
        .status();
    assert!(made.unwrap().success());
    let began = Instant::now();
    let found = search(&world);
    assert_eq!(paths(&found), ["t.template"]);
    assert!(began.elapsed() < Duration::from_secs(10));
}

#[test]
fn thousands_of_templates_end_at_a_bound_that_is_said() {
    let world = World::with(&[]);
    for at in 0..60 {
        fs::write(world.root().join(format!("{at}.yaml")), role()).unwrap();
    }
    let found = search(&world);
    assert_eq!(found.reached, Some(SearchBound::Templates(50)));
    assert_eq!(found.files.len(), 50);
    assert_eq!(found.reached.unwrap().words(), "stopped at 50 templates");
    let world = World::with(&[]);
    for at in 0..5_001 {
        fs::write(world.root().join(format!("{at}.json")), "{}").unwrap();
    }
    fs::write(world.root().join("z.yaml"), role()).unwrap();
    let found = search(&world);
    assert!(
        matches!(
            found.reached,
            Some(SearchBound::Files(_) | SearchBound::Seconds(_))
        ),
        "{found:?}"
    );
    assert!(found.files.is_empty());
}

#[test]
fn folders_within_folders_end_at_a_bound() {
    let world = World::with(&[]);
    let mut path = world.root().to_owned();
    for _ in 0..40 {
        path.push("d");
    }
    fs::create_dir_all(&path).unwrap();
    fs::write(path.join("t.yaml"), role()).unwrap();
    let found = search(&world);
    assert_eq!(found.reached, Some(SearchBound::Depth(32)));
    assert!(found.files.is_empty());
}

#[test]
fn what_is_hidden_ignored_fetched_or_built_is_passed_over() {
    let role = role();
    let world = World::with(&[
        (".git/t.yaml", &role),
        (".aws-sam/build/t.yaml", &role),
        (".t.yaml", &role),
        ("node_modules/m/t.yaml", &role),
        ("cdk.out/t.template.json", &role),
        ("out/t.yaml", &role),
        (".gitignore", "out/\n"),
        ("t.yaml", &role),
    ]);
    assert_eq!(paths(&search(&world)), ["t.yaml"]);
}

#[test]
fn a_role_is_known_by_its_name_and_else_by_what_its_stack_calls_it() {
    let named = |name: &str| format!("      RoleName: {name}\n");
    let files = [
        ("by-id.yaml", template("DeployRole", "")),
        ("by-name.yaml", template("Renamed", &named("app-deploy"))),
        ("by-pattern.yaml", template("Renamed", &named("!Sub app-${AWS::Region}x")) ),
        ("by-sub.yaml", template("Renamed", &named("!Sub ${Env}-deploy"))),
        ("other-id.yaml", template("OtherRole", "")),
        ("other-name.yaml", template("DeployRole", &named("another"))),
        ("no-role.yaml", "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: app-deploy\n".to_owned()),
    ];
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (*path, text.as_str()))
        .collect();
    let found = search(&World::with(&files));
    assert_eq!(paths(&found), ["by-id.yaml", "by-name.yaml", "by-sub.yaml"]);
    assert_eq!(found.searched, 7);
}

#[test]
fn a_name_that_cannot_stand_in_one_line_is_not_offered() {
    let world = World::with(&[("a\nb.yaml", &role()), ("t.yaml", &role())]);
    assert_eq!(paths(&search(&world)), ["t.yaml"]);
}
