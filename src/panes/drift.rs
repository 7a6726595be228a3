//! The drift pane: roles and policies against the repository, and why they differ.

mod commands;
mod detail;
mod evidence;
mod list;
mod pairs;
mod propose;
mod rows;
mod sibling;
mod wants;

use ratatui::{buffer::Buffer, layout::Rect};

pub use commands::{DETAIL_SCOPE, SCOPE};
pub use wants::basis;

use super::{About, Cx, Pane};
use crate::{
    ask::Ask,
    facts::EnvironmentName,
    flow::{Effect, Topic},
    gate::Draft,
    keys::{Command, Scope},
};

pub const ABOUT: About = About {
    number: 2,
    title: "Drift",
    command: Command::new("pane.drift", "drift", "Show IAM drift"),
};

/// From this width on, list and detail stand side by side.
const SIDE_BY_SIDE: u16 = 120;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Focus {
    #[default]
    List,
    Detail,
}

/// Cursor state and switches; the rows themselves are made from the Store.
#[derive(Clone, Debug, Default)]
pub struct Drift {
    selected: Option<rows::Key>,
    /// Where that row stood: the cursor stays there when the row goes.
    selected_at: usize,
    /// A person chose it; until then the cursor goes to the worst there is.
    chosen: bool,
    /// The first row on screen.
    top: usize,
    /// The row whose detail is shown: it follows the selection once that rests.
    detail_of: Option<rows::Key>,
    detail_top: usize,
    focus: Focus,
    show_in_sync: bool,
    text_diff: bool,
    /// Counts moves, so that a timer knows whether it is the last one's.
    moves: u64,
    /// The environment that the cursor is for.
    environment: Option<EnvironmentName>,
}

/// Where the list and the detail stand. One of them is empty when the other has all.
struct Areas {
    list: Rect,
    detail: Rect,
}

impl Drift {
    fn areas(&self, area: Rect) -> Areas {
        Self::areas_with(self.focus, area)
    }

    fn areas_with(focus: Focus, area: Rect) -> Areas {
        if area.width >= SIDE_BY_SIDE {
            let list = Rect {
                width: area.width * 11 / 20,
                ..area
            };
            let detail = Rect {
                x: list.right() + 2,
                width: area.width - list.width - 2,
                ..area
            };
            return Areas { list, detail };
        }
        if focus == Focus::Detail {
            return Areas {
                list: Rect { height: 0, ..area },
                detail: area,
            };
        }
        let below = (area.height * 2 / 5).clamp(4, 12);
        let list = Rect {
            height: area.height.saturating_sub(below + 1),
            ..area
        };
        let detail = Rect {
            y: list.bottom() + 1,
            height: area.height.saturating_sub(list.height + 1),
            ..area
        };
        Areas { list, detail }
    }
}

impl Pane for Drift {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn scope(&self, _: &Cx<'_>) -> &'static Scope {
        match self.focus {
            Focus::List => &SCOPE,
            Focus::Detail => &DETAIL_SCOPE,
        }
    }

    fn wants(&self, cx: &Cx<'_>) -> Vec<Ask> {
        wants::wants(self, cx)
    }

    fn judges(&self, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        Some((
            Topic::Drift(cx.environment.clone()),
            wants::basis(cx.settings, cx.environment, cx.store),
        ))
    }

    fn command(&mut self, id: &str, cx: &Cx<'_>) -> Vec<Effect> {
        self.run(id, cx)
    }

    fn propose(&self, id: &str, cx: &Cx<'_>) -> Option<Result<Draft, String>> {
        propose::propose(self, id, cx)
    }

    fn rested(&mut self, at_move: u64) {
        if at_move == self.moves {
            self.show_detail();
        }
    }

    fn settled(&mut self, cx: &Cx<'_>) {
        self.keep_selection(cx);
    }

    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) {
        let areas = self.areas(cx.area);
        if areas.list.height > 0 {
            list::draw(self, areas.list, buf, cx);
        }
        detail::draw(self, &areas, buf, cx);
    }
}
