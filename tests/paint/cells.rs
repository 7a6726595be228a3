//! Text in cells: columns, wide characters, styles.

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Rect,
    style::{Color, Modifier, Style},
};
use watchkeeper::ui::{
    paint,
    paint::{clear, paint_right, restyle, width},
    paint_runs,
};

fn screen(columns: u16) -> Buffer {
    Buffer::empty(Rect::new(0, 0, columns, 1))
}

fn line(buf: &Buffer) -> String {
    buf.content.iter().map(Cell::symbol).collect()
}

#[test]
fn text_is_cut_where_its_columns_end() {
    let mut buf = screen(10);
    assert_eq!(paint(&mut buf, 2, 0, 4, "abcdef", Style::new()), 4);
    assert_eq!(line(&buf), "  abcd    ");
    assert_eq!(paint(&mut buf, 8, 0, 40, "xyz", Style::new()), 2);
    assert_eq!(line(&buf), "  abcd  xy");
}

#[test]
fn nothing_is_painted_beside_the_screen() {
    let mut buf = Buffer::empty(Rect::new(3, 2, 4, 1));
    for (x, y) in [(0, 2), (7, 2), (3, 1), (3, 3), (u16::MAX, 2)] {
        assert_eq!(paint(&mut buf, x, y, u16::MAX, "abc", Style::new()), 0);
    }
    assert_eq!(line(&buf), "    ");
    assert_eq!(paint(&mut buf, 3, 2, u16::MAX, "abcdef", Style::new()), 4);
}

#[test]
fn a_wide_character_is_never_cut_in_half() {
    let mut buf = screen(6);
    assert_eq!(paint(&mut buf, 0, 0, 3, "漢字", Style::new()), 2);
    assert_eq!(buf[(0, 0)].symbol(), "漢");
    assert_eq!(buf[(2, 0)].symbol(), " ");
    // What is painted over its right half takes the rest of it away.
    paint(&mut buf, 1, 0, 3, "ab", Style::new());
    assert_eq!(line(&buf), " ab   ");
}

#[test]
fn runs_follow_each_other_and_stop_at_the_first_that_is_cut() {
    let mut buf = screen(8);
    let red = Style::new().fg(Color::Red);
    let used = paint_runs(
        &mut buf,
        1,
        0,
        5,
        &[("ab", red), ("漢漢", Style::new()), ("z", red)],
    );
    assert_eq!(used, 4);
    assert_eq!(buf[(3, 0)].symbol(), "漢");
    assert_eq!(buf[(5, 0)].symbol(), " ");
    assert_eq!(buf[(1, 0)].fg, Color::Red);
}

#[test]
fn numbers_end_where_their_columns_end() {
    let mut buf = screen(8);
    assert_eq!(paint_right(&mut buf, 1, 0, 5, "42", Style::new()), 2);
    assert_eq!(line(&buf), "    42  ");
}

#[test]
fn what_is_painted_over_leaves_no_weight_behind() {
    let mut buf = screen(3);
    paint(
        &mut buf,
        0,
        0,
        3,
        "abc",
        Style::new().add_modifier(Modifier::BOLD),
    );
    paint(&mut buf, 0, 0, 3, "x", Style::new().fg(Color::Blue));
    assert_eq!(buf[(0, 0)].modifier, Modifier::empty());
    assert_eq!(buf[(1, 0)].modifier, Modifier::BOLD);
    restyle(
        &mut buf,
        Rect::new(1, 0, 99, 99),
        Style::new().add_modifier(Modifier::DIM),
    );
    assert_eq!(buf[(1, 0)].modifier, Modifier::DIM);
    assert_eq!(line(&buf), "xbc");
    clear(&mut buf, Rect::new(0, 0, 2, 9), Style::new());
    assert_eq!(line(&buf), "  c");
}

#[test]
fn the_width_of_a_text_is_what_it_takes_on_the_screen() {
    for text in ["", "abc", "漢字", "e\u{301}", "\u{301}", "a\u{1b}[2J", "ｱﾞ"] {
        let mut buf = screen(60);
        let used = paint(&mut buf, 0, 0, 60, text, Style::new());
        assert_eq!(usize::from(used), width(text), "{text:?}");
    }
}
