//! Filters: no line that is shown violates one, whatever comes while they are on.

use proptest::prelude::*;
use watchkeeper::logs::{
    Condition, Direction, Filter, Keep, Level, Levels, Log, Matcher, Store, Test,
};

use super::{ROOMY, piped, shown};

fn text(typed: &str) -> Test {
    Test::Text(Matcher::new(typed).unwrap())
}

const LOG: &str = "2026-11-21T14:00:00Z INFO started\n\
    2026-11-21T14:00:01Z ERROR Timeout to db\n\
    2026-11-21T14:00:02Z INFO timeout was 30\n\
    2026-11-21T14:00:03Z WARN retry\n";

#[test]
fn texts_kept_in_are_alternatives_and_a_text_kept_out_wins() {
    let mut log = piped(LOG);
    log.filter(Keep::In, text("retry"));
    log.filter(Keep::In, text("timeout"));
    assert_eq!(shown(&log).len(), 3);
    log.filter(Keep::Out, text("ERROR"));
    assert_eq!(shown(&log).len(), 2);
    assert_eq!(
        log.filters()
            .list()
            .iter()
            .map(Filter::hits)
            .collect::<Vec<_>>(),
        [1, 2, 1]
    );
    log.switch_filter(2);
    assert_eq!(shown(&log).len(), 3);
    log.remove_filter(0);
    log.remove_filter(0);
    log.remove_filter(0);
    assert_eq!(shown(&log).len(), 4);
}

#[test]
fn case_counts_where_a_capital_was_typed() {
    let mut log = piped(LOG);
    log.look_for(Some(Matcher::new("timeout").unwrap()));
    assert_eq!(log.search().unwrap().count(log.filters()), 2);
    log.look_for(Some(Matcher::new("Timeout").unwrap()));
    assert_eq!(log.search().unwrap().count(log.filters()), 1);
    log.look_for(Some(Matcher::new(r"/t\Simeout|retry$/").unwrap()));
    assert_eq!(
        log.search().unwrap().count(log.filters()),
        1,
        "the capital of an escape is no capital"
    );
}

#[test]
fn levels_are_alternatives_and_narrow_the_rest() {
    let mut log = piped(LOG);
    log.filter(
        Keep::In,
        Test::Levels(Levels::of([Level::Warn, Level::Error])),
    );
    assert_eq!(shown(&log).len(), 2);
    log.filter(Keep::In, text("retry"));
    assert_eq!(shown(&log).len(), 1);
}

#[test]
fn a_range_of_time_has_its_beginning_and_not_its_end() {
    let mut log = piped(LOG);
    let at = |line| log.store().time(line).unwrap();
    let range = Test::Time(at(1), at(3));
    log.filter(Keep::In, range);
    assert_eq!(shown(&log).len(), 2);
    assert_eq!(log.store().at(log.store().time(2).unwrap()), Some(2));
}

#[test]
fn the_search_steps_through_what_is_shown_and_round_the_end() {
    let mut log = piped(LOG);
    log.look_for(Some(Matcher::new("timeout").unwrap()));
    assert_eq!(log.next_hit(0, Direction::Down), Some(1));
    assert_eq!(log.next_hit(2, Direction::Down), Some(1));
    assert_eq!(log.next_hit(1, Direction::Up), Some(2));
    log.filter(Keep::Out, text("db"));
    assert_eq!(log.next_hit(0, Direction::Down), Some(2));
    assert_eq!(
        log.next_of(Levels::from(Level::Warn), 0, Direction::Down),
        Some(3)
    );
}

#[test]
fn marks_are_where_the_text_is() {
    let mut log = piped("a db and a db\n");
    log.look_for(Some(Matcher::new("db").unwrap()));
    assert_eq!(log.row(0, 99).marks, [2..4, 11..13]);
}

#[test]
fn an_expression_that_is_none_is_refused_with_its_reason() {
    assert!(
        Matcher::new("/(/")
            .unwrap_err()
            .to_string()
            .contains("unclosed group")
    );
    assert!(Matcher::new("(").is_ok(), "without slashes it is a text");
}

