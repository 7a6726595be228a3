//! From judged items to findings and unknowns, with their evidence.

use super::{
    DriftItem, DriftKind, DriftReport, DriftState, Inputs, SiblingItem, SiblingReport, SiblingState,
};
use crate::facts::{BrokenFile, Evidence, Finding, Priority, Status, Subject, Unknown, Verdict};

pub(super) fn conclude(report: &mut DriftReport, inputs: &Inputs) {
    let live_source = inputs.live.as_ref().map_or("", |live| live.source.as_str());
    for item in &report.items {
        if item.is_finding() {
            report.findings.push(drift(item, live_source));
        } else if item.state == DriftState::Unknown && !is_reported(item, inputs) {
            report.unknown.push(Unknown {
                what: format!("{} / {}", item.role.raw(), item.key()),
                why: item.why.clone(),
                hint: match item.comparison {
                    None => "Allow the read, then run the check again.".into(),
                    Some(_) => {
                        "Compare the two texts side by side, or make one like the other.".into()
                    }
                },
            });
        }
    }
    let templates = inputs.templates.iter().flat_map(|it| &it.broken);
    let codified = inputs.codified.iter().flat_map(|it| &it.broken);
    for file in codified.chain(templates) {
        match file.line {
            Some(_) => report.findings.push(broken(file)),
            // A policy of a known role has its own row, which says so.
            None if file.policy.is_some() => {}
            None => report.unknown.push(Unknown {
                what: file.path.clone(),
                why: file.why.clone(),
                hint: match file.path.ends_with(".json") {
                    true => "Make it a regular, readable JSON file of at most 256 KiB.".into(),
                    false => "Make it a regular, readable file of at most 1 MiB.".into(),
                },
            }),
        }
    }
    for sibling in &report.siblings {
        for item in &sibling.items {
            conclude_sibling(sibling, item, &mut report.findings, &mut report.unknown);
        }
    }
}

/// What was read and where, whenever that was.
fn evidence(what: &str, source: &str) -> Evidence {
    Evidence {
        what: what.to_owned(),
        source: source.to_owned(),
        at: None,
    }
}

/// A file with a mistake at a known place is a finding of its own, not an unknown.
fn is_reported(item: &DriftItem, inputs: &Inputs) -> bool {
    let broken = inputs.codified.iter().flat_map(|codified| &codified.broken);
    item.policy.is_some()
        && broken
            .filter(|file| file.line.is_some())
            .any(|file| file.role.as_ref() == Some(&item.role) && file.policy == item.policy)
}

fn drift(item: &DriftItem, live_source: &str) -> Finding {
    let role = item.role.raw();
    let name = item.part();
    let codified = item.codified.as_ref();
    let codified = codified.map(|(_, path)| evidence("codified", path));
    let live = item.live.as_ref().map(|_| evidence("live", live_source));
    Finding {
        id: match item.kind {
            DriftKind::Role => format!("drift/{role}"),
            _ => format!("drift/{role}/{name}"),
        },
        rule: "iam-drift".into(),
        priority: priority(item),
        status: match item.state {
            DriftState::Uncodified => Status::Amber,
            _ => Status::Red,
        },
        subject: Subject {
            kind: match item.kind {
                DriftKind::Role => "role".into(),
                DriftKind::Inline => "role-policy".into(),
                kind => format!("role-{}", kind.word()),
            },
            name: match item.kind {
                DriftKind::Role => role.to_owned(),
                _ => name.to_owned(),
            },
            parent: (item.kind != DriftKind::Role).then(|| role.to_owned()),
        },
        title: format!("{role} / {name}: {}. {}", item.headline(), item.why),
        evidence: codified.into_iter().chain(live).collect(),
        remedy: remedy(item).into(),
    }
}

impl DriftItem {
    /// The verdict where there is one, else the state: `live BROADER`, `in sync`.
    pub fn headline(&self) -> &'static str {
        match (self.state, self.verdict) {
            (DriftState::Drifted, Verdict::Broader) => "live BROADER",
            (DriftState::Drifted, Verdict::Narrower) => "live NARROWER",
            (DriftState::Drifted, Verdict::Different) => "live DIFFERENT",
            (state, _) => state.words(),
        }
    }

    /// A live role that the repository does not mention: often there are hundreds, and
    /// they differ in nothing but their names.
    pub fn is_unmentioned_role(&self) -> bool {
        self.kind == DriftKind::Role && self.state == DriftState::Uncodified
    }
}

