//! Orders and news: places stay what they are while lines come before them and the oldest
//! go, older orders are understood, and what leaves is masked.

use proptest::prelude::*;
use watchkeeper::logs::{
    Desk, Form, Keep, NewEvent, News, Order, Origin, Place, Progress, Sought, Store, Wanted, What,
    Window, Wish, place,
};

const WINDOW: Window = Window {
    at: Place::First,
    by: 0,
    before: 5,
    after: 5,
    most: 1 << 20,
    columns: 20,
};

fn desk(budget: usize) -> Desk {
    Desk::new(1, Store::events(), WINDOW, budget)
}

fn order(serial: u64, seen: u64, what: What) -> Order {
    Order {
        log: 1,
        serial,
        seen,
        what,
    }
}

fn add(desk: &mut Desk, lines: &[(i64, &str)]) {
    let origin = Origin {
        group: "/app".to_owned(),
        stream: "a".to_owned(),
    };
    let events: Vec<NewEvent<'_>> = lines
        .iter()
        .map(|(time, text)| NewEvent {
            time: *time,
            ingested: *time,
            origin: &origin,
            id: None,
            text: text.as_bytes(),
        })
        .collect();
    desk.add(&events, false);
}

fn news(desk: &mut Desk) -> News {
    desk.news(Progress::default())
}

fn texts(news: &News) -> Vec<String> {
    let text = |row: &watchkeeper::logs::Row| String::from_utf8_lossy(&row.text).into_owned();
    news.rows.iter().map(text).collect()
}

#[test]
fn a_page_is_cut_around_its_place_and_says_where_it_is() {
    let mut desk = desk(1 << 30);
    let lines: Vec<(i64, String)> = (0..100).map(|n| (n, format!("line {n}"))).collect();
    let lines: Vec<(i64, &str)> = lines.iter().map(|(n, text)| (*n, text.as_str())).collect();
    add(&mut desk, &lines);
    let at = Place::Line(50);
    desk.take(&order(
        1,
        0,
        What::Show(Window {
            at,
            by: 3,
            ..WINDOW
        }),
    ));
    let told = news(&mut desk);
    assert_eq!(
        (told.at, told.first_row, told.rows.len()),
        (Some(53), 48, 11)
    );
    assert_eq!((told.answers, told.counts.visible), (1, 100));
    // The place is that line from now on, and the way to it is not gone a second time.
    assert_eq!(news(&mut desk).at, Some(53));
}

#[test]
fn a_line_named_before_others_came_is_still_that_line() {
    let mut desk = desk(1 << 30);
    add(&mut desk, &[(10, "ten"), (20, "twenty")]);
    let before = news(&mut desk);
    add(&mut desk, &[(5, "five"), (15, "fifteen")]);
    let at = Place::Line(1);
    desk.take(&order(1, before.epoch, What::Show(Window { at, ..WINDOW })));
    let told = news(&mut desk);
    assert_eq!(told.at, Some(3));
    assert_eq!(told.moves, [vec![0, 2]]);
    assert_eq!(place(1, &told.moves[0]), 3);
    // Who has heard of it names the line by its new place.
    desk.take(&order(2, told.epoch, What::Mark(3)));
    let marked: Vec<bool> = news(&mut desk)
        .rows
        .iter()
        .map(|row| row.bookmarked)
        .collect();
    assert_eq!(marked, [false, false, false, true]);
}

#[test]
fn filters_say_what_each_hides_and_a_search_counts_what_is_shown() {
    let mut desk = desk(1 << 30);
    add(&mut desk, &[(1, "a x"), (2, "b x"), (3, "a y"), (4, "c")]);
    let wish = |keep, text: &str| Wish::of(keep, Wanted::Text(text.to_owned()));
    let wishes = vec![wish(Keep::In, "a"), wish(Keep::Out, "y")];
    desk.take(&order(1, 0, What::Filter(wishes)));
    desk.take(&order(2, 0, What::Search(Some("x".to_owned()))));
    let told = news(&mut desk);
    assert_eq!(texts(&told), ["a x"]);
    let hides: Vec<usize> = told.filters.iter().map(|one| one.hides).collect();
    assert_eq!((hides, told.hits), (vec![2, 1], Some(1)));
    let seek = |sought| {
        let at = Place::Next {
            sought,
            from: 0,
            down: true,
        };
        What::Show(Window { at, ..WINDOW })
    };
    desk.take(&order(3, 0, seek(Sought::HitFromHere)));
    assert_eq!((news(&mut desk).at, news(&mut desk).hit), (Some(0), 1));
    desk.take(&order(4, 0, seek(Sought::Mark)));
    let told = news(&mut desk);
    assert_eq!((told.at, told.rows.len()), (None, 1), "what is shown stays");
}

#[test]
fn what_is_exported_is_masked_and_no_more_than_anybody_pastes() {
    let mut desk = desk(1 << 30);
    add(
        &mut desk,
        &[(1, "key AKIAIOSFODNN7EXAMPLE here"), (2, "``` fenced")],
    );
    desk.take(&order(1, 0, What::Export(Form::JsonLines)));
    let json = news(&mut desk).exported.unwrap();
    assert!(json.text.contains("key *** here"), "{}", json.text);
    assert_eq!((json.lines, json.left_out, json.is_marked), (2, 0, false));
    desk.take(&order(2, 0, What::Mark(1)));
    desk.take(&order(3, 0, What::Export(Form::Markdown)));
    let markdown = news(&mut desk).exported.unwrap();
    assert!(markdown.is_marked);
    assert!(
        markdown
            .text
            .contains("````text\n1970-01-01T00:00:00.002Z ``` fenced\n````")
    );
    assert_eq!(news(&mut desk).exported, None, "it is given away once");
}

proptest! {
    /// Somebody keeps a line by its number through whatever comes and goes.
    #[test]
    fn a_line_kept_through_moves_stays_the_same_line(
        pages in prop::collection::vec(prop::collection::vec(0_i64..200, 1..12), 1..12),
        kept in 0_usize..12,
        small in any::<bool>(),
    ) {
        let mut desk = desk(if small { 2 << 20 } else { 1 << 30 });
        let filler = if small { "x".repeat(40_000) } else { String::new() };
        let mut number = 0;
        let mut mine: Option<(usize, String)> = None;
        for times in pages {
            let lines: Vec<(i64, String)> = times
                .iter()
                .map(|time| {
                    number += 1;
                    (*time, format!("{number} {filler}"))
                })
                .collect();
            let lines: Vec<(i64, &str)> = lines.iter().map(|(at, text)| (*at, text.as_str())).collect();
            add(&mut desk, &lines);
            let told = news(&mut desk);
            if let Some((line, _)) = &mut mine {
                *line = told.moves.iter().fold(*line, |line, came| place(line, came));
            }
            let dropped = usize::try_from(told.counts.dropped).unwrap();
            if told.counts.lines == 0 {
                mine = None;
                continue;
            }
            match &mine {
                Some((line, text)) if *line >= dropped => {
                    let row = desk.log().row(line - dropped, 1 << 20);
                    prop_assert_eq!(&String::from_utf8_lossy(&row.text).into_owned(), text);
                }
                _ => {
                    let line = kept.min(told.counts.lines - 1);
                    let row = desk.log().row(line, 1 << 20);
                    mine = Some((line + dropped, String::from_utf8_lossy(&row.text).into_owned()));
                }
            }
        }
    }
}
