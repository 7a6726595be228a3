//! What of a check's findings is accepted, and which acceptances are worth nothing any more.
//!
//! One kind for all families. An acceptance that expired leaves its finding open and is a
//! finding itself, and so is one that matches nothing of what its own check looked at.

use jiff::civil::Date;

use super::Command;
use crate::{
    facts::{Acceptance, Evidence, Finding, Priority, Status, Subject},
    policy::like,
};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Weighed {
    /// The acceptances that say nothing any more are among them.
    pub open: Vec<Finding>,
    pub accepted: Vec<(Finding, Acceptance)>,
}

/// `whole`: everything could be read, so what is not found is not there.
pub fn weigh(
    findings: Vec<Finding>,
    acceptances: &[Acceptance],
    command: &Command,
    today: Date,
    whole: bool,
) -> Weighed {
    let matches = |one: &Acceptance, finding: &Finding| {
        one.rule == finding.rule && like(&one.subject, &finding.subject.name)
    };
    let mut lapsed = Vec::new();
    for one in acceptances {
        let any = findings.iter().any(|finding| matches(one, finding));
        let of_check = (command.rules)().contains(&one.rule.as_str());
        match any {
            true if one.until < today => lapsed.push(expired(one)),
            false if whole && of_check => lapsed.push(unused(one)),
            _ => {}
        }
    }
    let mut weighed = Weighed::default();
    for finding in findings {
        let mut in_force = acceptances.iter().filter(|one| one.until >= today);
        match in_force.find(|one| matches(one, &finding)) {
            Some(one) => weighed.accepted.push((finding, one.clone())),
            None => weighed.open.push(finding),
        }
    }
    weighed.open.extend(lapsed);
    weighed
}

fn expired(one: &Acceptance) -> Finding {
    let title = format!(
        "The acceptance of {} for {} expired on {}",
        one.rule, one.subject, one.until
    );
    let remedy = "Mend what was accepted, or accept it anew with another last day.";
    finding("acceptance-expired", Priority::P2, one, title, remedy)
}

fn unused(one: &Acceptance) -> Finding {
    let title = format!(
        "The acceptance of {} for {} matches nothing",
        one.rule, one.subject
    );
    let remedy = "Take it out of watchkeeper.toml, or look at its spelling.";
    finding("acceptance-unused", Priority::P3, one, title, remedy)
}

fn finding(
    rule: &str,
    priority: Priority,
    of: &Acceptance,
    title: String,
    remedy: &str,
) -> Finding {
    Finding {
        id: format!("acceptance/{}/{}", of.rule, of.subject),
        rule: rule.to_owned(),
        priority,
        status: Status::Amber,
        subject: Subject {
            kind: "acceptance".to_owned(),
            name: of.subject.clone(),
            parent: Some(of.rule.clone()),
        },
        title,
        evidence: [format!("accepted by {}", of.by), of.why.clone()]
            .map(|what| Evidence {
                what,
                source: "watchkeeper.toml".to_owned(),
                at: None,
            })
            .into(),
        remedy: remedy.to_owned(),
    }
}
