//! The journal pane: every change that was proposed, refused, applied or left in
//! doubt, and whether the record of it is whole. Shows only; it proposes nothing.

mod commands;
mod detail;
mod list;
mod rows;

use ratatui::{buffer::Buffer, layout::Rect};

pub use commands::{DETAIL_SCOPE, SCOPE};

use super::{About, Cx, Pane};
use crate::{
    ask::{Answer, Ask, AwsAsk, JournalAsk, StsAsk},
    facts::JournalView,
    flow::{Effect, Topic},
    gate::Draft,
    keys::{Command, Scope},
};

pub const ABOUT: About = About {
    number: 0,
    title: "Journal",
    command: Command::new("pane.journal", "journal", "Show the journal of writes"),
};

/// From this width on, list and detail stand side by side.
const SIDE_BY_SIDE: u16 = 120;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Focus {
    #[default]
    List,
    Detail,
}

/// Cursor state; the rows are made from the Store.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    selected: Option<rows::Key>,
    /// Where that row stood: the cursor stays there when the row goes.
    selected_at: usize,
    /// A person chose it; until then the cursor stays on the first row.
    chosen: bool,
    /// The first row on screen.
    top: usize,
    /// The row whose detail is shown: it follows the selection once that rests.
    detail_of: Option<rows::Key>,
    detail_top: usize,
    focus: Focus,
    /// Counts moves, so that a timer knows whether it is the last one's.
    moves: u64,
}

/// The state of the chain, then list and detail; one of the two is empty where
/// the other has all.
struct Areas {
    chain: Rect,
    list: Rect,
    detail: Rect,
}

impl Areas {
    fn of(focus: Focus, cx: &Cx<'_>) -> Self {
        let height = list::chain_height(cx).min(cx.area.height);
        let chain = Rect { height, ..cx.area };
        let area = Rect {
            y: chain.bottom(),
            height: cx.area.height - height,
            ..cx.area
        };
        let (list, detail) = if area.width >= SIDE_BY_SIDE {
            let list = Rect {
                width: area.width * 11 / 20,
                ..area
            };
            let detail = Rect {
                x: list.right() + 2,
                width: area.width - list.width - 2,
                ..area
            };
            (list, detail)
        } else if focus == Focus::Detail {
            (Rect { height: 0, ..area }, area)
        } else {
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
            (list, detail)
        };
        Self {
            chain,
            list,
            detail,
        }
    }
}

const ENTRIES: Ask = Ask::Journal(JournalAsk::Entries);

fn view<'a>(cx: &Cx<'a>) -> Option<&'a JournalView> {
    match &**cx.store.answer(&ENTRIES)? {
        Answer::Journal(view) => Some(view),
        _ => None,
    }
}

impl Pane for Journal {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn scope(&self, _: &Cx<'_>) -> &'static Scope {
        match self.focus {
            Focus::List => &SCOPE,
            Focus::Detail => &DETAIL_SCOPE,
        }
    }

    /// The caller too: no screen may leave open whose account it is on.
    fn wants(&self, cx: &Cx<'_>) -> Vec<Ask> {
        let caller = AwsAsk::Sts(StsAsk::CallerIdentity);
        vec![ENTRIES, Ask::Aws(cx.environment.clone(), caller)]
    }

    fn judges(&self, _: &Cx<'_>) -> Option<(Topic, Vec<Ask>)> {
        None
    }

    fn command(&mut self, id: &str, cx: &Cx<'_>) -> Vec<Effect> {
        self.run(id, cx)
    }

    fn propose(&self, id: &str, cx: &Cx<'_>) -> Option<Result<Draft, String>> {
        (id == "journal.undo").then(|| self.undo(cx))
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
        let areas = Areas::of(self.focus, cx);
        list::draw_chain(areas.chain, buf, cx);
        if areas.list.height > 0 {
            list::draw(self, areas.list, buf, cx);
        }
        detail::draw(self, &areas, buf, cx);
    }
}
