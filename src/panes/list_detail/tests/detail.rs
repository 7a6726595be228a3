//! The detail beside the list, and which of the two a movement is for.

use super::*;

#[test]
fn the_detail_follows_after_the_last_move_has_rested() {
    let mut stage = Stage::of("a b c");
    let effects = stage.run("list.down list.down list.down");
    let moves: Vec<u64> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Wake {
                after_ms: REST_MS,
                later: Later::Detail(at_move),
            } => Some(*at_move),
            _ => None,
        })
        .collect();
    assert_eq!(moves, [1, 2], "the third had nowhere to go");
    stage.pane.cursor.selection_rested(1);
    assert_eq!(stage.detail(), "a0");
    stage.pane.cursor.selection_rested(2);
    assert_eq!(stage.detail(), "c0");
}

#[test]
fn in_the_detail_movement_scrolls_it_and_not_the_list() {
    let mut stage = Stage::of("a! b c!");
    assert!(stage.run("list.other-side list.down list.down").is_empty());
    assert_eq!(stage.detail(), "a!2");
    stage.run("list.bottom list.down");
    assert_eq!(stage.detail(), "a!7", "twenty lines, thirteen seen");
    stage.run("list.page-up");
    assert_eq!(
        stage.detail(),
        "a!0",
        "a page is one line less than is seen"
    );
    assert_eq!(stage.selected(), "a!");
}

#[test]
fn a_detail_that_is_read_follows_a_jump_at_once() {
    let mut stage = Stage::of("a! b c!");
    stage.run("list.open list.down");
    assert!(stage.run("list.next").is_empty(), "no timer");
    assert_eq!(stage.detail(), "c!0");
    assert_eq!(stage.pane.cursor.focus(), Focus::Detail);
}

#[test]
fn going_back_keeps_the_place_in_the_detail_only_where_it_stays_as_it_is() {
    let mut stage = Stage::of("a b");
    stage.run("list.open list.down list.down app.back");
    assert_eq!(stage.detail(), "a0", "below the list another text stands");
    stage.area = WIDE;
    stage.run("list.open list.down list.down list.other-side");
    assert_eq!(stage.pane.cursor.focus(), Focus::List);
    assert_eq!(stage.detail(), "a2");
}

#[test]
fn a_detail_is_never_drawn_beyond_its_end() {
    let mut stage = Stage::of("a b");
    stage.run("list.open list.bottom");
    stage.area.height = 18;
    assert_eq!(stage.detail(), "a3");
}

#[test]
fn a_screen_without_room_for_rows_moves_all_the_same() {
    let mut stage = Stage::of("a b c");
    stage.area.height = 2;
    stage.run("list.page-down list.down list.down");
    assert_eq!(stage.selected(), "c");
    assert_eq!(stage.list(), "");
    stage.area = NARROW;
    stage.with(Names::keep);
    assert_eq!(stage.list(), "a b [c]");
}

#[test]
fn a_row_that_is_pointed_at_is_found_wherever_it_stands() {
    let mut stage = Stage::of("a b c d e f g");
    stage.run("list.down");
    stage.pane.cursor.point_at("g".to_owned());
    stage.with(Names::keep);
    assert_eq!(stage.list(), "c d e f [g]");
    stage.pane.cursor.point_at("nowhere".to_owned());
    stage.with(Names::keep);
    assert_eq!(stage.selected(), "g", "the place is kept");
}

#[test]
fn a_cursor_made_anew_forgets_all_but_how_often_it_moved() {
    let mut stage = Stage::of("a! b c");
    stage.run("list.down list.open list.down");
    stage.pane.cursor = stage.pane.cursor.for_other_rows();
    stage.change("x y! b");
    assert_eq!(stage.selected(), "y!");
    assert_eq!(
        (stage.detail().as_str(), stage.pane.cursor.focus()),
        ("y!0", Focus::List)
    );
    stage.run("list.down");
    stage.pane.cursor.selection_rested(1);
    assert_eq!(stage.detail(), "y!0", "that timer was of the move before");
}

#[test]
fn a_detail_alone_has_all_of_a_narrow_screen() {
    let areas = SPLIT.areas(Focus::Detail, NARROW);
    // The last line says how much there is below.
    let height = NARROW.height - 1;
    assert_eq!(
        (areas.list.height, areas.detail),
        (0, Rect { height, ..NARROW })
    );
    let mut stage = Stage::of("a");
    assert!(stage.pane.cursor.is_detail_small(NARROW.width));
    assert!(!stage.pane.cursor.is_detail_small(WIDE.width));
    stage.run("list.open");
    assert!(!stage.pane.cursor.is_detail_small(NARROW.width));
}

#[test]
fn list_and_detail_stand_side_by_side_from_a_width_on() {
    let wide = SPLIT.areas(Focus::List, WIDE);
    assert_eq!(wide.list, Rect::new(0, 0, 65, 14));
    assert_eq!(wide.detail, Rect::new(68, 0, 52, 13));
    assert_eq!(wide, SPLIT.areas(Focus::Detail, WIDE));
    let narrow = Rect {
        width: SIDE_BY_SIDE - 1,
        ..WIDE
    };
    let narrow = SPLIT.areas(Focus::List, narrow);
    assert_eq!(narrow.list, Rect::new(0, 0, 119, 7));
    assert_eq!(narrow.detail, Rect::new(0, 8, 119, 6));
}

#[test]
fn a_list_that_has_no_room_beside_a_detail_has_all_of_it() {
    let low = Rect {
        height: 13,
        ..NARROW
    };
    let areas = SPLIT.areas(Focus::List, low);
    assert_eq!((areas.list, areas.detail.height), (low, 0));
    let mut stage = Stage::of("a b c");
    stage.area = low;
    stage.run("list.down list.open list.down");
    assert_eq!(stage.detail(), "b1");
    stage.run("app.back");
    assert_eq!(stage.list(), "a [b] c");
}
