//! How long a doubt is open, by a clock that nobody sets.

use jiff::{SignedDuration, Timestamp};
use watchkeeper::{
    edge::{journal_file::uptime, write::Journal},
    facts::FaultKind,
    gate::record::{GENESIS, Record, Settling, Stage, ToldAs, Uptime},
};

use super::{
    entries::{Place, append, entry},
    settle::settings,
};

const AT: i64 = 1_000_000;

fn up(boot: &str, seconds: u64) -> Uptime {
    Uptime {
        boot: boot.to_owned(),
        ms: seconds * 1000,
    }
}

fn written(at: Option<Uptime>) -> Record {
    let mut entry = entry("c0", Stage::Intent);
    entry.uptime = at;
    let time = Timestamp::from_second(AT).unwrap();
    Record::next(1, GENESIS, time, entry).unwrap()
}

#[test]
fn a_clock_that_was_put_forward_or_back_makes_no_minute() {
    let record = written(Some(up("a", 100)));
    for hours in [-24, 0, 24] {
        let clock = record.at + SignedDuration::from_hours(hours);
        let now = up("a", 103);
        assert_eq!(record.age(clock, Some(&now)), SignedDuration::from_secs(3));
    }
}

#[test]
fn after_a_restart_of_the_machine_it_is_no_older_than_that_run_is_long() {
    let record = written(Some(up("a", 100)));
    let clock = record.at + SignedDuration::from_hours(1);
    let age = |uptime: Option<Uptime>| record.age(clock, uptime.as_ref());
    assert_eq!(age(Some(up("b", 20))), SignedDuration::from_secs(20));
    assert_eq!(age(Some(up("b", 90_000))), SignedDuration::from_hours(1));
}

#[test]
fn where_the_kernel_says_nothing_the_time_of_day_counts() {
    let clock = Timestamp::from_second(AT + 70).unwrap();
    let seventy = SignedDuration::from_secs(70);
    let now = up("a", 1);
    assert_eq!(written(None).age(clock, Some(&now)), seventy);
    assert_eq!(written(Some(up("a", 100))).age(clock, None), seventy);
}

#[test]
fn what_is_written_has_the_kernels_count_and_a_clock_put_forward_settles_nothing() {
    let place = Place::new();
    let record = append(&place.journal(), entry("c0", Stage::Intent)).unwrap();
    assert!(record.entry.uptime.is_some());
    let records = place.journal().records().unwrap();
    let tomorrow = Timestamp::now() + SignedDuration::from_hours(24);
    let now = (tomorrow, uptime());
    let told = ToldAs::NotApplied;
    let settings = settings(false, None);
    let fault = Settling::of(&records, "c0", told, &settings, (now.0, now.1.as_ref()));
    assert_eq!(fault.unwrap_err().kind, FaultKind::Moved);
}
