//! Which screen lines of rows that may wrap are in sight: pure, from how many each takes.
//!
//! A screen further down begins with the very line that follows the last one of this
//! screen, whatever the width: scrolled through, each line is seen exactly once.

/// The first screen line in sight: of which row, and which of that row's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct First {
    pub(super) row: usize,
    pub(super) sub: usize,
}

/// So many screen lines further down, or up; as far as there are any.
pub(super) fn further(first: First, by: isize, heights: &[usize]) -> First {
    let mut at = clamped(first, heights);
    for _ in 0..by.unsigned_abs() {
        let Some(next) = (match by > 0 {
            true => after(at, heights),
            false => before(at, heights),
        }) else {
            break;
        };
        at = next;
    }
    at
}

fn after(at: First, heights: &[usize]) -> Option<First> {
    let height = *heights.get(at.row)?;
    if at.sub + 1 < height {
        return Some(First {
            sub: at.sub + 1,
            ..at
        });
    }
    let row = at.row + 1;
    (row < heights.len()).then_some(First { row, sub: 0 })
}

fn before(at: First, heights: &[usize]) -> Option<First> {
    if at.sub > 0 {
        return Some(First {
            sub: at.sub - 1,
            ..at
        });
    }
    let row = at.row.checked_sub(1)?;
    let sub = heights.get(row)?.saturating_sub(1);
    Some(First { row, sub })
}

/// Fewer rows, or narrower ones, may be left than were scrolled over.
fn clamped(first: First, heights: &[usize]) -> First {
    let row = first.row.min(heights.len().saturating_sub(1));
    let height = heights.get(row).copied().unwrap_or(1);
    let sub = match row == first.row {
        true => first.sub.min(height.saturating_sub(1)),
        false => 0,
    };
    First { row, sub }
}

/// The first screen line where the last one of all stands at the bottom.
pub(super) fn end(heights: &[usize], room: usize) -> First {
    let Some(row) = heights.len().checked_sub(1) else {
        return First::default();
    };
    let last = First {
        row,
        sub: heights[row].saturating_sub(1),
    };
    let by = isize::try_from(room.saturating_sub(1)).unwrap_or(isize::MAX);
    further(last, -by, heights)
}

/// Moved as little as brings a row into sight: all of it where there is room, else its
/// beginning, unless some of it is in sight already.
pub(super) fn keep(first: First, row: usize, heights: &[usize], room: usize) -> First {
    let first = clamped(first, heights).min(end(heights, room));
    let Some(height) = heights.get(row) else {
        return first;
    };
    if row < first.row || (row == first.row && first.sub > 0 && *height <= room) {
        return First { row, sub: 0 };
    }
    let lines: usize = heights[first.row..=row].iter().sum::<usize>() - first.sub;
    if lines <= room || (*height > room && row == first.row) {
        return first;
    }
    let by = match *height > room {
        true => lines - height,
        false => lines - room,
    };
    further(first, isize::try_from(by).unwrap_or(isize::MAX), heights)
}

/// The screen lines in sight, as rows and which of each row's.
pub(super) fn in_sight(first: First, heights: &[usize], room: usize) -> Vec<First> {
    let start = heights.get(first.row).map(|_| clamped(first, heights));
    let lines = std::iter::successors(start, |at| after(*at, heights));
    lines.take(room).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{First, end, further, in_sight, keep};

    fn all(heights: &[usize]) -> Vec<First> {
        in_sight(First::default(), heights, usize::MAX)
    }

    proptest! {
        #[test]
        fn scrolled_through_by_screens_each_line_is_seen_exactly_once(
            heights in prop::collection::vec(1_usize..9, 1..40), room in 1_usize..12,
        ) {
            let mut seen = Vec::new();
            let mut first = First::default();
            loop {
                let screen = in_sight(first, &heights, room);
                seen.extend(screen.iter().copied());
                let next = further(first, room as isize, &heights);
                if screen.len() < room || next <= first || seen.last() >= Some(&next) {
                    break;
                }
                first = next;
            }
            prop_assert_eq!(seen, all(&heights));
        }

        #[test]
        fn down_and_up_again_is_where_it_was(
            heights in prop::collection::vec(1_usize..9, 1..40), from in 0_isize..60, by in 0_isize..60,
        ) {
            let total: usize = heights.iter().sum();
            let from = from.min(total as isize - 1);
            let by = by.min(total as isize - 1 - from);
            let first = further(First::default(), from, &heights);
            prop_assert_eq!(further(further(first, by, &heights), -by, &heights), first);
        }

        #[test]
        fn a_row_that_is_kept_is_in_sight_and_no_room_is_wasted(
            heights in prop::collection::vec(1_usize..9, 1..40),
            from in 0_isize..99, row in 0_usize..40, room in 1_usize..12,
        ) {
            let row = row.min(heights.len() - 1);
            let first = keep(further(First::default(), from, &heights), row, &heights, room);
            let screen = in_sight(first, &heights, room);
            let mine = screen.iter().filter(|line| line.row == row).count();
            prop_assert!(mine >= heights[row].min(room).min(1), "{:?} {:?}", first, row);
            if heights[row] <= room {
                prop_assert_eq!(mine, heights[row]);
            }
            prop_assert!(first <= end(&heights, room));
        }
    }
}
