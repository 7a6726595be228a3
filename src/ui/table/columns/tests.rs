//! How columns share a width, and what is measured of their texts.

use super::{Column, Line, measure, share};
use crate::ui::Role;

const COLUMNS: &[Column] = &[
    Column::weighing("at", 2).least(8),
    Column::name("name"),
    Column::weighing("status", 3).least(10),
    Column::adding("took", 1),
];

/// Needs, gaps included: 16, 31, 21, 7.
const NATURAL: &[u16] = &[16, 31, 21, 7];

#[test]
fn what_fits_is_shown_whole_and_nothing_is_spread_out() {
    assert_eq!(share(COLUMNS, NATURAL, 74), [16, 31, 21, 7]);
    assert_eq!(share(COLUMNS, NATURAL, 200), [16, 31, 21, 7]);
}

#[test]
fn what_only_adds_goes_then_columns_are_cut_then_the_lightest_go_and_the_name_is_whole() {
    assert_eq!(share(COLUMNS, NATURAL, 70), [16, 31, 21, 0]);
    assert_eq!(share(COLUMNS, NATURAL, 60), [9, 31, 21, 0]);
    assert_eq!(share(COLUMNS, NATURAL, 50), [9, 31, 11, 0]);
    assert_eq!(share(COLUMNS, NATURAL, 45), [0, 31, 15, 0]);
    assert_eq!(share(COLUMNS, NATURAL, 35), [0, 31, 0, 0]);
    assert_eq!(share(COLUMNS, NATURAL, 20), [0, 21, 0, 0]);
}

#[test]
fn what_stays_goes_only_where_names_could_not_be_told_apart_any_more() {
    const STAYING: &[Column] = &[
        Column::weighing("at", 2).least(8).staying(),
        Column::name("name"),
        Column::mark("status").least(10).state(),
    ];
    assert_eq!(share(STAYING, &[16, 47, 21], 60), [9, 41, 11]);
    assert_eq!(share(STAYING, &[16, 47, 21], 44), [9, 25, 11]);
    assert_eq!(share(STAYING, &[16, 47, 21], 42), [0, 32, 11]);
}

#[test]
fn a_column_without_text_is_not_there_and_one_that_fills_takes_the_rest() {
    const BARS: &[Column] = &[
        Column::mark(""),
        Column::name("name"),
        Column::mark("").filling().least(5),
    ];
    assert_eq!(share(BARS, &[0, 10, 0], 40), [0, 10, 31]);
    assert_eq!(share(BARS, &[2, 60, 0], 40), [2, 33, 6]);
}

#[test]
fn texts_are_measured_and_a_heading_counts_only_over_a_text() {
    let cells = |at: usize| {
        ["", ["ab", "漢字漢字"][at], "", "x"]
            .map(|text| Line::of(Role::Text, text))
            .to_vec()
    };
    assert_eq!(measure(COLUMNS, 2, cells), [0, 9, 0, 5]);
    assert_eq!(measure(COLUMNS, 0, cells), [0, 0, 0, 0]);
}

#[test]
fn no_more_is_shared_than_there_is() {
    for room in 0..100 {
        let widths = share(COLUMNS, NATURAL, room);
        assert!(
            widths.iter().sum::<u16>() <= room + 1,
            "{widths:?} of {room}"
        );
    }
}