#[derive(Clone, Debug)]
enum Step {
    Feed(String),
    Filter(Keep, &'static str),
    Level(Level),
    Field(&'static str),
    Switch(usize),
    Remove(usize),
}

fn a_step() -> impl Strategy<Value = Step> {
    let words = prop::sample::select(vec!["alpha", "beta", "ERROR", "/a.*b/", "200"]);
    let line = prop_oneof![
        "(INFO|ERROR|WARN)? ?(alpha|beta|gamma| ){0,4}",
        "\\{\"level\":\"(info|warn)\",\"status\":(200|404|500)\\}",
    ];
    prop_oneof![
        3 => (line, any::<bool>()).prop_map(|(line, ends)| Step::Feed(if ends { line + "\n" } else { line })),
        2 => (prop::sample::select(vec![Keep::In, Keep::Out]), words).prop_map(|(keep, word)| Step::Filter(keep, word)),
        1 => prop::sample::select(vec![Level::Info, Level::Warn, Level::Error]).prop_map(Step::Level),
        1 => prop::sample::select(vec!["status>=404", "status=200", "status!=200"]).prop_map(Step::Field),
        1 => (0_usize..4).prop_map(Step::Switch),
        1 => (0_usize..4).prop_map(Step::Remove),
    ]
}

/// Whether a line may be shown, said in the simplest way.
fn may_be_shown(log: &Log, line: usize) -> bool {
    let (bytes, _) = log.store().text(line, usize::MAX / 2);
    let raw = String::from_utf8(bytes).unwrap();
    let passes = |test: &Test| match test {
        Test::Text(matcher) => matcher.matches(raw.as_bytes()),
        Test::Field(condition) => {
            let status = raw.split("\"status\":").nth(1).map(|rest| &rest[..3]);
            match (condition.typed(), status) {
                (_, None) => false,
                ("status>=404", Some(status)) => status >= "404",
                ("status=200", Some(status)) => status == "200",
                (_, Some(status)) => status != "200",
            }
        }
        Test::Levels(levels) => levels.has(log.store().level(line)),
        Test::Time(..) | Test::Stream(_) => unreachable!("no step adds one"),
    };
    let on: Vec<_> = log
        .filters()
        .list()
        .iter()
        .filter(|filter| filter.on)
        .collect();
    let offers: Vec<_> = on
        .iter()
        .filter(|f| f.keep == Keep::In && matches!(f.test, Test::Text(_)))
        .collect();
    (offers.is_empty() || offers.iter().any(|f| passes(&f.test)))
        && on.iter().all(|f| match (f.keep, &f.test) {
            (Keep::In, Test::Text(_)) => true,
            (Keep::In, test) => passes(test),
            (Keep::Out, test) => !passes(test),
        })
}

proptest! {
    #[test]
    fn after_every_step_exactly_the_lines_that_pass_are_shown(steps in prop::collection::vec(a_step(), 1..40)) {
        let mut log = Log::new(Store::piped(), ROOMY);
        for step in steps {
            match step {
                Step::Feed(text) => log.feed(text.as_bytes()),
                Step::Filter(keep, typed) => log.filter(keep, text(typed)),
                Step::Level(level) => log.filter(Keep::In, Test::Levels(Levels::of([level]))),
                Step::Field(typed) => log.filter(Keep::In, Test::Field(Condition::parse(typed).unwrap())),
                Step::Switch(at) => log.switch_filter(at),
                Step::Remove(at) => log.remove_filter(at),
            }
            let wanted: Vec<usize> = (0..log.store().len()).filter(|line| may_be_shown(&log, *line)).collect();
            let page = log.page(0, usize::MAX / 2, 99);
            let lines: Vec<usize> = page.rows.iter().map(|row| row.line).collect();
            prop_assert_eq!(&lines, &wanted);
            prop_assert_eq!(page.visible, wanted.len());
            for (row, line) in wanted.iter().enumerate() {
                prop_assert_eq!(log.filters().row(*line), row);
            }
        }
    }
}
