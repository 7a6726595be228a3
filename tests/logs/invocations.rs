//! Invocations in the shapes in which Lambda and AgentCore write them.

use proptest::prelude::*;
use watchkeeper::logs::{
    Invocation, Log, NewEvent, Origin, Outcome, Store, function_of, invocations,
};

use super::ROOMY;

fn origin(stream: &str) -> Origin {
    Origin {
        group: "/aws/lambda/ingest".to_owned(),
        stream: stream.to_owned(),
    }
}

/// The invocations of lines that were written a second apart.
fn of(lines: &[(&str, &str)]) -> Vec<Invocation> {
    let mut log = Log::new(Store::events(), ROOMY);
    for (at, (stream, line)) in lines.iter().enumerate() {
        let time = 1_795_269_807_000 + i64::try_from(at).unwrap() * 1000;
        let from = origin(stream);
        log.add(&[NewEvent {
            time,
            ingested: time,
            origin: &from,
            id: None,
            text: line.as_bytes(),
        }]);
    }
    invocations(log.store(), log.filters())
}

#[test]
fn plain_text_between_start_and_report_is_one_invocation_of_its_stream() {
    let found = of(&[
        ("a", "INIT_START Runtime Version: python:3.13.v1"),
        ("a", "START RequestId: r1 Version: $LATEST"),
        ("b", "START RequestId: r2 Version: $LATEST"),
        ("a", "[ERROR] KeyError: 'id'"),
        (
            "b",
            "2026-11-21T14:03:30Z r2 Task timed out after 3.00 seconds",
        ),
        ("a", "END RequestId: r1"),
        (
            "a",
            "REPORT RequestId: r1\tDuration: 102.25 ms\tBilled Duration: 103 ms\tMemory Size: 128 MB\tMax Memory Used: 70 MB\tInit Duration: 210.5 ms\t",
        ),
        (
            "b",
            "REPORT RequestId: r2\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 71 MB\tStatus: timeout",
        ),
        ("a", "START RequestId: r3 Version: $LATEST"),
    ]);
    let told: Vec<_> = found
        .iter()
        .map(|i| (i.id.as_str(), i.outcome, i.lines, i.errors))
        .collect();
    assert_eq!(
        told,
        [
            ("r1", Outcome::Error, 4, 1),
            ("r2", Outcome::TimedOut, 3, 1),
            ("r3", Outcome::Open, 1, 0)
        ]
    );
    assert_eq!(found[0].duration_ms, Some(102.25));
    assert_eq!(found[0].cold_start_ms, Some(210.5));
    assert_eq!(
        (found[0].memory_used_mb, found[0].memory_size_mb),
        (Some(70), Some(128))
    );
    assert_eq!(found[1].cold_start_ms, None);
}

#[test]
fn environments_that_serve_many_requests_are_the_rows() {
    let found = of(&[
        (
            "a",
            r#"{"time":"2026-11-21T14:03:27Z","type":"platform.initStart","record":{}}"#,
        ),
        ("a", r#"{"type":"platform.invokeStart","record":{}}"#),
        (
            "a",
            r#"{"type":"platform.invokeSummary","record":{"requests":41}}"#,
        ),
        ("b", r#"{"type":"platform.invokeReport","record":{}}"#),
    ]);
    let told: Vec<_> = found
        .iter()
        .map(|i| (i.id.as_str(), i.is_environment))
        .collect();
    assert_eq!(told, [("a", true), ("b", true)]);
}

#[test]
fn an_agentcore_runtime_writes_a_stream_an_invocation() {
    let found = of(&[
        ("2026/11/21/[runtime-logs]7f2a", "job begun"),
        ("2026/11/21/[runtime-logs]91bb", "job begun"),
        ("2026/11/21/[runtime-logs]7f2a", "job done"),
    ]);
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].lines, 2);
}

#[test]
fn a_group_that_several_functions_share_tells_them_apart_by_the_stream() {
    assert_eq!(
        function_of("2026/11/21/ingest[$LATEST]4f1c"),
        Some("ingest")
    );
    assert_eq!(function_of("2026/11/21/[$LATEST]4f1c"), None);
    assert_eq!(function_of("app/web/4f1c"), None);
}

fn json_lines() -> Vec<(usize, String)> {
    (0..6)
        .flat_map(|request| {
            let id = format!("r{request}");
            let status = if request % 3 == 0 { "error" } else { "success" };
            [
                format!(r#"{{"timestamp":"2026-11-21T14:0{request}:00Z","type":"platform.start","record":{{"requestId":"{id}"}}}}"#),
                format!(r#"{{"timestamp":"2026-11-21T14:0{request}:01Z","level":"ERROR","message":"x","requestId":"{id}"}}"#),
                format!(r#"{{"timestamp":"2026-11-21T14:0{request}:02Z","type":"platform.report","record":{{"requestId":"{id}","status":"{status}","metrics":{{"durationMs":{request}.5,"memorySizeMB":128,"maxMemoryUsedMB":70}}}}}}"#),
            ]
            .map(|line| (request, line))
        })
        .collect()
}

fn of_text(lines: &[&str]) -> Vec<Invocation> {
    let mut log = Log::new(Store::piped(), ROOMY);
    log.feed((lines.join("\n") + "\n").as_bytes());
    let mut found = invocations(log.store(), log.filters());
    for invocation in &mut found {
        // Where its lines are is all that may differ.
        (invocation.first, invocation.last) = (0, 0);
    }
    found
}

proptest! {
    /// Requests run beside each other: how their lines interleave changes nothing.
    #[test]
    fn lines_of_different_requests_may_come_in_any_order(order in Just((0..18).map(|at| at % 6).collect::<Vec<usize>>()).prop_shuffle()) {
        let lines = json_lines();
        let straight: Vec<&str> = lines.iter().map(|(_, line)| line.as_str()).collect();
        let mut queues: Vec<Vec<&str>> = vec![Vec::new(); 6];
        for (request, line) in lines.iter().rev() {
            queues[*request].push(line);
        }
        let mixed: Vec<&str> = order.iter().filter_map(|request| queues[*request].pop()).collect();
        let found = of_text(&straight);
        prop_assert_eq!(found.len(), 6);
        prop_assert_eq!(found[3].outcome, Outcome::Error);
        prop_assert_eq!(found[3].duration_ms, Some(3.5));
        prop_assert_eq!(of_text(&mixed), found);
    }
}
