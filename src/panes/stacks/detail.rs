//! The story beside or below the list.

use super::{Stacks, story};
use crate::{panes::Cx, ui::Line};

pub(super) fn lines(pane: &Stacks, cx: &Cx<'_>) -> Vec<Line> {
    let compact = pane.cursor.is_detail_small(cx.area.width);
    let stack = pane
        .cursor
        .detail_of()
        .and_then(|id| cx.store.stack(cx.environment, id));
    stack.map_or_else(Vec::new, |stack| story::lines(stack, compact, false, cx))
}
