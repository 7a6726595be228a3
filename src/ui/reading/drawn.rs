//! A text on the screen, and on it what was found and what can be gone to.

use ratatui::{buffer::Buffer, layout::Rect, style::Modifier};

use super::{Page, Place, Reading};
use crate::ui::{Areas, Destination, Look, Role, inner, paint, restyle, underline};

impl Reading {
    /// Draws what is in sight of the text, and how much there is below it.
    pub fn draw(&self, page: &Page, areas: &Areas, buf: &mut Buffer, look: &Look, has_focus: bool) {
        let area = inner(areas.detail);
        if area.height == 0 {
            return;
        }
        let top = self.top(page, usize::from(area.height));
        areas.draw_text(buf, look, &page.lines, top);
        self.mark(page, area, buf, look, has_focus);
    }

    /// The cells of the drawn text that name something, and what they name.
    pub fn names_on_screen(&self, page: &Page, area: Rect) -> Vec<(Rect, Destination)> {
        let top = self.top(page, usize::from(area.height));
        let named = page.stops.iter().flat_map(|stop| {
            let places = stop.places.iter();
            let cells = places.filter_map(|place| place.on_screen(area, top));
            cells.map(|cells| (cells, stop.to.clone()))
        });
        named.collect()
    }

    /// Marks on the drawn text what was found and, where the text has the focus, what
    /// can be gone to.
    pub fn mark(&self, page: &Page, area: Rect, buf: &mut Buffer, look: &Look, has_focus: bool) {
        let height = usize::from(area.height);
        let top = self.top(page, height);
        let on_screen = |place: &Place| place.on_screen(area, top);
        let hits = page.hits.iter().enumerate();
        for (at, place) in hits.flat_map(|(at, hit)| hit.iter().map(move |place| (at, place))) {
            let Some(cells) = on_screen(place) else {
                continue;
            };
            let style = look.theme.style(Role::Match);
            let style = match self.hit == Some(at) {
                true => style.add_modifier(Modifier::REVERSED),
                false => style,
            };
            restyle(buf, cells, style);
        }
        if !has_focus {
            return;
        }
        let stops = page.stops.iter().flat_map(|stop| &stop.places);
        for cells in stops.filter_map(on_screen) {
            underline(buf, cells);
        }
        let stop = self
            .stop(page, height)
            .and_then(|stop| page.stops.get(stop));
        for place in stop.iter().flat_map(|stop| &stop.places) {
            if let (Some(cells), Some(x)) = (on_screen(place), area.x.checked_sub(1)) {
                let marker = look.theme.style(Role::Marker);
                paint(buf, x, cells.y, 1, look.glyphs.marker, marker);
            }
        }
    }
}
