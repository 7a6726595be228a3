//! Runs without jobs: the five shapes, what is looked for in each, and that nothing is blamed
//! because it comes first.

use watchkeeper::{
    cause::{
        no_jobs::{Inputs, Looked, NoJobs, Read, Shape},
        queue::{Ahead, Queue, Replaced},
    },
    facts::{
        Fault, FaultKind, Remote, Repository,
        actions::{
            ActionsPermissions, Actor, FileText, HeadRepository, PendingDeployment, Run, RunId,
            RunState, SelectedActions,
        },
    },
};

const WELL: &str = "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v5\n";

fn run(state: RunState) -> Run {
    Run {
        id: RunId(7),
        path: Some(".github/workflows/a.yml".into()),
        head_sha: Some("4f1c2ab".into()),
        conclusion: Some(state.clone()).filter(|state| !state.is_under_way()),
        status: Some(state),
        ..Run::default()
    }
}

fn file(text: &str) -> FileText {
    FileText {
        text: Some(Remote::new(text)),
        size: Some(text.len() as u64),
        sha: None,
    }
}

fn permissions(allowed: &str, pinned: bool) -> ActionsPermissions {
    ActionsPermissions {
        enabled: Some(true),
        allowed_actions: Some(allowed.into()),
        sha_pinning_required: Some(pinned),
    }
}

/// What is found for a run that failed, with this text and these settings.
fn failed(
    text: &str,
    settings: &ActionsPermissions,
    selected: Read<'_, SelectedActions>,
) -> NoJobs {
    let (run, repository) = (
        run(RunState::StartupFailure),
        Repository::parse("ops/tree").unwrap(),
    );
    let (file, queue) = (file(text), Queue::default());
    NoJobs::of(&Inputs {
        run: &run,
        repository: &repository,
        workflow: Some(Ok(&file)),
        called: &[],
        permissions: Some(Ok(settings)),
        selected,
        queue: &queue,
        replaced: None,
    })
    .unwrap()
}

fn cause(text: &str, settings: &ActionsPermissions) -> Option<String> {
    let found = failed(text, settings, None);
    found
        .cause()
        .map(|one| format!("{}: {}", one.cause, one.said))
}

#[test]
fn each_state_has_its_own_causes() {
    use RunState::{ActionRequired, Cancelled, Failure, Pending, Queued, StartupFailure, Success};
    let shape = |state| Shape::of(&run(state));
    assert_eq!(shape(StartupFailure), Some(Shape::StartupFailure));
    assert_eq!(shape(Failure), Some(Shape::Failure));
    assert_eq!(shape(ActionRequired), Some(Shape::ActionRequired));
    assert_eq!(shape(Pending), Some(Shape::Pending));
    assert_eq!(shape(Queued), Some(Shape::Pending));
    assert_eq!(shape(Cancelled), Some(Shape::Cancelled));
    assert_eq!(shape(Success), None);
}

#[test]
fn a_cause_is_named_only_where_it_was_found_and_no_other_was() {
    let all = permissions("all", false);
    assert_eq!(cause(WELL, &all), None);
    assert!(
        cause("jobs:\n  a: [\n", &all)
            .unwrap()
            .starts_with("a workflow file that GitHub cannot read: Line")
    );
    assert!(
        cause("on: push\n", &all)
            .unwrap()
            .contains("declares no jobs")
    );
    let pinned = permissions("all", true);
    assert!(
        cause(WELL, &pinned)
            .unwrap()
            .ends_with("Without one: actions/checkout@v5.")
    );
    let local = permissions("local_only", false);
    assert!(
        cause(WELL, &local)
            .unwrap()
            .contains("it uses actions/checkout@v5")
    );
    // Both are found: neither is blamed.
    let both = failed(WELL, &permissions("local_only", true), None);
    assert_eq!(both.all(Looked::Found).count(), 2);
    assert_eq!(both.cause(), None);
    let missing = "on: push\njobs:\n  a:\n    needs: b\n    steps: []\n";
    assert!(cause(missing, &all).unwrap().contains("job a needs b"));
}

#[test]
fn selected_actions_are_found_by_owner_and_pattern_and_verified_creators_stay_open() {
    let text = "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v5\n      - uses: acme/audit@v1\n";
    let of = |verified, patterns: &[&str]| {
        let selected = SelectedActions {
            github_owned_allowed: Some(true),
            verified_allowed: Some(verified),
            patterns_allowed: patterns.iter().map(|one| Remote::new(*one)).collect(),
        };
        let found = failed(text, &permissions("selected", false), Some(Ok(&selected)));
        let one = found
            .candidates
            .iter()
            .find(|one| one.cause == "an action that may not run");
        one.unwrap().looked
    };
    assert_eq!(of(false, &[]), Looked::Found);
    assert_eq!(of(true, &[]), Looked::Open);
    assert_eq!(of(false, &["acme/*"]), Looked::NotIt);
}

