//! A text under a person's hands: moves and searches in, places out.

use super::*;
use crate::{facts::StackName, ui::Role};

const HEIGHT: usize = 4;

fn plain(text: &str) -> Line {
    Line::of(Role::Text, text)
}

fn link(name: &str) -> Line {
    let to = Destination::Stack(StackName::from(name));
    plain("to ").then(Role::Text, name).leading_to(to)
}

fn proposal(name: &str) -> Line {
    let to = Destination::Proposal(StackName::from(name), "propose");
    plain("NEXT ").then(Role::Text, name).leading_to(to)
}

fn page(lines: &[Line], search: &str) -> Page {
    Page::of(lines, 20, search)
}

/// What stands at the cursor, and the first line on screen.
fn at(reading: &Reading, page: &Page) -> (String, usize) {
    let name = match reading.leads_to(page, HEIGHT) {
        Some(Destination::Stack(name) | Destination::Proposal(name, _)) => name.raw(),
        _ => "",
    };
    (name.to_owned(), reading.top(page, HEIGHT))
}

fn moved(reading: &mut Reading, page: &Page, movements: &[Movement]) -> Vec<(String, usize)> {
    let step = |movement: &Movement| {
        reading.step(*movement, page, HEIGHT);
        at(reading, page)
    };
    movements.iter().map(step).collect()
}

fn told(places: &[(&str, usize)]) -> Vec<(String, usize)> {
    let told = places.iter();
    told.map(|(name, top)| ((*name).to_owned(), *top)).collect()
}

#[test]
fn down_goes_to_what_is_named_next_as_long_as_that_is_in_sight_and_else_scrolls() {
    use Movement::{Down, Up};
    let lines = [
        plain("0"),
        link("a"),
        link("b"),
        plain("3"),
        plain("4"),
        link("c"),
        plain("6"),
    ];
    let page = page(&lines, "");
    let mut reading = Reading::default();
    assert_eq!(at(&reading, &page), ("a".into(), 0), "the first in sight");
    let down = moved(&mut reading, &page, &[Down, Down, Down, Down, Down]);
    let expected = [("b", 0), ("b", 1), ("c", 2), ("c", 3), ("c", 3)];
    assert_eq!(
        down,
        told(&expected),
        "it scrolls by lines, and the end holds"
    );
    let up = moved(&mut reading, &page, &[Up, Up, Up, Up]);
    assert_eq!(up, told(&[("b", 2), ("a", 1), ("a", 0), ("a", 0)]));
}

#[test]
fn a_text_that_names_nothing_only_scrolls() {
    let lines: Vec<Line> = (0..9).map(|at| plain(&at.to_string())).collect();
    let page = page(&lines, "");
    let mut reading = Reading::default();
    let all = [
        Movement::Down,
        Movement::PageDown,
        Movement::Bottom,
        Movement::Up,
        Movement::Top,
    ];
    let places = moved(&mut reading, &page, &all);
    assert_eq!(places, told(&[("", 1), ("", 4), ("", 5), ("", 4), ("", 0)]));
}

#[test]
fn what_mends_is_where_the_cursor_begins() {
    let lines = [link("a"), proposal("b"), link("c")];
    let page = page(&lines, "");
    let mut reading = Reading::default();
    assert_eq!(at(&reading, &page).0, "b");
    assert_eq!(moved(&mut reading, &page, &[Movement::Up])[0].0, "a");
}

#[test]
fn a_search_finds_over_the_end_of_a_line_and_goes_around() {
    let long = Line::of(Role::Dim, "Reason  ").behind(Role::Text, "role/dataops-deploy may not go");
    let lines = [
        plain("DATAOPS"),
        long,
        plain("x"),
        plain("y"),
        plain("dataops"),
    ];
    let page = page(&lines, "dataops");
    let mut reading = Reading::default();
    reading.to_hit_from_here(&page, HEIGHT);
    assert_eq!(reading.found(&page), (1, 3));
    reading.to_hit(true, &page, HEIGHT);
    assert_eq!(reading.found(&page), (2, 3));
    reading.to_hit(false, &page, HEIGHT);
    reading.to_hit(false, &page, HEIGHT);
    assert_eq!(reading.found(&page), (3, 3));
    assert!(reading.top(&page, HEIGHT) > 0, "it was brought into sight");
    assert_eq!(
        Page::of(&lines, 20, "Dataops").hits.len(),
        0,
        "a capital is meant as it is"
    );
    let over = Page::of(&lines, 20, "dataops-deploy");
    assert_eq!(over.hits.len(), 1);
    assert!(over.hits[0].len() > 1, "{:?}", over.hits);
    assert_eq!(Page::of(&lines, 20, "nowhere").hits.len(), 0);
}

#[test]
fn an_indent_is_nobodys_text() {
    let lines = [Line::indented(6, Role::Text, "one two three four five six")];
    let page = Page::of(&lines, 14, " ");
    let blanks = page.hits.len();
    // Those before the text and those between its words; none that a wrapped line adds.
    assert_eq!(blanks, 6 + 5, "{:?}", page.lines);
}
