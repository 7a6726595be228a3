//! The cursor in a stand-in pane: commands and changes of rows in, places out.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod detail;

use jiff::Timestamp;
use ratatui::{buffer::Buffer, layout::Rect};

use super::*;
use crate::{
    checks::Store,
    facts::{EnvironmentName, Settings},
    keys::{Keymap, find_action},
    panes::{Cx, LIST_ACTIONS},
    ui::{ColorDepth, Filter, Line, Look, Role, Row, SIDE_BY_SIDE, Theme, glyph},
};

const NARROW: Rect = Rect::new(0, 0, 80, 14);
const WIDE: Rect = Rect::new(0, 0, 120, 14);
const SPLIT: Split = Split {
    tenths_below: 5,
    most_below: 6,
};

/// `a` is a head, `.a` stands under one, and `!` is of interest.
fn name(name: &str) -> Row<String, ()> {
    Row {
        key: name.to_owned(),
        depth: u16::from(name.starts_with('.')),
        name: name.to_owned(),
        of_interest: name.ends_with('!'),
        more: (),
    }
}

#[derive(Default)]
struct Names {
    cursor: Cursor<String>,
    names: String,
}

impl ListDetail for Names {
    type Key = String;
    type More = ();
    const SPLIT: Split = SPLIT;
    const COLUMNS: &'static [Column] = &[];

    fn cursor(&self) -> &Cursor<String> {
        &self.cursor
    }

    fn cursor_mut(&mut self) -> &mut Cursor<String> {
        &mut self.cursor
    }

    fn rows(&self, cx: &Cx<'_>) -> Listing<String, ()> {
        let names: Vec<&str> = self.names.split_whitespace().collect();
        let keep = cx.filter.keep(names.iter().copied());
        let kept = names.iter().zip(keep).filter(|(_, keep)| *keep);
        Listing {
            rows: kept.map(|(text, _)| name(text)).collect(),
            ..Listing::default()
        }
    }

    fn detail(&self, _: &Cx<'_>) -> Vec<Line> {
        let name = self.cursor.detail_of().cloned().unwrap_or_default();
        let line = |at| Line::of(Role::Text, format!("{name}{at}"));
        (0..20).map(line).collect()
    }

    fn cells(&self, _: &Row<String, ()>, _: bool, _: &Cx<'_>) -> Vec<Line> {
        Vec::new()
    }

    fn counts(&self, _: &Listing<String, ()>, _: &Cx<'_>) -> String {
        String::new()
    }

    fn empty(&self, _: &Listing<String, ()>, _: &Cx<'_>) -> Vec<Line> {
        Vec::new()
    }
}

/// A pane on a screen.
struct Stage {
    pane: Names,
    settings: Settings,
    store: Store,
    look: Look,
    keymap: Keymap,
    filter: Filter,
    search: String,
    area: Rect,
}

impl Stage {
    fn of(names: &str) -> Self {
        let mut stage = Self {
            pane: Names::default(),
            settings: Settings {
                environments: Vec::new(),
                current: EnvironmentName::from("dev"),
                ..Settings::default()
            },
            store: Store::default(),
            look: Look::new(&Theme::default(), ColorDepth::TrueColor, &glyph::ASCII),
            keymap: Keymap::parse("none", "inherits = 'none'", &[], &[]).unwrap(),
            filter: Filter::default(),
            search: String::new(),
            area: NARROW,
        };
        stage.change(names);
        stage
    }

