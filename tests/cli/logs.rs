//! `logs`: files, packed files and standard input give the same lines; log groups are
//! merged in the order of their events' times.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use super::process::{Machine, Ran};
use crate::edge::fake::{Fake, Reply, Request, json as answer, json_error};

const LOG: &str = "2026-11-21T14:00:00Z INFO started\n\
    2026-11-21T14:00:01Z ERROR no route to db\n\
    2026-11-21T14:00:02Z INFO key AKIAIOSFODNN7EXAMPLE\n\
    {\"level\":\"warn\",\"status\":503,\"timestamp\":\"2026-11-21T14:00:03Z\"}\n";

fn piped(machine: &Machine, arguments: &[&str], text: &[u8]) -> Ran {
    let mut command: Command = machine.command(arguments);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(text).unwrap();
    Ran::of(&child.wait_with_output().unwrap())
}

fn gzipped(text: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text).unwrap();
    packed.finish().unwrap()
}

fn zstandard(text: &[u8]) -> Vec<u8> {
    // Two frames, as `cat a.zst b.zst` makes them, and one that others keep in between.
    let (first, second) = text.split_at(text.len() / 2);
    let frame = |text: &[u8]| {
        ruzstd::encoding::compress_to_vec(text, ruzstd::encoding::CompressionLevel::Fastest)
    };
    let kept = [&[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0][..], b"abc"].concat();
    [frame(first), kept, frame(second)].concat()
}

#[test]
fn a_file_however_it_is_packed_and_standard_input_are_the_same_lines() {
    let machine = Machine::new().file("app.log", LOG);
    std::fs::write(machine.path("repo/app.log.gz"), gzipped(LOG.as_bytes())).unwrap();
    // The name says nothing: the bytes do.
    std::fs::write(machine.path("repo/packed"), zstandard(LOG.as_bytes())).unwrap();
    let plain = machine.run(&["logs", "--file", "app.log"]).exits(0).out;
    assert_eq!(plain, LOG.replace("AKIAIOSFODNN7EXAMPLE", "***"));
    assert_eq!(
        machine.run(&["logs", "--file", "app.log.gz"]).exits(0).out,
        plain
    );
    assert_eq!(
        machine.run(&["logs", "--file", "packed"]).exits(0).out,
        plain
    );
    assert_eq!(
        piped(&machine, &["logs"], LOG.as_bytes()).exits(0).out,
        plain
    );
    assert_eq!(
        piped(&machine, &["logs", "-"], LOG.as_bytes()).exits(0).out,
        plain
    );
}

#[test]
fn lines_are_filtered_and_counted() {
    let machine = Machine::new().file("app.log", LOG);
    let counts = |arguments: &[&str]| {
        let ran = machine.run(&[&["logs", "--file", "app.log", "--count"], arguments].concat());
        ran.exits(0).out.trim().to_owned()
    };
    assert_eq!(counts(&[]), "4");
    assert_eq!(counts(&["--grep", "route|started"]), "2");
    assert_eq!(counts(&["--grep", "route", "--grep", "started"]), "2");
    assert_eq!(counts(&["--not", "info"]), "2");
    assert_eq!(counts(&["--level", "warn,error"]), "2");
    assert_eq!(counts(&["--field", "status>=500"]), "1");
    assert_eq!(
        counts(&[
            "--since",
            "2026-11-21T14:00:01Z",
            "--until",
            "2026-11-21T14:00:03Z"
        ]),
        "2"
    );
}

#[test]
fn as_json_a_line_has_its_time_and_level() {
    let machine = Machine::new().file("app.log", LOG);
    let ran = machine
        .run(&["logs", "--file", "app.log", "--json", "--grep", "route"])
        .exits(0);
    let line: Value = serde_json::from_str(ran.out.trim()).unwrap();
    assert_eq!(
        line,
        json!({"at": "2026-11-21T14:00:01Z", "level": "error", "text": "2026-11-21T14:00:01Z ERROR no route to db"})
    );
}

