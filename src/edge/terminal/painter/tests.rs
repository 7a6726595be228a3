//! What the painter writes, read back by a terminal emulator.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use proptest::prelude::*;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
    style::{Color, Modifier, Style},
};

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{Frame, Painter};
use crate::flow::Link;

pub(super) const WIDTH: u16 = 24;
pub(super) const HEIGHT: u16 = 5;

/// One string put somewhere: what frames are made of.
pub(super) type Stroke = (u16, u16, String, Style);

pub(super) fn frame(strokes: &[Stroke]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    for (x, y, text, style) in strokes {
        write(&mut buffer, *x, *y, text, *style);
    }
    buffer
}

/// As widgets do: a grapheme a cell, and the cell behind a wide one empty.
fn write(buffer: &mut Buffer, mut x: u16, y: u16, text: &str, style: Style) {
    for grapheme in text.graphemes(true) {
        let width = grapheme.width() as u16;
        if x + width > WIDTH {
            return;
        }
        let cell = buffer.cell_mut((x, y)).unwrap();
        cell.set_symbol(grapheme).set_style(style);
        if width == 2 {
            buffer.cell_mut((x + 1, y)).unwrap().reset();
        }
        x += width;
    }
}

pub(super) fn bytes(painter: &mut Painter, old: Option<&Buffer>, new: &Buffer) -> Vec<u8> {
    linked(painter, old, new, &[])
}

fn linked(painter: &mut Painter, old: Option<&Buffer>, new: &Buffer, links: &[Link]) -> Vec<u8> {
    painted(painter, old, new, links.to_vec(), None)
}

fn painted(
    painter: &mut Painter,
    old: Option<&Buffer>,
    cells: &Buffer,
    links: Vec<Link>,
    cursor: Option<Position>,
) -> Vec<u8> {
    let mut out = Vec::new();
    let frame = Frame {
        cells,
        links,
        cursor,
    };
    painter.paint(old, frame, &mut out);
    out
}

fn text(painter: &mut Painter, old: &Buffer, new: &Buffer) -> String {
    String::from_utf8(bytes(painter, Some(old), new)).unwrap()
}

/// What can be told apart on the screen, by cell.
pub(super) fn seen(screen: &vt100::Screen) -> Vec<String> {
    let mut cells = Vec::new();
    for y in 0..HEIGHT {
        for x in 0..WIDTH {
            let cell = screen.cell(y, x).unwrap();
            let blank = matches!(cell.contents(), "" | " ") && !cell.is_wide_continuation();
            let marks = (cell.underline(), cell.inverse());
            let weight = (!blank).then(|| (cell.bold(), cell.dim(), cell.italic()));
            let fg = (!blank || marks != (false, false)).then(|| cell.fgcolor());
            let content = if blank { " " } else { cell.contents() };
            cells.push(format!(
                "{x},{y} {content:?} {fg:?} {:?} {weight:?} {marks:?}",
                cell.bgcolor()
            ));
        }
    }
    cells
}

fn colors() -> impl Strategy<Value = Color> {
    prop_oneof![
        3 => Just(Color::Reset),
        1 => Just(Color::Red),
        1 => Just(Color::LightCyan),
        1 => Just(Color::Indexed(130)),
        1 => Just(Color::Rgb(1, 20, 255)),
    ]
}

pub(super) fn styles() -> impl Strategy<Value = Style> {
    let modifiers = prop_oneof![
        3 => Just(Modifier::empty()),
        1 => Just(Modifier::BOLD),
        1 => Just(Modifier::ITALIC | Modifier::UNDERLINED),
        1 => Just(Modifier::REVERSED),
    ];
    (colors(), colors(), modifiers)
        .prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier))
}

fn strokes() -> impl Strategy<Value = Vec<Stroke>> {
    let texts = prop_oneof![
        "[a-c ]{0,24}",
        " {1,24}",
        "[a漢字é│]{0,8}",
        Just("e\u{301}x".to_owned()),
    ];
    prop::collection::vec((0..WIDTH, 0..HEIGHT, texts, styles()), 0..8)
}

