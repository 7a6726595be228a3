//! Change sets that the journal says were made here, and what takes them off again.

use jiff::Timestamp;
use watchkeeper::{
    facts::{ChangeSetId, LeftOver, Remote, StackName},
    gate::{
        Outcome,
        record::{Entry, GENESIS, Record, Stage, left_over},
        writes::{
            CreateChangeSet, DeleteChangeSet, DeleteStack, ExecuteChangeSet, PutRolePolicy, Write,
        },
    },
};

use super::entries::{Place, append, entry, lost};

const STACK: &str = "arn:aws:cloudformation:eu-west-1:817685572750:stack/dataops-v1/1d3a";

fn arn(name: &str) -> ChangeSetId {
    let arn = format!("arn:aws:cloudformation:eu-west-1:817685572750:changeSet/{name}/2222");
    ChangeSetId::new(arn)
}

/// One stage of a change of this write.
fn of(change: &str, write: Write, stage: Stage) -> Entry {
    let mut entry = entry(change, stage);
    entry.what.draft.write = write;
    entry
}

fn create(stack: &str, name: &str) -> Write {
    Write::from(CreateChangeSet {
        stack: stack.into(),
        change_set: name.into(),
        template: "{}".into(),
        parameters: Vec::new(),
        mode: None,
        bucket: None,
    })
}

fn execute(name: &str) -> Write {
    Write::from(ExecuteChangeSet {
        stack: "dataops-v1".into(),
        change_set: arn(name),
    })
}

fn delete(name: &str) -> Write {
    Write::from(DeleteChangeSet {
        stack: STACK.into(),
        change_set: arn(name),
    })
}

fn done(outcome: Outcome, made: Option<&str>) -> Stage {
    Stage::Done {
        outcome,
        request_ids: Vec::new(),
        made: made.map(|name| Remote::new(arn(name).raw())),
    }
}

fn applied(name: &str) -> Stage {
    done(Outcome::Applied, Some(name))
}

fn made(name: &str) -> Entry {
    of(name, create("dataops-v1", name), applied(name))
}

fn records(entries: impl IntoIterator<Item = Entry>) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    for (seq, entry) in (1..).zip(entries) {
        let prev = records.last().map_or(GENESIS, |last| &last.hash).to_owned();
        let at = Timestamp::from_second(1_000 + i64::try_from(seq).unwrap()).unwrap();
        records.push(Record::next(seq, &prev, at, entry).unwrap());
    }
    records
}

#[track_caller]
fn left(entries: impl IntoIterator<Item = Entry>, expected: &[&str]) -> Vec<LeftOver> {
    let left = left_over(&records(entries));
    let names: Vec<&str> = left.iter().map(|one| one.name.raw()).collect();
    assert_eq!(names, expected);
    left
}

#[test]
fn what_was_never_sent_or_certainly_not_done_leaves_nothing() {
    let write = || create("dataops-v1", "watchkeeper-1");
    let refused = Stage::Refused {
        why: "left".to_owned(),
    };
    left(
        [of("a", write(), Stage::Proposed), of("a", write(), refused)],
        &[],
    );
    let not = || done(Outcome::NotApplied(lost()), None);
    left(
        [of("a", write(), Stage::Intent), of("a", write(), not())],
        &[],
    );
    // And other kinds of writes make none.
    let role = Write::from(PutRolePolicy {
        role: "executor".into(),
        policy: "reads".into(),
        document: "{}".into(),
    });
    left([of("a", role, applied("watchkeeper-1"))], &[]);
}

#[test]
fn what_was_made_is_left_over_with_where_it_is_and_when_it_was_made() {
    let write = || create(STACK, "watchkeeper-1");
    let entries = [
        of("a", write(), Stage::Intent),
        of("a", write(), applied("watchkeeper-1")),
    ];
    let left = left(entries, &["watchkeeper-1"]);
    let LeftOver {
        environment,
        account,
        region,
        stack,
        id,
        made,
        change,
        ..
    } = &left[0];
    assert_eq!(environment.raw(), "dev");
    assert_eq!(account.as_ref().unwrap().raw(), "817685572750");
    assert_eq!(region.as_ref().unwrap().raw(), "eu-west-1");
    assert_eq!(stack, &StackName::from("dataops-v1"));
    assert_eq!(id.as_ref(), Some(&arn("watchkeeper-1")));
    assert_eq!(*made, Timestamp::from_second(1_001).unwrap());
    assert_eq!(change, "a");
}

