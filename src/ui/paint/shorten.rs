//! Names that do not fit: cut in the middle, and never so that two look the same.
//!
//! Works on what is seen, so the results are already sanitised.

use std::collections::{HashMap, HashSet};

use super::{cells, visible};

/// Stands for what was left out.
const ELLIPSIS: &str = "…";

/// Where to keep how much: the tenths of the room that the beginning gets.
const MIDDLE: usize = 5;
const OTHER_CUTS: [usize; 4] = [3, 7, 0, 10];

/// One thing seen, and its columns.
type Cells = Vec<(String, usize)>;

fn seen(text: &str) -> Cells {
    cells(&visible(text))
        .map(|(cell, width)| (cell.to_owned(), width))
        .collect()
}

fn columns(cells: &[(String, usize)]) -> usize {
    cells.iter().map(|(_, width)| width).sum()
}

/// As many of these as fit.
fn fitting<'a>(cells: impl Iterator<Item = &'a (String, usize)>, room: usize) -> Vec<&'a str> {
    let mut left = room;
    cells
        .map_while(|(cell, width)| {
            left = left.checked_sub(*width)?;
            Some(cell.as_str())
        })
        .collect()
}

/// The beginning and the end of a name with `…` between, in `width` columns.
pub fn shorten_middle(text: &str, width: usize) -> String {
    cut(&seen(text), width, MIDDLE)
}

/// The beginning of a text with `…` behind it where it does not fit.
pub fn shorten_end(text: &str, width: usize) -> String {
    cut(&seen(text), width, 10)
}

fn cut(cells: &Cells, width: usize, tenths: usize) -> String {
    if columns(cells) <= width {
        return cells.iter().map(|(cell, _)| cell.as_str()).collect();
    }
    let Some(room) = width.checked_sub(1) else {
        return String::new();
    };
    let head = (room * tenths).div_ceil(10);
    let begin = fitting(cells.iter(), head);
    let mut end = fitting(cells.iter().rev(), room - head);
    end.reverse();
    format!("{}{ELLIPSIS}{}", begin.concat(), end.concat())
}

/// Shortens names so that different ones stay different. Where cutting in the
/// middle takes away what tells two apart, the cut moves for those; where no cut
/// helps, a number does. Give it the whole list, not the visible rows: then a
/// name looks the same wherever the list is scrolled to.
pub fn shorten_distinct(names: &[&str], width: usize) -> Vec<String> {
    let seen: Vec<Cells> = names.iter().map(|name| seen(name)).collect();
    let mut short: Vec<String> = seen.iter().map(|c| cut(c, width, MIDDLE)).collect();
    for tenths in OTHER_CUTS {
        for at in alike(names, &short) {
            short[at] = cut(&seen[at], width, tenths);
        }
    }
    let windows: Vec<_> = alike(names, &short)
        .into_iter()
        .filter_map(|at| Some((at, around_difference(at, names, &seen, &short, width)?)))
        .collect();
    for (at, window) in windows {
        short[at] = window;
    }
    number_the_rest(names, &seen, &mut short, width);
    short
}

/// The rows whose shortened name stands for another name too.
fn alike(names: &[&str], short: &[String]) -> Vec<usize> {
    let mut whose: HashMap<&str, HashSet<&str>> = HashMap::new();
    for (name, short) in names.iter().zip(short) {
        whose.entry(short).or_default().insert(name);
    }
    (0..names.len())
        .filter(|at| {
            whose
                .get(short[*at].as_str())
                .is_some_and(|of| of.len() > 1)
        })
        .collect()
}

/// The beginning, then the place where this name leaves those that look like it.
fn around_difference(
    at: usize,
    names: &[&str],
    seen: &[Cells],
    short: &[String],
    width: usize,
) -> Option<String> {
    let room = width.checked_sub(2)?;
    let own = &seen[at];
    let differs = (0..names.len())
        .filter(|other| short[*other] == short[at] && names[*other] != names[at])
        .filter_map(|other| (0..own.len()).find(|i| seen[other].get(*i) != own.get(*i)))
        .max()?;
    let begin = fitting(own.iter(), room / 3);
    let from = differs.saturating_sub(1).max(begin.len());
    let rest = fitting(own.iter().skip(from), room - room / 3);
    let open = if from + rest.len() < own.len() {
        ELLIPSIS
    } else {
        ""
    };
    Some(format!(
        "{}{ELLIPSIS}{}{open}",
        begin.concat(),
        rest.concat()
    ))
}

/// The last resort: `…~1`, `…~2`. The same name gets the same number.
fn number_the_rest(names: &[&str], seen: &[Cells], short: &mut [String], width: usize) {
    let rows = alike(names, short);
    let mut taken: HashSet<String> = short.iter().cloned().collect();
    let mut given: HashMap<&str, String> = HashMap::new();
    for at in rows {
        if let Some(known) = given.get(names[at]) {
            short[at] = known.clone();
            continue;
        }
        for number in 1..=names.len() {
            let suffix = format!("~{number}");
            let Some(room) = width.checked_sub(suffix.len()) else {
                break;
            };
            let numbered = format!("{}{suffix}", cut(&seen[at], room, 10));
            if taken.insert(numbered.clone()) {
                given.insert(names[at], numbered.clone());
                short[at] = numbered;
                break;
            }
        }
    }
}