/// Access that grew without review is worse than access that is missing.
fn priority(item: &DriftItem) -> Priority {
    match (item.state, item.verdict) {
        (DriftState::Uncodified, _) => Priority::P2,
        (_, Verdict::Narrower) => Priority::P2,
        _ => Priority::P1,
    }
}

fn remedy(item: &DriftItem) -> &'static str {
    if item.template.is_some() {
        return match item.state {
            DriftState::Uncodified => {
                "Write it into the template, remove it, or add it to [drift] ignore in watchkeeper.toml."
            }
            DriftState::RoleMissing | DriftState::MissingLive => {
                "Deploy the stack, or take it out of the template."
            }
            _ => {
                "Deploy the stack from the repository's template, or write the live policy into the template."
            }
        };
    }
    match item.state {
        DriftState::Uncodified => {
            "Codify it, remove it, or add it to [drift] ignore in watchkeeper.toml."
        }
        DriftState::RoleMissing => "Create the role, or remove its directory from the repository.",
        DriftState::MissingLive => "Put the repository's policy live, or remove the file.",
        _ => {
            "Codify the live policy, or put the repository's policy live: first see who uses the difference."
        }
    }
}

fn broken(file: &BrokenFile) -> Finding {
    let place = match (file.line, file.column) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", file.path),
        (Some(line), None) => format!("{}:{line}", file.path),
        _ => file.path.clone(),
    };
    Finding {
        id: format!("drift/file/{}", file.path),
        rule: "codified-file".into(),
        priority: Priority::P2,
        status: Status::Amber,
        subject: Subject {
            kind: "file".into(),
            name: file.path.clone(),
            parent: file.role.as_ref().map(|role| role.raw().to_owned()),
        },
        title: format!("{place}: {}", file.why),
        evidence: vec![evidence(&file.why, &place)],
        remedy: "Correct the file: until then its policy is not compared.".into(),
    }
}

fn conclude_sibling(
    report: &SiblingReport,
    item: &SiblingItem,
    findings: &mut Vec<Finding>,
    unknown: &mut Vec<Unknown>,
) {
    let name = item.part();
    let (left, right) = (&report.left, &report.right);
    let (has, lacks) = match item.state {
        SiblingState::Same => return,
        SiblingState::Unknown => {
            unknown.push(Unknown {
                what: format!("{} against {}", left.1.raw(), right.1.raw()),
                why: item.why.clone(),
                hint: "Allow the read in both environments, then run the check again.".into(),
            });
            return;
        }
        SiblingState::OnlyRight => (right, left),
        SiblingState::OnlyLeft | SiblingState::Differs => (left, right),
    };
    let title = match item.state {
        SiblingState::Differs => format!(
            "{name} differs between {} and {}.",
            has.1.raw(),
            lacks.1.raw()
        ),
        _ => format!(
            "{name} is missing from {}: {} in {} has it.",
            lacks.1.raw(),
            has.1.raw(),
            has.0.raw()
        ),
    };
    let source = format!("{} / {name}", has.1.raw());
    let granted = |(action, purpose): &(String, Option<String>)| match purpose {
        Some(purpose) => evidence(&format!("{action}: {purpose}"), &source),
        None => evidence(action, &source),
    };
    findings.push(Finding {
        id: format!("drift/compare/{}/{}/{name}", left.1.raw(), right.1.raw()),
        rule: "sibling-drift".into(),
        priority: Priority::P2,
        status: Status::Amber,
        subject: Subject {
            kind: "role-policy".into(),
            name: name.to_owned(),
            parent: Some(lacks.1.raw().to_owned()),
        },
        title,
        evidence: item.actions.iter().map(granted).collect(),
        remedy: item.question.clone().unwrap_or_else(|| {
            format!(
                "Give {} what {} has, or say in review why they differ.",
                lacks.1.raw(),
                has.1.raw()
            )
        }),
    });
}