    fn with<T>(&mut self, act: impl FnOnce(&mut Names, &Cx<'_>) -> T) -> T {
        let cx = Cx {
            settings: &self.settings,
            environment: &self.settings.current,
            store: &self.store,
            look: &self.look,
            keymap: &self.keymap,
            filter: &self.filter,
            search: &self.search,
            now: Timestamp::UNIX_EPOCH,
            checked: None,
            slow: false,
            area: self.area,
        };
        act(&mut self.pane, &cx)
    }

    /// Other rows came.
    fn change(&mut self, names: &str) {
        self.pane.names = names.to_owned();
        self.with(Names::keep);
    }

    fn filter(&mut self, text: &str) {
        self.filter.text = text.to_owned();
        self.with(Names::keep);
    }

    fn run(&mut self, ids: &str) -> Vec<Effect> {
        let run = |id| {
            let act = find_action(LIST_ACTIONS, id).copied();
            self.with(|pane, cx| pane.on_movement(act.unwrap_or(ListAct::Back), cx))
        };
        ids.split_whitespace().flat_map(run).collect()
    }

    fn selected(&self) -> &str {
        self.pane.cursor.selected().map_or("", String::as_str)
    }

    /// The rows on screen, the selected one in brackets.
    fn list(&mut self) -> String {
        self.with(|pane, cx| {
            let rows = pane.rows(cx);
            let area = pane.areas(cx).list;
            let seen = pane.cursor.window(rows.rows.len(), rows_in(area));
            let said = |at: usize| match pane.cursor.is_on(&rows, at) {
                true => format!("[{}]", rows.rows[at].name),
                false => rows.rows[at].name.clone(),
            };
            let said: Vec<String> = seen.map(said).collect();
            said.join(" ")
        })
    }

    /// The first line of the detail that is on screen.
    fn detail(&mut self) -> String {
        self.with(|pane, cx| {
            let mut buf = Buffer::empty(cx.area);
            pane.draw_sides(cx.area, &mut buf, cx);
            let area = inner(pane.areas(cx).detail);
            let cells = (area.x..area.right()).filter_map(|x| buf.cell((x, area.y)));
            let line: String = cells.map(ratatui::buffer::Cell::symbol).collect();
            line.trim_end().to_owned()
        })
    }
}

#[test]
fn an_empty_list_has_no_place_and_no_command_finds_one() {
    let mut stage = Stage::of("");
    let all = "list.down list.up list.page-down list.bottom list.top list.open \
               list.other-side list.next list.previous app.back";
    assert!(stage.run(all).is_empty());
    assert_eq!(stage.selected(), "");
    assert_eq!(stage.pane.cursor.focus(), Focus::List, "nothing to read");
}

#[test]
fn a_list_that_fills_later_starts_at_the_first_of_interest() {
    let mut stage = Stage::of("");
    stage.change("a b! c!");
    assert_eq!(stage.selected(), "b!");
    assert_eq!(stage.detail(), "b!0", "at once, without a rest");
    let stage = Stage::of("a b c");
    assert_eq!(stage.selected(), "a", "nothing is of interest");
}

#[test]
fn the_ends_hold_and_a_page_is_what_can_be_seen() {
    // Fourteen lines: six of detail, the rule, and seven of list, two of which are no rows.
    let mut stage = Stage::of("a b c d e f g h i");
    assert_eq!(stage.list(), "[a] b c d e");
    stage.run("list.up");
    assert_eq!(stage.list(), "[a] b c d e");
    stage.run("list.page-down");
    assert_eq!(stage.list(), "a b c d [e]");
    stage.run("list.down");
    assert_eq!(stage.list(), "b c d e [f]");
    stage.run("list.bottom list.down");
    assert_eq!(stage.list(), "e f g h [i]");
    stage.run("list.page-up");
    assert_eq!(stage.list(), "[e] f g h i");
    stage.run("list.top");
    assert_eq!(stage.list(), "[a] b c d e");
}

#[test]
fn a_head_is_brought_into_sight_with_its_rows_where_both_fit() {
    let mut stage = Stage::of("a b .c .d e f g .h .i .j .k .l");
    stage.run("list.bottom");
    assert_eq!(stage.list(), ".h .i .j .k [.l]", "its head is too far up");
    stage.run("list.top list.down list.down list.down list.down list.down list.down list.down");
    assert_eq!(stage.list(), ".d e f g [.h]");
    stage.run("list.up list.up list.up list.up");
    assert_eq!(stage.list(), "b .c [.d] e f");
}

#[test]
fn until_a_person_chooses_the_cursor_goes_to_the_first_of_interest() {
    let mut stage = Stage::of("a b! c!");
    stage.change("a! b! c!");
    assert_eq!(stage.selected(), "a!");
    stage.run("list.down");
    stage.change("n! a! b! c!");
    assert_eq!(stage.selected(), "b!", "a person chose it");
}

#[test]
fn what_is_opened_or_acted_upon_is_chosen() {
    let mut stage = Stage::of("a! b");
    stage.run("list.open app.back");
    stage.change("n! a! b");
    assert_eq!(stage.selected(), "a!");
    let mut stage = Stage::of("a! b");
    stage.pane.cursor.choose();
    stage.change("n! a! b");
    assert_eq!(stage.selected(), "a!");
}

#[test]
fn the_cursor_goes_with_a_row_that_moved_and_brings_it_into_sight() {
    let mut stage = Stage::of("a b c d e f g h i");
    stage.run("list.down");
    stage.change("i h g f e d c b a");
    assert_eq!(stage.list(), "f e d c [b]");
}

#[test]
fn the_cursor_stays_in_its_place_when_its_row_vanishes() {
    let mut stage = Stage::of("a b c d");
    stage.run("list.down list.down");
    stage.change("a b d");
    assert_eq!(stage.selected(), "d");
    assert_eq!(stage.detail(), "d0", "of a row that is there");
    stage.change("a");
    assert_eq!(stage.selected(), "a", "the last there is");
}

#[test]
fn while_there_are_no_rows_the_selection_waits_for_its_own() {
    let mut stage = Stage::of("a b c");
    stage.run("list.down");
    stage.change("");
    stage.change("c b a");
    assert_eq!(stage.selected(), "b");
}

#[test]
fn a_filter_keeps_the_selected_row_or_else_its_place() {
    let mut stage = Stage::of("ax ay bx by cx");
    stage.run("list.down list.down");
    stage.filter("x");
    assert_eq!(stage.list(), "ax [bx] cx");
    stage.filter("y");
    assert_eq!(stage.list(), "ay [by]");
    stage.filter("");
    assert_eq!(stage.list(), "ax ay bx [by] cx");
    stage.filter("none");
    assert_eq!(stage.list(), "");
    stage.filter("");
    assert_eq!(stage.selected(), "by");
}

#[test]
fn a_shorter_list_leaves_no_empty_lines_below_it() {
    let mut stage = Stage::of("a b c d e f g h i");
    stage.run("list.bottom");
    stage.change("a b c g h i");
    assert_eq!(stage.list(), "b c g h [i]");
}

#[test]
fn next_and_previous_go_around_the_end() {
    let mut stage = Stage::of("a b! c d!");
    let mut seen = Vec::new();
    for id in ["list.next", "list.next", "list.previous", "list.previous"] {
        stage.run(id);
        seen.push(stage.selected().to_owned());
    }
    assert_eq!(seen, ["d!", "b!", "d!", "b!"]);
    let mut stage = Stage::of("a b c");
    assert!(stage.run("list.next list.previous").is_empty());
    assert_eq!(stage.selected(), "a");
}