#[test]
fn what_is_in_doubt_is_left_over_and_so_is_an_empty_change_set() {
    let write = || create("dataops-v1", "watchkeeper-1");
    let crashed = left([of("a", write(), Stage::Intent)], &["watchkeeper-1"]);
    assert_eq!(crashed[0].id, None);
    let doubt = done(Outcome::InDoubt(lost()), None);
    let doubted = || {
        [
            of("a", write(), Stage::Intent),
            of("a", write(), doubt.clone()),
        ]
    };
    left(doubted(), &["watchkeeper-1"]);
    let settled = |outcome, made| Stage::Settled {
        outcome,
        made,
        by_person: false,
    };
    let not = settled(Outcome::NotApplied(lost()), None);
    left(doubted().into_iter().chain([of("a", write(), not)]), &[]);
    let found = Some(Remote::new(arn("watchkeeper-1").raw()));
    let there = settled(Outcome::Applied, found);
    let found = left(
        doubted().into_iter().chain([of("a", write(), there)]),
        &["watchkeeper-1"],
    );
    assert_eq!(found[0].id, Some(arn("watchkeeper-1")));
    let empty = done(Outcome::NotApplied(lost()), Some("watchkeeper-1"));
    left([of("a", write(), empty)], &["watchkeeper-1"]);
}

#[test]
fn only_what_was_applied_takes_it_off() {
    let name = "watchkeeper-1";
    for write in [delete(name), execute(name)] {
        for stage in [
            Stage::Proposed,
            Stage::Intent,
            done(Outcome::NotApplied(lost()), None),
            done(Outcome::InDoubt(lost()), None),
        ] {
            left([made(name), of("b", write.clone(), stage)], &[name]);
        }
        let settled = Stage::Settled {
            outcome: Outcome::Applied,
            made: None,
            by_person: false,
        };
        for stage in [done(Outcome::Applied, None), settled] {
            left([made(name), of("b", write.clone(), stage)], &[]);
        }
    }
}

#[test]
fn deleting_one_leaves_the_others_and_executing_one_none_of_its_stack() {
    let two = || [made("watchkeeper-1"), made("watchkeeper-2")];
    let end = |write| of("z", write, done(Outcome::Applied, None));
    let deleted = end(delete("watchkeeper-1"));
    left(two().into_iter().chain([deleted]), &["watchkeeper-2"]);
    let executed = end(execute("watchkeeper-1"));
    left(two().into_iter().chain([executed]), &[]);
    let gone = end(Write::from(DeleteStack {
        stack: "dataops-v1".into(),
    }));
    left(two().into_iter().chain([gone]), &[]);
}

#[test]
fn another_stack_account_or_region_takes_nothing_off() {
    let name = "watchkeeper-1";
    let end = || of("z", execute(name), done(Outcome::Applied, None));
    let mut account = end();
    account.what.account = Some("999999999999".into());
    let mut region = end();
    region.what.region = Some("us-east-1".to_owned());
    let mut stack = end();
    stack.what.draft.write = Write::from(ExecuteChangeSet {
        stack: "dataops-v2".into(),
        change_set: arn(name),
    });
    for other in [account, region, stack] {
        left([made(name), other], &[name]);
    }
    // Two environments may be one account.
    let mut environment = end();
    environment.what.environment = "same-account".into();
    left([made(name), environment], &[]);
}

#[test]
fn the_newest_are_kept_where_there_are_too_many() {
    let names: Vec<String> = (0..250).map(|n| format!("watchkeeper-{n}")).collect();
    let left = left_over(&records(names.iter().map(|name| made(name))));
    assert_eq!(left.len(), 200);
    assert_eq!(left[0].name.raw(), "watchkeeper-50");
    assert_eq!(left[199].name.raw(), "watchkeeper-249");
}

#[test]
fn the_journal_s_view_has_them_and_says_what_was_made() {
    let place = Place::new();
    let journal = place.journal();
    for entry in [made("watchkeeper-1"), made("watchkeeper-2")] {
        append(&journal, entry).unwrap();
    }
    let end = of("z", delete("watchkeeper-1"), done(Outcome::Applied, None));
    append(&journal, end).unwrap();
    let view = journal.view().unwrap();
    let left: Vec<_> = view.left_over.iter().map(|one| one.id.clone()).collect();
    assert_eq!(left, [Some(arn("watchkeeper-2"))]);
    let said = format!("It made {}.", arn("watchkeeper-1").raw());
    assert!(view.lines.iter().any(|line| line.said.contains(&said)));
}