#[test]
fn what_is_wrong_is_said_with_what_to_write() {
    let machine = Machine::new();
    machine
        .run(&["logs", "--file", "absent.log"])
        .refuses("absent.log cannot be read");
    machine
        .run(&["logs", "--grep", "("])
        .refuses("unclosed group");
    machine
        .run(&["logs", "--field", "status"])
        .refuses("status>=500");
    machine
        .run(&["logs", "--since", "yesterday"])
        .refuses("2h, 30m");
    machine
        .run(&["logs", "--restricted", "--file", "app.log"])
        .refuses("off in restricted mode");
}

#[test]
fn a_packed_file_that_is_broken_gives_what_is_whole_and_exits_2() {
    let machine = Machine::new();
    let long = LOG.repeat(2000);
    let whole = gzipped(long.as_bytes());
    std::fs::write(machine.path("repo/cut.gz"), &whole[..whole.len() / 2]).unwrap();
    let ran = machine.run(&["logs", "--file", "cut.gz"]).exits(2);
    assert!(
        ran.out.starts_with("2026-11-21T14:00:00Z INFO started\n"),
        "{}",
        ran.out.len()
    );
    assert!(ran.err.contains("cannot be read to its end"), "{}", ran.err);
}

#[test]
fn who_stops_reading_ends_it_quietly() {
    let machine = Machine::new().file("app.log", &LOG.repeat(5000));
    let mut command = machine.command(&["logs", "--file", "app.log"]);
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
}

fn event(at: i64, stream: &str, text: &str) -> Value {
    json!({"timestamp": at, "ingestionTime": at, "logStreamName": stream, "eventId": format!("{stream}{at}"), "message": text})
}

/// Two groups; one needs three pages, of which the second is empty.
fn groups(request: &Request) -> Reply {
    let body: Value = serde_json::from_str(&request.body).unwrap_or_default();
    let at = 1_795_269_807_000;
    match (body["logGroupName"].as_str(), body["nextToken"].as_str()) {
        (Some("/a"), None) => answer(&json!({"events": [event(at, "sa", "a1")], "nextToken": "2"})),
        (Some("/a"), Some("2")) => answer(&json!({"events": [], "nextToken": "3"})),
        (Some("/a"), Some(_)) => answer(&json!({"events": [event(at + 4000, "sa", "a2")]})),
        (Some("/b"), _) => {
            answer(&json!({"events": [event(at + 1000, "sb", "b1"), event(at + 9000, "sb", "b2")]}))
        }
        _ => json_error(
            "ResourceNotFoundException",
            "The specified log group does not exist.",
        ),
    }
}

fn machine(fake: &Fake) -> Machine {
    Machine::new()
        .set("AWS_ENDPOINT_URL", &fake.url)
        .set("AWS_ACCESS_KEY_ID", "AKIA")
        .set("AWS_SECRET_ACCESS_KEY", "secret")
        .set("AWS_REGION", "eu-west-1")
}

#[test]
fn groups_are_merged_in_the_order_of_their_times_past_empty_pages() {
    let fake = Fake::start(groups);
    let ran = machine(&fake).run(&["logs", "/a", "/b"]).exits(0);
    let texts: Vec<&str> = ran
        .out
        .lines()
        .map(|line| line.rsplit(' ').next().unwrap())
        .collect();
    assert_eq!(texts, ["a1", "b1", "a2", "b2"]);
    assert!(
        ran.out.starts_with("2026-11-21T14:03:27.000Z sa a1\n"),
        "{}",
        ran.out
    );
    let called = fake.seen();
    let described = called
        .iter()
        .filter(|request| request.operation.starts_with("Describe"))
        .count();
    assert_eq!(described, 0, "logs:FilterLogEvents is all that is needed");
}

#[test]
fn a_group_that_is_not_there_exits_2_by_its_name() {
    let fake = Fake::start(groups);
    let ran = machine(&fake).run(&["logs", "/absent"]).exits(2);
    assert!(ran.err.contains("/absent"), "{}", ran.err);
}
