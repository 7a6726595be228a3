//! Titles in a line, the one in front marked: where there is no room for all, those
//! around it.

use ratatui::{buffer::Buffer, layout::Rect};

use super::{Look, Role, paint, width};

/// Blanks between two titles.
const GAP: usize = 2;

/// Draws as many titles as there is room for, and always the one in front; a sign at
/// either end says that there are more.
pub fn draw_tabs(area: Rect, buf: &mut Buffer, look: &Look, titles: &[&str], front: usize) {
    let room = usize::from(area.width.saturating_sub(2));
    let (first, last) = in_sight(titles, front, room);
    let dim = look.theme.style(Role::Dim);
    let mut x = area.x + 1;
    if first > 0 {
        x += paint(buf, x, area.y, 1, look.glyphs.more.0, dim) + 1;
    }
    for (at, title) in titles.iter().enumerate().take(last + 1).skip(first) {
        let role = if at == front { Role::Tab } else { Role::Dim };
        let room = area.right().saturating_sub(x);
        x += paint(buf, x, area.y, room, title, look.theme.style(role)) + 2;
    }
    if last + 1 < titles.len() {
        paint(
            buf,
            x,
            area.y,
            area.right().saturating_sub(x),
            look.glyphs.more.1,
            dim,
        );
    }
}

/// The first and the last title that are shown, the one in front among them.
fn in_sight(titles: &[&str], front: usize, room: usize) -> (usize, usize) {
    let end = titles.len().saturating_sub(1);
    let taken = |first: usize, last: usize| -> usize {
        let shown = titles.get(first..=last).unwrap_or_default();
        let gaps = GAP * shown.len().saturating_sub(1);
        let signs = GAP * (usize::from(first > 0) + usize::from(last < end));
        shown.iter().map(|title| width(title)).sum::<usize>() + gaps + signs
    };
    let (mut first, mut last) = (front.min(end), front.min(end));
    loop {
        if last < end && taken(first, last + 1) <= room {
            last += 1;
        } else if first > 0 && taken(first - 1, last) <= room {
            first -= 1;
        } else {
            return (first, last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_sight;

    const TITLES: &[&str] = &["story", "events", "timeline", "resources", "values"];

    #[test]
    fn all_titles_are_there_where_they_have_room() {
        assert_eq!(in_sight(TITLES, 0, 42), (0, 4));
    }

    #[test]
    fn the_title_in_front_is_always_in_sight_and_those_around_it_as_far_as_they_fit() {
        for front in 0..TITLES.len() {
            for room in 0..50 {
                let (first, last) = in_sight(TITLES, front, room);
                assert!(first <= front && front <= last, "{front} in {room}");
            }
        }
        assert_eq!(in_sight(TITLES, 0, 24), (0, 1));
        assert_eq!(in_sight(TITLES, 3, 24), (3, 4));
        assert_eq!(in_sight(TITLES, 2, 28), (2, 3));
    }
}
