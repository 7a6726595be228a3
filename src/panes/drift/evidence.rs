//! What stands beside a difference: its users, its writer, its last agreement.

use super::rows::{Key, report};
use crate::{
    ask::{Ask, Question, cloudtrail, memory, repo},
    checks::{RedSince, asks_red_since},
    facts::{FaultKind, LastWrite, UseHit},
    panes::Cx,
    rules::drift::{DriftItem, DriftState},
    ui::{Destination, Line, Role},
};

/// Uses listed before the rest is only counted.
const MOST_USES: usize = 8;

pub(super) fn item<'a>(key: Option<&Key>, cx: &Cx<'a>) -> Option<&'a DriftItem> {
    let items = &report(cx)?.items;
    match key? {
        Key::Item(role, part) => items.iter().find(|i| i.role == *role && i.key() == *part),
        Key::Role(role) => items.iter().find(|i| i.role == *role),
        Key::Pair(_) | Key::PairItem(..) | Key::Unmentioned => None,
    }
}

/// Whether anybody would ask who uses it and who wrote it.
pub(super) fn matters(item: &DriftItem) -> bool {
    matches!(
        item.state,
        DriftState::Drifted
            | DriftState::MissingLive
            | DriftState::Uncodified
            | DriftState::Cosmetic
    )
}

/// What is asked beside an item whose detail is open.
pub(super) fn asks(open: Option<&Key>, cx: &Cx<'_>) -> Vec<Ask> {
    let of_item = open.filter(|key| matches!(key, Key::Item(..)));
    let Some(item) = item(of_item, cx).filter(|item| matters(item)) else {
        return Vec::new();
    };
    // For the address of what is named.
    let mut asks = vec![repo::Hosted.here().into()];
    if !item.uses.is_empty() {
        asks.push(repo::Uses(item.uses.clone()).here().into());
    }
    let writes = cloudtrail::LastWrites(item.role.clone());
    asks.push(writes.of(cx.environment).into());
    asks
}

/// Since when the workflows that look for drift are red, beside an item that differs.
pub(super) fn asks_of_runs(open: Option<&Key>, cx: &Cx<'_>) -> Vec<Ask> {
    let of_item = open.filter(|key| matches!(key, Key::Item(..)));
    match item(of_item, cx).filter(|item| matters(item)) {
        Some(_) => asks_red_since(cx.settings, cx.store),
        None => Vec::new(),
    }
}

pub(super) fn lines(item: &DriftItem, compact: bool, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = uses(item, compact, cx);
    lines.extend(written(item, cx));
    lines.extend(last_in_sync(item, cx));
    if !compact {
        lines.extend(red_since(item, cx));
    }
    lines.extend(warnings(item, cx));
    lines
}

/// What the item's template says and its author hardly means.
fn warnings(item: &DriftItem, cx: &Cx<'_>) -> Vec<Line> {
    let (Some(from), Some(report)) = (&item.template, report(cx)) else {
        return Vec::new();
    };
    let of_file = report.warnings.iter().filter(|w| w.file == from.file);
    of_file
        .map(|warning| label("Warning").then(Role::Warn, warning.sentence()))
        .collect()
}

pub(super) fn label(text: &str) -> Line {
    Line::of(Role::Dim, format!("{text:<14}")).hanging(14)
}

fn uses(item: &DriftItem, compact: bool, cx: &Cx<'_>) -> Vec<Line> {
    if item.uses.is_empty() {
        return Vec::new();
    }
    let ask = repo::Uses(item.uses.clone()).here();
    let Some(load) = cx.store.load(&ask) else {
        return Vec::new();
    };
    let label = label("Used in");
    match (load.of::<repo::Uses>(), &load.fault) {
        (Some(found), _) if found.hits.is_empty() => {
            let more = if found.cut {
                " (the search stopped at its limit)"
            } else {
                ""
            };
            vec![label.then(Role::Text, format!("no line in the repository{more}"))]
        }
        (Some(found), _) if compact => vec![first_use(label, &found.hits, found.cut)],
        (Some(found), _) => {
            let mut lines = all_uses(label, &found.hits, found.cut);
            if item.reverting_denies() {
                let said = "Putting the repository's policy live would deny these.";
                lines.insert(0, Line::of(Role::Bad, "! ").then(Role::Bad, said));
            }
            lines
        }
        (_, Some((fault, _))) => vec![label.then(Role::Warn, fault.what.clone())],
        _ if cx.slow => vec![label.then(Role::Dim, "searching the repository")],
        _ => Vec::new(),
    }
}

fn place(hit: &UseHit) -> String {
    format!("{}:{}", hit.path, hit.line)
}

fn first_use(label: Line, hits: &[UseHit], cut: bool) -> Line {
    let more = match (hits.len() - 1, cut) {
        (0, false) => String::new(),
        (more, false) => format!("   +{more} more"),
        (more, true) => format!("   +{more} or more"),
    };
    label.then(Role::Warn, format!("{}{more}", place(&hits[0])))
}