proptest! {
    #[test]
    fn frames_painted_by_difference_look_like_frames_painted_whole(
        frames in prop::collection::vec(strokes(), 1..6)
    ) {
        let mut terminal = vt100::Parser::new(HEIGHT, WIDTH, 0);
        let mut painter = Painter::default();
        let mut old: Option<Buffer> = None;
        for strokes in &frames {
            let new = frame(strokes);
            terminal.process(&bytes(&mut painter, old.as_ref(), &new));
            let mut fresh = vt100::Parser::new(HEIGHT, WIDTH, 0);
            fresh.process(&bytes(&mut Painter::default(), None, &new));
            prop_assert_eq!(seen(terminal.screen()), seen(fresh.screen()));
            old = Some(new);
        }
    }

    #[test]
    fn a_frame_painted_whole_shows_the_buffer(strokes in strokes()) {
        let new = frame(&strokes);
        let mut terminal = vt100::Parser::new(HEIGHT, WIDTH, 0);
        terminal.process(&bytes(&mut Painter::default(), None, &new));
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let cell = terminal.screen().cell(y, x).unwrap();
                let expected = new.cell((x, y)).unwrap();
                if !cell.is_wide_continuation() {
                    let content = if cell.has_contents() { cell.contents() } else { " " };
                    prop_assert_eq!(content, expected.symbol());
                    if content != " " {
                        prop_assert_eq!(cell.bold(), expected.modifier.contains(Modifier::BOLD));
                        prop_assert_eq!(cell.fgcolor() == vt100::Color::Default, expected.fg == Color::Reset);
                    }
                    prop_assert_eq!(cell.bgcolor() == vt100::Color::Default, expected.bg == Color::Reset);
                    prop_assert_eq!(cell.inverse(), expected.modifier.contains(Modifier::REVERSED));
                }
            }
        }
    }

    #[test]
    fn an_unchanged_frame_is_no_bytes(strokes in strokes()) {
        let new = frame(&strokes);
        let mut painter = Painter::default();
        bytes(&mut painter, None, &new);
        prop_assert_eq!(text(&mut painter, &new, &new), "");
    }
}

#[test]
fn a_wide_character_under_half_of_another_destroys_nothing() {
    let wide = |x: u16, text: &str| (x, 0, text.to_owned(), Style::new());
    let new = frame(&[wide(11, "漢漢"), wide(14, "漢")]);
    let mut painter = Painter::default();
    bytes(&mut painter, None, &new);
    assert_eq!(text(&mut painter, &new, &new), "");
}

#[test]
fn a_moved_marker_costs_a_few_bytes() {
    let rows = |marked: u16| {
        let mut strokes: Vec<Stroke> = (0..HEIGHT)
            .map(|y| (1, y, format!("role-{y}"), Style::new()))
            .collect();
        strokes.push((0, marked, ">".to_owned(), Style::new()));
        frame(&strokes)
    };
    let mut painter = Painter::default();
    bytes(&mut painter, None, &rows(1));
    assert_eq!(text(&mut painter, &rows(1), &rows(2)), "\x1b[2H \r\n>");
}

#[test]
fn a_short_unchanged_gap_is_written_over_and_a_long_one_jumped() {
    let row = |text: &str| frame(&[(0, 0, text.to_owned(), Style::new())]);
    let mut painter = Painter::default();
    let (before, after) = (row("a12b34567890c"), row("A12B34567890C"));
    bytes(&mut painter, None, &before);
    assert_eq!(text(&mut painter, &before, &after), "\rA12B\x1b[8CC");
}

#[test]
fn a_row_that_becomes_empty_is_erased_at_once() {
    let row = |text: &str| frame(&[(2, 1, text.to_owned(), Style::new())]);
    let mut painter = Painter::default();
    bytes(&mut painter, None, &row("a long line of text"));
    assert_eq!(
        text(&mut painter, &row("a long line of text"), &row("a")),
        "\x1b[17D\x1b[K"
    );
}

#[test]
fn a_control_character_in_a_cell_never_leaves() {
    let mut hostile = frame(&[]);
    hostile.cell_mut((0, 0)).unwrap().set_symbol("\x1b]0;x\x07");
    hostile.cell_mut((1, 0)).unwrap().set_symbol("\u{9b}31m");
    let written = bytes(&mut Painter::default(), None, &hostile);
    let written = String::from_utf8(written).unwrap();
    assert!(!written.contains("]0;"), "{written:?}");
    assert!(!written.contains('\u{9b}'), "{written:?}");
}

