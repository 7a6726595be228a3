//! Rows that move, read back by a terminal emulator.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use proptest::prelude::*;
use ratatui::{buffer::Buffer, layout::Rect, style::Style};

use super::super::{
    Painter,
    tests::{HEIGHT, Stroke, WIDTH, bytes, frame, seen, styles},
};

/// Rows of a log from this line on, under a heading.
fn scrolled(from: usize, height: u16) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, height));
    write_wide(&mut buffer, 0, "a heading that stays");
    for y in 1..height - 1 {
        let line = from + usize::from(y);
        let text = format!(
            "14:02:{:02}Z request {line} handled {}",
            line % 60,
            "x".repeat(line % 30)
        );
        write_wide(&mut buffer, y, &text);
    }
    write_wide(&mut buffer, height - 1, &format!("line {from}"));
    buffer
}

fn write_wide(buffer: &mut Buffer, y: u16, text: &str) {
    for (x, c) in text.chars().enumerate() {
        let cell = buffer.cell_mut((x as u16, y)).unwrap();
        cell.set_symbol(&c.to_string());
    }
}

#[test]
fn a_log_scrolled_by_a_line_costs_that_line_and_looks_as_if_it_was_painted_whole() {
    let mut painter = Painter::default();
    let mut terminal = vt100::Parser::new(24, 80, 0);
    let mut before = scrolled(100, 24);
    terminal.process(&bytes(&mut painter, None, &before));
    for from in [101, 102, 101, 100, 103, 99, 98] {
        let after = scrolled(from, 24);
        let painted = bytes(&mut painter, Some(&before), &after);
        let moved = (painted.len() as f64) / 99.0;
        terminal.process(&painted);
        let mut fresh = vt100::Parser::new(24, 80, 0);
        fresh.process(&bytes(&mut Painter::default(), None, &after));
        let text = |parser: &vt100::Parser| -> Vec<String> {
            let contents = parser.screen().contents();
            contents
                .lines()
                .map(|line| line.trim_end().to_owned())
                .collect()
        };
        assert_eq!(text(&terminal), text(&fresh));
        // less takes 99 bytes for a line of this width.
        assert!(moved < 5.0, "{} bytes to line {from}", painted.len());
        if from == 101 {
            assert!(painted.len() < 120, "{} bytes", painted.len());
        }
        before = after;
    }
}

proptest! {
    #[test]
    fn rows_that_move_look_like_rows_painted_whole(
        rows in prop::collection::vec("[ab ]{0,6}", 5..9),
        moves in prop::collection::vec(-3_isize..4, 1..6),
        style in styles(),
    ) {
        let count = rows.len() as isize;
        let mut terminal = vt100::Parser::new(HEIGHT, WIDTH, 0);
        let mut painter = Painter::default();
        let mut old: Option<Buffer> = None;
        let mut at = 0;
        for by in moves {
            at += by;
            let strokes: Vec<Stroke> = (0..HEIGHT)
                .map(|y| {
                    let row = (at + y as isize).rem_euclid(count) as usize;
                    let style = if y == 2 { style } else { Style::new() };
                    (0, y, rows[row].clone(), style)
                })
                .collect();
            let new = frame(&strokes);
            terminal.process(&bytes(&mut painter, old.as_ref(), &new));
            let mut fresh = vt100::Parser::new(HEIGHT, WIDTH, 0);
            fresh.process(&bytes(&mut Painter::default(), None, &new));
            prop_assert_eq!(seen(terminal.screen()), seen(fresh.screen()));
            old = Some(new);
        }
    }
}