#[test]
fn what_could_not_be_read_is_open_and_says_what_is_missing() {
    let (run, repository) = (
        run(RunState::Failure),
        Repository::parse("ops/tree").unwrap(),
    );
    let denied = Fault::new(
        FaultKind::Denied {
            action: "administration:read".into(),
            resource: None,
        },
        "The token may not read which actions may run of ops/tree.",
        "Give the token administration:read.",
    );
    let (file, queue) = (file(WELL), Queue::default());
    let found = NoJobs::of(&Inputs {
        run: &run,
        repository: &repository,
        workflow: Some(Ok(&file)),
        called: &[],
        permissions: Some(Err(&denied)),
        selected: None,
        queue: &queue,
        replaced: None,
    })
    .unwrap();
    assert_eq!(found.cause(), None);
    let open: Vec<&str> = found
        .all(Looked::Open)
        .map(|one| one.said.as_str())
        .collect();
    assert_eq!(open.len(), 3, "{open:?}");
    assert!(open.iter().all(|said| said.contains("administration:read")));
}

#[test]
fn an_input_that_a_called_workflow_does_not_declare_is_found_where_that_one_was_read() {
    let text =
        "on: push\njobs:\n  a:\n    uses: ./.github/workflows/b.yml\n    with: {stage: dev}\n";
    let other = file(
        "on:\n  workflow_call:\n    inputs:\n      region: {type: string}\njobs: {b: {steps: []}}\n",
    );
    let (run, repository) = (
        run(RunState::StartupFailure),
        Repository::parse("ops/tree").unwrap(),
    );
    let (this, queue, all) = (file(text), Queue::default(), permissions("all", false));
    let look = |called: &[(String, Read<'_, FileText>)]| {
        NoJobs::of(&Inputs {
            run: &run,
            repository: &repository,
            workflow: Some(Ok(&this)),
            called,
            permissions: Some(Ok(&all)),
            selected: None,
            queue: &queue,
            replaced: None,
        })
        .unwrap()
    };
    let found = look(&[(".github/workflows/b.yml".to_owned(), Some(Ok(&other)))]);
    assert!(
        found
            .cause()
            .unwrap()
            .said
            .contains("job a gives stage to .github/workflows/b.yml")
    );
    assert_eq!(look(&[]).cause(), None);
}

/// The rest rests on nothing but the run itself and its queue.
fn of_run(run: &Run, queue: &Queue, replaced: Option<&Replaced>) -> NoJobs {
    let repository = Repository::parse("ops/tree").unwrap();
    NoJobs::of(&Inputs {
        run,
        repository: &repository,
        workflow: None,
        called: &[],
        permissions: None,
        selected: None,
        queue,
        replaced,
    })
    .unwrap()
}

#[test]
fn a_forks_run_and_an_apps_run_wait_for_a_maintainer() {
    let mut run = run(RunState::ActionRequired);
    run.actor = Some(Actor {
        login: Some("anna".into()),
        kind: Some("User".into()),
    });
    let none = of_run(&run, &Queue::default(), None);
    assert_eq!((none.cause(), none.all(Looked::Open).count()), (None, 1));
    run.head_repository = Some(HeadRepository {
        full_name: Some("somebody/tree".into()),
        fork: Some(true),
    });
    let fork = of_run(&run, &Queue::default(), None);
    assert_eq!(
        fork.cause().unwrap().said,
        "The commit comes from somebody/tree."
    );
}

#[test]
fn a_pending_run_is_behind_another_and_a_cancelled_one_was_replaced() {
    let queue = Queue {
        behind: vec![Ahead {
            run: RunId(3),
            group: "release".into(),
            holds: true,
            state: Some(RunState::Waiting),
            since: "2026-05-05T09:12:40Z".parse().ok(),
            read_at: "2026-05-18T14:02:11Z".parse().ok(),
            pending: vec![PendingDeployment::default()],
            derived: false,
        }],
        known: true,
        unread: None,
    };
    let pending = of_run(&run(RunState::Pending), &queue, None);
    let said = &pending.cause().unwrap().said;
    assert!(
        said.contains("behind run 3, which holds the group release and has waited 13 days"),
        "{said}"
    );
    let free = Queue {
        known: true,
        ..Queue::default()
    };
    let free = of_run(&run(RunState::Pending), &free, None);
    assert_eq!((free.cause(), free.all(Looked::NotIt).count()), (None, 1));
    let by = Replaced {
        by: Some(RunId(9)),
        noted: true,
    };
    let cancelled = of_run(&run(RunState::Cancelled), &Queue::default(), Some(&by));
    assert!(
        cancelled
            .cause()
            .unwrap()
            .said
            .contains("nobody cancelled it: run 9 took its place")
    );
    let unknown = of_run(&run(RunState::Cancelled), &Queue::default(), None);
    assert_eq!(
        (unknown.cause(), unknown.all(Looked::Open).count()),
        (None, 2)
    );
}