fn all_uses(mut label: Line, hits: &[UseHit], cut: bool) -> Vec<Line> {
    let mut lines = Vec::new();
    for hit in hits.iter().take(MOST_USES) {
        let gutter = std::mem::take(&mut label);
        let gutter = if gutter.runs.is_empty() {
            Line::of(Role::Dim, " ".repeat(14)).hanging(14)
        } else {
            gutter
        };
        let to = Destination::File {
            path: hit.path.clone(),
            line: Some(hit.line),
        };
        lines.push(gutter.then(Role::Warn, place(hit)).leading_to(to));
        lines.push(
            Line::of(Role::Dim, " ".repeat(16))
                .hanging(16)
                .then(Role::Dim, hit.text.raw().trim().to_owned()),
        );
    }
    let more = hits.len().saturating_sub(MOST_USES);
    if more > 0 || cut {
        let or_more = if cut { " or more" } else { "" };
        lines.push(Line::of(
            Role::Dim,
            format!("{:14}+{more}{or_more} more", ""),
        ));
    }
    lines
}

fn written(item: &DriftItem, cx: &Cx<'_>) -> Option<Line> {
    if item.live.is_none() || !matters(item) {
        return None;
    }
    let ask = cloudtrail::LastWrites(item.role.clone()).of(cx.environment);
    let load = cx.store.load(&ask)?;
    let label = label("Live written");
    Some(match (load.of::<cloudtrail::LastWrites>(), &load.fault) {
        (Some(_), _) => match last_write(item, cx) {
            Some(write) => label.then(
                Role::Text,
                format!(
                    "{} by {} ({}, CloudTrail)",
                    cx.dated(write.at),
                    who(write),
                    write.event
                ),
            ),
            None => label.then(Role::Dim, "not in CloudTrail's last 90 days"),
        },
        (_, Some((fault, _))) => match &fault.kind {
            FaultKind::Denied { action, .. } => {
                label.then(Role::Dim, format!("unknown: needs {action}"))
            }
            _ => label.then(Role::Dim, format!("unknown: {}", fault.what)),
        },
        _ if cx.slow => label.then(Role::Dim, "asking CloudTrail"),
        _ => return None,
    })
}

/// The write that CloudTrail has of its live side.
pub(super) fn last_write<'a>(item: &DriftItem, cx: &Cx<'a>) -> Option<&'a LastWrite> {
    if item.live.is_none() || !matters(item) {
        return None;
    }
    let ask = cloudtrail::LastWrites(item.role.clone()).of(cx.environment);
    let writes = cx.store.get(&ask)?;
    writes.iter().find(|write| is_write_of(write, item))
}

fn is_write_of(write: &LastWrite, item: &DriftItem) -> bool {
    use crate::rules::drift::DriftKind;
    match item.kind {
        DriftKind::Inline | DriftKind::Managed => write.policy == item.policy,
        DriftKind::Trust => write.event == "UpdateAssumeRolePolicy" || write.event == "CreateRole",
        DriftKind::Attachments => write.event.ends_with("tachRolePolicy"),
        DriftKind::Boundary => write.event.ends_with("RolePermissionsBoundary"),
        DriftKind::Role => true,
    }
}

/// `cascade-recovery/anna` of an assumed-role ARN: the role and who was in it.
fn who(write: &LastWrite) -> String {
    let arn = write.by.raw();
    arn.split_once(":assumed-role/")
        .or_else(|| arn.split_once(":user/"))
        .map_or(arn, |(_, name)| name)
        .to_owned()
}

fn last_in_sync(item: &DriftItem, cx: &Cx<'_>) -> Option<Line> {
    if !matters(item) {
        return None;
    }
    let account = cx.store.caller(cx.environment)?.account.clone();
    let ask = memory::InSync(cx.environment.clone(), account).here();
    let seen = cx.store.get(&ask)?;
    let seen = seen
        .iter()
        .find(|s| s.role == item.role && s.item == item.key())?;
    Some(label("Last in sync").then(
        Role::Text,
        format!("{} (seen on this machine)", cx.dated(seen.at)),
    ))
}

/// Workflows that look for drift and are red: where the file did not change while one of
/// them turned so, the live side did.
fn red_since(item: &DriftItem, cx: &Cx<'_>) -> Vec<Line> {
    if !matters(item) {
        return Vec::new();
    }
    let template = item.template.as_ref().map(|from| &from.file);
    let file = template.or(item.codified.as_ref().map(|(_, file)| file));
    let all = cx.store.red_since(cx.settings);
    let of = |red: &RedSince<'_>| {
        let streak = &red.streak;
        let first = label("Runs").then(Role::Text, streak.told());
        let mut lines = vec![first.leading_to(Destination::Run(streak.red.run))];
        let between = red.compared.zip(file).and_then(|(compared, file)| {
            let between = streak.between(compared, std::slice::from_ref(file));
            streak.of_file(between.first()?)
        });
        lines.extend(between.map(|said| label("").then(Role::Text, said)));
        lines
    };
    all.iter().flat_map(of).collect()
}
