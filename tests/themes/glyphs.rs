//! Shapes carry the state, in every locale.

use std::collections::BTreeSet;

use ratatui::{
    buffer::{Buffer, Cell},
    layout::Rect,
    style::Style,
};
use watchkeeper::ui::{
    Glyphs, Mark,
    glyph::{ASCII, UNICODE, reduce_to_ascii},
    paint,
    paint::width,
};

#[test]
fn every_state_has_a_letter_of_its_own_so_that_none_relies_on_colour() {
    let letters: BTreeSet<&str> = Mark::ALL.into_iter().map(Mark::letter).collect();
    assert_eq!(letters, BTreeSet::from(["x", "!", "~", "=", "?", "c", "-"]));
    assert_eq!(letters.len(), Mark::ALL.len());
    let words: BTreeSet<&str> = Mark::ALL.into_iter().map(Mark::word).collect();
    assert_eq!(words.len(), Mark::ALL.len());
}

#[test]
fn the_first_locale_variable_that_is_set_decides() {
    let is_unicode = |all, ctype, lang| !Glyphs::for_locale(all, ctype, lang).is_ascii();
    assert!(is_unicode(None, None, Some("en_US.UTF-8")));
    assert!(is_unicode(None, Some("C.utf8"), Some("C")));
    assert!(is_unicode(Some(""), None, Some("de_DE.UTF-8")));
    assert!(!is_unicode(Some("C"), None, Some("en_US.UTF-8")));
    assert!(!is_unicode(Some("POSIX"), Some("C.UTF-8"), None));
    assert!(!is_unicode(None, None, None));
}

#[test]
fn every_shape_is_one_column_wide() {
    for set in [&UNICODE, &ASCII] {
        let mut shapes = vec![set.last_branch, set.marker, set.ellipsis, set.arrow];
        shapes.extend(set.spinner);
        for line in [set.line, set.heavy] {
            shapes.extend([
                line.horizontal,
                line.vertical,
                line.top_left,
                line.top_right,
                line.bottom_left,
                line.bottom_right,
                line.vertical_left,
                line.vertical_right,
                line.horizontal_down,
                line.horizontal_up,
                line.cross,
            ]);
        }
        for shape in shapes {
            assert_eq!(width(shape), 1, "{shape}");
            assert!(set == &UNICODE || shape.is_ascii(), "{shape}");
        }
    }
}

#[test]
fn a_screen_reduced_to_ascii_keeps_its_columns() {
    let mut buf = Buffer::empty(Rect::new(0, 0, 12, 1));
    paint(&mut buf, 0, 0, 12, "┌─▌a…é漢b→", Style::new());
    reduce_to_ascii(&mut buf);
    let line: String = buf.content.iter().map(Cell::symbol).collect();
    assert_eq!(line, "+->a~???b>  ");
}
