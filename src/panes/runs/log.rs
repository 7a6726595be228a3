//! The logs of the failed jobs around their first error, and what a run leaves behind.

use super::rows;
use crate::{
    ask::{Question, github::actions},
    cause::{job_groups::name, job_log::LineKind},
    checks::run::OneRun,
    facts::{
        Remote,
        actions::{Artifact, CacheEntry, Run},
        numbered,
    },
    panes::Cx,
    ui::{Line, Role},
};

pub(super) fn lines(run: &Run, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = vec![Line::of(Role::Strong, rows::name(run))];
    let story = cx.store.conclusion(&OneRun::of(cx.environment, run.id));
    let failures = story.map_or(&[][..], |story| &story.failures);
    if failures.is_empty() {
        lines.push(Line::of(
            Role::Text,
            "No job of it failed, so no log was read.",
        ));
    }
    for failure in failures {
        let log = &failure.log;
        lines.push(Line::empty());
        lines.push(Line::of(Role::Bad, "x ").then(Role::Strong, name(&failure.job)));
        if log.lines.is_empty() {
            let said = failure.log_state.said();
            let said = said.unwrap_or_else(|| "Its log was not read yet.".to_owned());
            lines.push(Line::indented(2, Role::Text, said));
            continue;
        }
        lines.extend(left_out(log.before, "before"));
        lines.extend(log.lines.iter().map(|(kind, text)| line(*kind, text)));
        lines.extend(left_out(log.behind, "after"));
    }
    lines
}

fn left_out(count: usize, place: &str) -> Option<Line> {
    let said = || format!("{} {place} this are not shown", numbered(count, "line"));
    (count > 0).then(|| Line::of(Role::Dim, said()))
}

fn line(kind: LineKind, text: &Remote) -> Line {
    match kind {
        LineKind::Group => Line::signed("+ ", Role::Dim, text.raw()),
        LineKind::Error => Line::signed("x ", Role::Bad, text.raw()),
        LineKind::Warning => Line::signed("! ", Role::Warn, text.raw()),
        LineKind::Note | LineKind::EndGroup => Line::indented(2, Role::Dim, text.raw()),
        LineKind::Plain => Line::indented(2, Role::Text, text.raw()),
    }
}

pub(super) fn kept(run: &Run, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = vec![Line::of(
        Role::Strong,
        format!("{}: artifacts", rows::name(run)),
    )];
    let Some(repository) = super::of(cx) else {
        return lines;
    };
    let asked = actions::Artifacts(run.id).in_repository(&repository);
    match cx.store.get(&asked) {
        Some(found) if found.items.is_empty() => lines.push(Line::of(Role::Dim, "It left none.")),
        Some(found) => lines.extend(found.items.iter().flat_map(|one| artifact(one, cx))),
        None => lines.extend(cx.unread(&[asked.into()], "They have not been read.")),
    }
    lines.push(Line::empty());
    lines.push(Line::of(Role::Strong, "The repository's caches"));
    let asked = actions::Caches.in_repository(&repository);
    match cx.store.get(&asked) {
        Some(found) if found.items.is_empty() => lines.push(Line::of(Role::Dim, "It has none.")),
        Some(found) => lines.extend(found.items.iter().map(|one| cache(one, cx))),
        None => lines.extend(cx.unread(&[asked.into()], "They have not been read.")),
    }
    lines
}

fn raw(text: &Option<Remote>) -> &str {
    text.as_ref().map_or("?", Remote::raw)
}

pub(super) fn artifact(artifact: &Artifact, cx: &Cx<'_>) -> Vec<Line> {
    let until = match (artifact.expired, artifact.expires_at) {
        (Some(true), _) => "expired".to_owned(),
        (_, Some(at)) => format!("until {}", cx.times().minute(at)),
        _ => String::new(),
    };
    let size = artifact.size_in_bytes.map_or(String::new(), bytes);
    vec![
        Line::of(Role::Text, raw(&artifact.name)).then(Role::Dim, format!("   {size}   {until}")),
        Line::indented(2, Role::Dim, raw(&artifact.digest)),
    ]
}

fn cache(cache: &CacheEntry, cx: &Cx<'_>) -> Line {
    let used = cache.last_accessed_at;
    let used = used.map_or(String::new(), |at| format!("   used {}", cx.dated(at)));
    let size = cache.size_in_bytes.map_or(String::new(), bytes);
    Line::of(Role::Text, raw(&cache.key)).then(
        Role::Dim,
        format!("   {}   {size}{used}", raw(&cache.reference)),
    )
}

fn bytes(count: u64) -> String {
    match count {
        0..1_000 => format!("{count} B"),
        1_000..1_000_000 => format!("{} kB", count / 1_000),
        _ => format!("{} MB", count / 1_000_000),
    }
}
