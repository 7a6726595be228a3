//! What moved between a preview and the look just before the write, in sentences.

use super::{
    Plan,
    guards::{GuardRuling, Ruling},
};
use crate::facts::Server;

impl Plan {
    /// Never empty: it is asked only when something differs.
    pub fn moved(&self, fresh: &Self) -> Vec<String> {
        let (was, is) = (&self.assessment().observed, &fresh.assessment().observed);
        let mut moved = Vec::new();
        let mut differs = |different: bool, what: String| {
            if different {
                moved.push(what);
            }
        };
        differs(
            was.account() != is.account(),
            format!(
                "The credentials belong to account {} now.",
                is.account().map_or("?", |account| account.raw())
            ),
        );
        let caller = |seen: &super::Observed| seen.caller.as_ref().map(|c| c.arn.clone());
        differs(
            caller(was) != caller(is),
            format!(
                "The caller is {} now.",
                caller(is).as_ref().map_or("?", |arn| arn.raw())
            ),
        );
        differs(
            was.hosts != is.hosts,
            format!("Requests would go to {} now.", named(&is.hosts)),
        );
        differs(was.through() != is.through(), ways(is));
        let change = self.write().change();
        let name = change.target().name;
        differs(
            change.part(&was.target) != change.part(&is.target),
            format!("What is to change on {} is not what it was.", name.raw()),
        );
        differs(
            was.source != is.source,
            "The repository's file is not what it was.".to_owned(),
        );
        for given in fresh.stops() {
            differs(!self.verdicts().contains(given), stopped(given));
        }
        if moved.is_empty() {
            moved.push(format!("{} is not as the preview showed it.", name.raw()));
        }
        moved
    }
}

fn named(servers: &[Server]) -> String {
    let names: Vec<String> = servers.iter().map(Server::to_string).collect();
    names.join(", ")
}

/// The digest is part of it: the same path may hold other certificates by now.
fn ways(is: &super::Observed) -> String {
    let ways = is.through().iter();
    let ways: Vec<String> = ways
        .map(|way| format!("{} {}", way.kind(), way.entry()))
        .collect();
    match ways.is_empty() {
        true => {
            "Requests would go through no proxy and by the system's trust store now.".to_owned()
        }
        false => format!("Requests would go through {} now.", ways.join(", ")),
    }
}

fn stopped(given: &GuardRuling) -> String {
    match &given.verdict {
        Ruling::Stop { why, .. } => why.clone(),
        Ruling::Pass | Ruling::Warn { .. } => given.title.to_owned(),
    }
}
