//! Acknowledging what is selected: what is asked of the person, and what the detail says of
//! an acknowledgement. Keeping it is the shell's.

use super::{Watch, report, rows};
use crate::{
    checks::watch::{Acknowledged, Trouble},
    facts::{Acknowledgement, Reason, Remote},
    panes::{Cx, Noting, list_detail::ListDetail},
    ui::{Line, Role},
};

pub(super) fn noting(pane: &Watch, cx: &Cx<'_>) -> Result<Noting, Reason> {
    if cx.settings.restricted {
        return Err("Nothing is kept on this machine in restricted mode.".into());
    }
    let selected = pane.cursor().selected();
    let found = selected.and_then(|key| rows::trouble(key, report(cx)?));
    let trouble =
        found.ok_or("Only what is wrong can be acknowledged, and this row is not that.")?;
    let caller = cx.store.caller(&trouble.environment);
    let caller = caller.ok_or("STS has not said yet whose account this is.")?;
    let known = trouble.acknowledged.as_ref();
    Ok(Noting {
        environment: trouble.environment.clone(),
        account: caller.account.clone(),
        title: trouble.finding.title.clone(),
        what: Acknowledgement {
            trouble: trouble.id.clone(),
            note: known.map_or_else(Remote::default, |known| known.what.note.clone()),
            by: Remote::new(caller.arn.raw()),
            at: cx.now,
            said: trouble.said(),
        },
    })
}

/// Who knows of it, and what they noted.
pub(super) fn lines(trouble: &Trouble, cx: &Cx<'_>) -> Vec<Line> {
    let Some(Acknowledged { what, news }) = &trouble.acknowledged else {
        return Vec::new();
    };
    let by = format!(", {} by {}", cx.dated(what.at), what.by.raw());
    let (role, word) = match news.is_empty() {
        true => (Role::Good, "ACKNOWLEDGED "),
        false => (Role::Warn, "OPEN AGAIN "),
    };
    let mut lines = vec![
        Line::of(role, word)
            .then(Role::Text, what.note.raw())
            .then(Role::Dim, by),
    ];
    if !news.is_empty() {
        let said = "It says this now and did not when it was acknowledged:";
        lines.push(Line::of(Role::Text, said));
        let each = news.iter();
        lines.extend(each.map(|one| Line::indented(2, Role::Strong, one.as_str())));
    }
    lines
}
