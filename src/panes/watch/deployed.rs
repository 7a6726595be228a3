//! The head of the watch: which commit is deployed to each of the repository's environments
//! on GitHub. One line; where there is no room for all, it says how many are left out.

use ratatui::{buffer::Buffer, layout::Rect};

use crate::{
    checks::deployed::{Deployed, DeployedReport, DeployedTo},
    facts::Remote,
    panes::Cx,
    ui::{Line, Role, draw_lines, width},
};

/// A screen with fewer rows has none to spare for it.
const LEAST_ROWS: u16 = 14;

/// What the head leaves of the pane's area.
pub(super) fn below(cx: &Cx<'_>) -> Rect {
    let taken = u16::from(line(cx).is_some());
    Rect {
        y: cx.area.y + taken,
        height: cx.area.height.saturating_sub(taken),
        ..cx.area
    }
}

pub(super) fn draw(cx: &Cx<'_>, buf: &mut Buffer) {
    if let Some(line) = line(cx) {
        let area = Rect {
            height: 1,
            ..cx.area
        };
        draw_lines(area, buf, &cx.look.theme, &[line], 0);
    }
}

fn line(cx: &Cx<'_>) -> Option<Line> {
    let report: &DeployedReport = cx.store.conclusion(&Deployed::of(cx.environment))?;
    if cx.area.height < LEAST_ROWS || report.environments.is_empty() {
        return None;
    }
    let branch = report.branch.as_ref().map_or("the branch", Remote::raw);
    let room = usize::from(cx.area.width);
    let mut line = Line::of(Role::Dim, " deployed");
    let mut used = width(&line.text());
    for (at, one) in report.environments.iter().enumerate() {
        let left = report.environments.len() - at;
        let (short, far) = (one.short(), far(one, branch));
        let taken = 3 + width(one.name.raw()) + 1 + width(short) + width(&far);
        let more = format!("   +{left} more (4)");
        let rest = if left > 1 { width(&more) } else { 0 };
        if used + taken + rest > room {
            return Some(line.then(Role::Dim, more));
        }
        used += taken;
        let role = match one.sha {
            Some(_) => Role::Strong,
            None => Role::Warn,
        };
        line = line
            .then(Role::Text, format!("   {} ", one.name.raw()))
            .then(role, short)
            .then(Role::Dim, far);
    }
    Some(line)
}

/// How far the branch is ahead: `, main +3`.
fn far(one: &DeployedTo, branch: &str) -> String {
    match one.ahead {
        Some(ahead) if ahead > 0 => format!(", {branch} +{ahead}"),
        _ => String::new(),
    }
}
