//! Every view of the console over a hostile world: no cell holds a raw character.

use ratatui::buffer::Buffer;
use watchkeeper::{
    ask::{Ask, AwsAsk},
    flow::Effect,
};

use super::world::{answer, fault, is_raw, settings};
use crate::support::harness::Harness;

pub(super) fn answer_all(console: &mut Harness) {
    while let Some(ask) = console.open_asks().first().cloned() {
        console.answer(&ask, Ok(answer(&ask)));
    }
}

#[track_caller]
pub(super) fn harmless(buf: &Buffer) {
    for y in 0..buf.area.height {
        for x in 0..buf.area.width {
            let symbol = buf[(x, y)].symbol();
            assert!(!symbol.chars().any(is_raw), "{symbol:?} at {x},{y}");
            assert!(symbol.chars().count() <= 8, "{symbol:?} at {x},{y}");
        }
    }
}

/// Looks, moves on, and looks again until the keys change nothing.
pub(super) fn walk(console: &mut Harness, key: &str, most: usize) {
    for _ in 0..most {
        harmless(&console.buffer());
        console.press(key);
        console.rest();
        answer_all(console);
    }
    harmless(&console.buffer());
}

fn console(size: (u16, u16)) -> Harness {
    let mut console = Harness::by_hand(settings());
    console.resize(size.0, size.1);
    harmless(&console.buffer());
    answer_all(&mut console);
    console
}

#[test]
fn the_list_and_every_detail_show_nothing_raw() {
    for size in [(80, 24), (100, 30), (160, 50)] {
        let mut console = console(size);
        console.press("H");
        console.shows("<U+001B>");
        walk(&mut console, "j", 30);
        console.press("g t");
        walk(&mut console, "j", 30);
    }
}

#[test]
fn every_detail_read_to_its_end_shows_nothing_raw() {
    let mut console = console((80, 24));
    for _ in 0..14 {
        console.press("n enter");
        console.rest();
        answer_all(&mut console);
        walk(&mut console, "space", 30);
        console.press("t");
        walk(&mut console, "space", 30);
        console.press("t esc");
    }
}

#[test]
fn what_lies_over_the_pane_shows_nothing_raw() {
    let mut console = console((80, 24));
    for keys in ["?", ":", "e", "c", "/"] {
        console.press(keys);
        harmless(&console.buffer());
        if keys == "/" || keys == ":" {
            console.paste(&super::world::evil("x"));
            harmless(&console.buffer());
        }
        console.press("esc");
    }
    console.resize(60, 10);
    harmless(&console.buffer());
}

#[test]
fn faults_in_the_banner_and_in_the_evidence_show_nothing_raw() {
    for size in [(80, 24), (160, 50)] {
        let mut console = Harness::by_hand(settings());
        console.resize(size.0, size.1);
        while let Some(ask) = console.open_asks().first().cloned() {
            let result = match &ask {
                Ask::Aws(_, AwsAsk::Sts(_)) | Ask::Repo(_) => Ok(answer(&ask)),
                _ => Err(fault()),
            };
            console.answer(&ask, result);
            harmless(&console.buffer());
        }
        console.shows("<U+001B>");
        console.press("R");
        while let Some(ask) = console.open_asks().first().cloned() {
            console.answer(&ask, Err(fault()));
            harmless(&console.buffer());
        }
    }
}

#[test]
fn what_is_copied_as_a_finding_carries_no_sequences() {
    let mut console = console((160, 50));
    console.effects();
    console.press("n c d");
    let copied = console.copied();
    let raw: Vec<char> = copied
        .chars()
        .filter(|c| *c != '\n' && is_raw(*c))
        .collect();
    assert!(raw.is_empty(), "{raw:?}");
}

#[test]
fn no_name_path_or_hash_that_is_copied_runs_a_command_where_it_is_pasted() {
    let mut console = console((160, 50));
    console.press("H g g");
    console.effects();
    for _ in 0..20 {
        console.press("y c f j");
    }
    console.press("3");
    answer_all(&mut console);
    console.press("y");
    let copied: Vec<String> = console
        .effects()
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Copy { clip } => Some(clip.text().to_owned()),
            _ => None,
        })
        .collect();
    for text in &copied {
        assert!(!text.chars().any(is_raw), "{text:?}");
    }
    let hostile = copied.iter().filter(|text| text.contains("<U+001B>"));
    assert!(hostile.count() > 10, "they are hostile names: {copied:#?}");
}

#[test]
fn the_stacks_their_stories_and_every_view_show_nothing_raw() {
    for size in [(80, 24), (160, 50)] {
        let mut console = console(size);
        console.press("3");
        answer_all(&mut console);
        console.shows("<U+001B>");
        walk(&mut console, "j", 3);
        for view in ["s", "v", "t", "r", "O", "m", "c", "d"] {
            console.press(view);
            answer_all(&mut console);
            walk(&mut console, "j", 2);
            walk(&mut console, "space", 2);
        }
        console.press("v c enter");
        answer_all(&mut console);
        walk(&mut console, "space", 12);
        console.press("esc D");
        harmless(&console.buffer());
        console.press("y");
        answer_all(&mut console);
        console.press("v d");
        answer_all(&mut console);
        walk(&mut console, "space", 4);
    }
}

#[test]
fn groups_lines_and_every_view_of_a_log_show_nothing_raw() {
    for size in [(80, 24), (160, 50)] {
        let mut console = console(size);
        console.press("5");
        answer_all(&mut console);
        console.rest();
        answer_all(&mut console);
        console.shows("<U+001B>");
        console.press("enter");
        while let Some(ask) = console.log_asks().first().cloned() {
            console.answer_log(Ok(answer(&ask)));
        }
        console.shows("<U+001B>");
        walk(&mut console, "k", 4);
        for keys in ["w", "u", "L", "H", "v s", "v i", "v p", "v l", "enter"] {
            console.press(keys);
            answer_all(&mut console);
            walk(&mut console, "j", 3);
        }
        console.effects();
        console.press("esc y c d c j c m");
        for effect in console.effects() {
            if let Effect::Copy { clip } = effect {
                let raw: Vec<char> = clip
                    .text()
                    .chars()
                    .filter(|c| *c != '\n' && is_raw(*c))
                    .collect();
                assert!(raw.is_empty(), "{raw:?}");
            }
        }
    }
}

#[test]
fn faults_of_stacks_show_nothing_raw() {
    let mut console = console((80, 24));
    console.press("3");
    answer_all(&mut console);
    for view in ["v", "r", "m", "c", "d"] {
        console.press(view);
        while let Some(ask) = console.open_asks().first().cloned() {
            console.answer(&ask, Err(fault()));
            harmless(&console.buffer());
        }
        harmless(&console.buffer());
    }
}
