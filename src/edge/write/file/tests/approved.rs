//! The one way in: an approval, whose one file's step is performed and no other.

use jiff::Timestamp;

use super::tree::{World, codify, done, not_done, observed, settings};
use crate::{
    facts::{EnvironmentName, FaultKind, Remote},
    gate::{
        Approved, Draft, GitState, Observed, Origin, Plan, Prospect, Seal, TargetState,
        writes::{PutRolePolicy, Write},
    },
};

const PATH: &str = "iam/web/logs.json";
const WIDE: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogStream","logs:PutLogEvents"],"Resource":"arn:aws:logs:eu-west-1:123456789012:log-group:web:*"}]}"#;

fn approved(write: Write, origin: Origin, seen: Observed) -> Result<Approved, String> {
    let now: Timestamp = "2026-05-18T14:02:11Z".parse().unwrap();
    let draft = Draft {
        environment: EnvironmentName::from("prod"),
        write,
        origin,
        uses: Vec::new(),
        peers: None,
    };
    let seal = Seal {
        session: 1,
        world: "aws".to_owned(),
    };
    let mut settings = settings(&["iam"], false);
    settings.gate.allow_writes = true;
    let plan = Plan::of(Prospect::weighed(draft, seen), &settings, seal, now);
    let words: Vec<String> = plan.stops().map(|stop| format!("{stop:?}")).collect();
    let phrase = plan.phrase().text().to_owned();
    plan.confirm(&phrase, now).map_err(|_| words.join("\n"))
}

fn codified(world: &World, live: &str) -> Result<Approved, String> {
    let file = world.tree().observe(PATH).unwrap();
    let seen = observed("web", "logs", live, file);
    let write = Write::CodifyPolicy(codify("web", "logs", PATH));
    approved(write, Origin::Live, seen)
}

#[test]
fn an_approval_of_something_else_writes_no_file() {
    let world = World::with(&[(PATH, "{}")]);
    // Nothing that is no plan for a file is approved without a caller; the plan of
    // another kind would be refused by its steps.
    let mut seen = observed("web", "logs", WIDE, world.tree().observe(PATH).unwrap());
    if let TargetState::File { role, .. } = seen.target {
        seen.target = TargetState::Role(role);
    }
    let write = Write::PutRolePolicy(PutRolePolicy {
        role: "web".into(),
        policy: "logs".into(),
        document: Remote::from(WIDE),
    });
    assert!(approved(write, Origin::Live, seen).is_err());
    assert_eq!(world.text(PATH), "{}");
}

#[test]
fn a_file_that_moved_after_the_approval_is_left_alone() {
    let world = World::with(&[(PATH, r#"{"Version":"2012-10-17","Statement":[]}"#)]);
    let approved = codified(&world, WIDE).unwrap();
    std::fs::write(world.path(PATH), "theirs").unwrap();
    let fault = not_done(world.tree().write(approved));
    assert_eq!(fault.kind, FaultKind::Moved);
    assert_eq!(world.text(PATH), "theirs");
}

#[test]
fn an_approval_writes_the_file_that_it_shows() {
    let world = World::with(&[(PATH, r#"{"Version":"2012-10-17","Statement":[]}"#)]);
    let approved = codified(&world, WIDE).unwrap();
    let after = match approved.plan().steps() {
        [crate::gate::Step::File(file)] => file.after.raw().to_owned(),
        other => panic!("{other:?}"),
    };
    done(&world.tree().write(approved));
    assert_eq!(world.text(PATH), after);
    assert!(after.contains("logs:PutLogEvents"));
    let state = world.tree().observe(PATH).unwrap().git;
    assert_eq!(state, GitState::NoRepository);
}
