//! The pipeline's files, found in the tree: which, of what kind, and what was not read.

use std::os::unix::fs::symlink;

use watchkeeper::{
    ask::{Question, RepoAsk, repo as asks},
    edge::repo::{Git, Repo},
    facts::{DriftSettings, PipelineFiles, PipelineKind, SearchBound},
};

use super::World;

fn found(world: &World) -> PipelineFiles {
    let root = world.root().to_owned();
    let repo = Repo::open_with(root, DriftSettings::default(), Git::off()).unwrap();
    let answer = repo.answer(&RepoAsk::Pipeline).unwrap();
    asks::Pipeline::typed(&answer).unwrap().clone()
}

#[test]
fn each_file_is_found_as_what_it_is_and_the_rest_is_passed_over() {
    let template = "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n";
    let world = World::with(&[
        (".github/workflows/ci.yml", "on: push"),
        (".github/workflows/notes.md", "no workflow"),
        (".github/workflows/deeper/ci.yml", "on: push"),
        (".github/workflows/actions.lock", "version: v0.0.2"),
        (".github/dependabot.yml", "version: 2"),
        (".github/actions/own/action.yml", "runs: {}"),
        (".pre-commit-config.yaml", "repos: []"),
        (".secrets.baseline", "{}"),
        (".hidden/template.yaml", template),
        (".gitignore", "ignored/\n"),
        ("ignored/template.yaml", template),
        ("node_modules/x/template.yaml", template),
        ("stacks/template.yaml", template),
        ("stacks/values.yaml", "key: value"),
        ("docs/RUNBOOK.md", "# Runbook"),
        ("docs/IAM_POLICIES.md", "# IAM"),
        ("Makefile", "test:\n"),
        ("poetry.lock", ""),
    ]);
    let found = found(&world);
    let files: Vec<(PipelineKind, &str)> = found
        .files
        .iter()
        .map(|file| (file.kind, file.path.as_str()))
        .collect();
    assert_eq!(
        files,
        [
            (PipelineKind::Action, ".github/actions/own/action.yml"),
            (PipelineKind::Dependabot, ".github/dependabot.yml"),
            (PipelineKind::ActionsLock, ".github/workflows/actions.lock"),
            (PipelineKind::Workflow, ".github/workflows/ci.yml"),
            (PipelineKind::PreCommit, ".pre-commit-config.yaml"),
            (PipelineKind::Tasks, "Makefile"),
            (PipelineKind::Runbook, "docs/RUNBOOK.md"),
            (PipelineKind::Template, "stacks/template.yaml"),
        ]
    );
    assert_eq!(
        found.paths,
        [".secrets.baseline", "docs/IAM_POLICIES.md", "poetry.lock"]
    );
    assert_eq!((found.broken.len(), found.reached), (0, None));
}

#[test]
fn what_cannot_be_read_is_said_and_no_link_is_followed() {
    let world = World::with(&[(".github/workflows/good.yml", "on: push")]);
    let folder = world.root().join(".github/workflows");
    symlink("/etc/passwd", folder.join("link.yml")).unwrap();
    std::fs::write(folder.join("binary.yml"), b"\xff\xfe").unwrap();
    std::fs::write(folder.join("large.yml"), vec![b' '; 1024 * 1024 + 1]).unwrap();
    let found = found(&world);
    assert_eq!(found.files.len(), 1);
    let broken: Vec<(&str, &str)> = found
        .broken
        .iter()
        .map(|file| (file.path.rsplit('/').next().unwrap(), file.why.as_str()))
        .collect();
    assert_eq!(
        broken,
        [
            ("binary.yml", "is not UTF-8"),
            ("large.yml", "is larger than 1024 KiB"),
            ("link.yml", "is a symbolic link: links are not followed"),
        ]
    );
}

#[test]
fn a_tree_with_too_many_files_says_where_the_search_stopped() {
    let world = World::with(&[]);
    let folder = world.root().join("many");
    std::fs::create_dir(&folder).unwrap();
    for number in 0..5_010 {
        std::fs::write(folder.join(format!("{number}.yaml")), "a: 1").unwrap();
    }
    assert_eq!(found(&world).reached, Some(SearchBound::Files(5_000)));
}