#[test]
fn the_cursor_is_shown_where_it_is_asked_for_and_hidden_again() {
    let blank = frame(&[]);
    let mut painter = Painter::default();
    let mut terminal = vt100::Parser::new(HEIGHT, WIDTH, 0);
    terminal.process(&bytes(&mut painter, None, &blank));
    assert!(terminal.screen().hide_cursor());
    let mut at_the_cell = || {
        let cursor = Some(Position::new(3, 2));
        painted(&mut painter, Some(&blank), &blank, Vec::new(), cursor)
    };
    terminal.process(&at_the_cell());
    assert!(!terminal.screen().hide_cursor());
    assert_eq!(terminal.screen().cursor_position(), (2, 3));
    assert_eq!(at_the_cell(), b"");
    terminal.process(&bytes(&mut painter, Some(&blank), &blank));
    assert!(terminal.screen().hide_cursor());
}

fn to_b(line: u16, from: u16) -> Link {
    Link::new(line, from, 4, "https://a.example/b".to_owned()).unwrap()
}

const LINKED: &str = "\u{1b}]8;;https://a.example/b\u{1b}\\main\u{1b}]8;;\u{1b}\\";

/// What comes in the place of links, and what is left without them.
fn apart(written: &[u8]) -> (usize, String) {
    let written = String::from_utf8(written.to_vec()).unwrap();
    (written.matches(LINKED).count(), written.replace(LINKED, ""))
}

#[test]
fn a_link_lies_over_its_cells_and_costs_nothing_while_its_line_stays() {
    let plain = Style::default();
    let before = frame(&[
        (0, 0, "top".into(), plain),
        (3, 2, "main end".into(), plain),
    ]);
    let mut painter = Painter::default();
    let mut terminal = vt100::Parser::new(HEIGHT, WIDTH, 0);
    let first = linked(&mut painter, None, &before, &[to_b(2, 3)]);
    terminal.process(&first);
    assert_eq!(apart(&first).0, 1);
    assert_eq!(
        terminal.screen().contents().trim_end(),
        "top\n\n   main end"
    );

    let same = linked(&mut painter, Some(&before), &before, &[to_b(2, 3)]);
    assert_eq!(same, b"");

    let above = frame(&[
        (0, 0, "TOP".into(), plain),
        (3, 2, "main end".into(), plain),
    ]);
    let other_line = linked(&mut painter, Some(&before), &above, &[to_b(2, 3)]);
    assert_eq!(apart(&other_line).0, 0);
    let same_line = linked(&mut painter, Some(&above), &before, &[to_b(2, 3)]);
    assert_eq!(apart(&same_line).0, 0);

    // Cells beside it may have been reached by writing over it.
    let beside = frame(&[
        (0, 0, "top".into(), plain),
        (3, 2, "main END".into(), plain),
    ]);
    let same_line = linked(&mut painter, Some(&before), &beside, &[to_b(2, 3)]);
    terminal.process(&same_line);
    assert_eq!(apart(&same_line).0, 1);
    assert_eq!(
        terminal.screen().contents().trim_end(),
        "top\n\n   main END"
    );
}

#[test]
fn what_leads_nowhere_any_more_is_written_once_more_as_it_is() {
    let plain = Style::default();
    let before = frame(&[(3, 2, "main end".into(), plain)]);
    let mut painter = Painter::default();
    linked(&mut painter, None, &before, &[to_b(2, 3)]);
    let (links, rest) = apart(&linked(&mut painter, Some(&before), &before, &[]));
    assert_eq!(links, 0);
    assert!(rest.ends_with("main"), "{rest:?}");
    assert_eq!(linked(&mut painter, Some(&before), &before, &[]), b"");

    // Into another line: there with its link, here without.
    linked(&mut painter, Some(&before), &before, &[to_b(2, 3)]);
    let after = frame(&[(3, 1, "main end".into(), plain)]);
    let (links, rest) = apart(&linked(&mut painter, Some(&before), &after, &[to_b(1, 3)]));
    assert_eq!(links, 1, "{rest:?}");
}
