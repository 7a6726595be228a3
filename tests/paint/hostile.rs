//! Text made to harm: it is shown, and does nothing.

use proptest::prelude::*;
use ratatui::{
    buffer::{Buffer, Cell, CellWidth},
    layout::Rect,
    style::{Color, Style},
};
use watchkeeper::ui::{paint, paint::width, shorten_distinct, shorten_middle, wrap};

fn painted(text: &str) -> String {
    let mut buf = Buffer::empty(Rect::new(0, 0, 80, 1));
    paint(&mut buf, 0, 0, 80, text, Style::new());
    let line: String = buf.content.iter().map(Cell::symbol).collect();
    line.trim_end().to_owned()
}

#[test]
fn escape_sequences_are_spelt_out() {
    assert_eq!(painted("\u{1b}[2Jgone"), "<U+001B>[2Jgone");
    assert_eq!(painted("\u{9b}31m"), "<U+009B>31m");
    assert_eq!(
        painted("a\r\nb\tc\u{7}"),
        "a<U+000D><U+000A>b<U+0009>c<U+0007>"
    );
}

#[test]
fn the_reading_order_cannot_be_turned() {
    assert_eq!(painted("role-\u{202e}nimda"), "role-<U+202E>nimda");
    assert_eq!(
        painted("\u{2066}a\u{2069}\u{200f}"),
        "<U+2066>a<U+2069><U+200F>"
    );
}

#[test]
fn hidden_characters_are_shown() {
    assert_eq!(painted("ad\u{200b}min\u{feff}"), "ad<U+200B>min<U+FEFF>");
    assert_eq!(painted("\u{301}x"), "<U+0301>x");
}

#[test]
fn a_tower_of_marks_stays_in_its_row_and_ends() {
    let tower = format!("a{}b", "\u{301}".repeat(1_000_000));
    let mut buf = Buffer::empty(Rect::new(0, 0, 20, 1));
    assert_eq!(paint(&mut buf, 0, 0, 20, &tower, Style::new()), 20);
    for cell in &buf.content {
        assert!(cell.symbol().chars().count() <= 5, "{:?}", cell.symbol());
    }
}

/// What could move the cursor, turn the text or hide in it.
fn is_harmless(symbol: &str) -> bool {
    symbol.chars().all(|c| {
        !c.is_control()
            && !matches!(u32::from(c),
                0x061C | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xFEFF
                | 0xE0000..=0xE007F)
    })
}

/// Any text, with more than its share of what harms.
fn hostile() -> impl Strategy<Value = String> {
    let one = prop_oneof![
        any::<char>().prop_map(String::from),
        "[ -~]{1,4}",
        Just("\u{1b}[31m".to_owned()),
        Just("\u{202e}".to_owned()),
        Just("\u{200d}".to_owned()),
        Just("\u{301}\u{302}".to_owned()),
        Just("漢".to_owned()),
        Just("👩\u{200d}🚀".to_owned()),
        Just("ｱﾞ".to_owned()),
        Just("क्षि".to_owned()),
        Just("\n".to_owned()),
    ];
    prop::collection::vec(one, 0..24).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_text_harms_and_none_leaves_its_columns(
        text in hostile(), x in 0u16..24, y in 0u16..4, columns in 0u16..30,
    ) {
        let area = Rect::new(2, 1, 20, 2);
        let mut buf = Buffer::empty(area);
        buf.set_style(area, Style::new().bg(Color::Green));
        let before = buf.clone();
        let used = paint(&mut buf, x, y, columns, &text, Style::new().bg(Color::Red));
        prop_assert!(used <= columns);
        for position in area.positions() {
            let cell = &buf[position];
            let inside = position.y == y && position.x >= x && position.x < x.saturating_add(used);
            prop_assert!(is_harmless(cell.symbol()), "{:?}", cell.symbol());
            prop_assert!(inside || *cell == before[position]);
            prop_assert!(!inside || position.x + cell.symbol().cell_width() <= x + used);
        }
        prop_assert!(x.saturating_add(used) <= area.right().max(x));
    }

    #[test]
    fn what_is_shortened_or_wrapped_fits_and_is_harmless(text in hostile(), columns in 1usize..30) {
        let short = shorten_middle(&text, columns);
        prop_assert!(width(&short) <= columns && is_harmless(&short));
        let distinct = shorten_distinct(&[&text, "other"], columns);
        prop_assert!(distinct.iter().all(|name| width(name) <= columns && is_harmless(name)));
        for line in wrap(&text, columns.max(8)) {
            prop_assert!(width(&line) <= columns.max(8) && is_harmless(&line), "{:?}", line);
        }
    }
}
