//! What moved between a preview and the look just before the write, in sentences.

use super::{
    Plan,
    guards::{GuardRuling, Ruling},
};
use crate::facts::{AccountId, Arn, Server};

impl Plan {
    /// Never empty: it is asked only when something differs.
    pub fn moved(&self, fresh: &Self) -> Vec<String> {
        let (was, is) = (&self.assessment().observed, &fresh.assessment().observed);
        let mut moved = Vec::new();
        let mut differs = |different: bool, what: String| moved.extend(different.then_some(what));
        let account = is.account().map_or("?", AccountId::raw);
        differs(
            was.account() != is.account(),
            format!("The credentials belong to account {account} now."),
        );
        let [before, arn] = [was, is].map(|seen| seen.caller.as_ref().map(|caller| &caller.arn));
        let caller = arn.map_or("?", Arn::raw);
        differs(before != arn, format!("The caller is {caller} now."));
        let hosts: Vec<String> = is.hosts.iter().map(Server::to_string).collect();
        differs(
            was.hosts != is.hosts,
            format!("Requests would go to {} now.", hosts.join(", ")),
        );
        differs(was.through() != is.through(), ways(is));
        let change = self.write().change();
        let name = change.target().name;
        moved_on_github(was, is, &mut differs);
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

/// The digest is part of it: the same path may hold other certificates by now.
fn ways(is: &super::Observed) -> String {
    let ways = is.through().iter();
    let ways = ways.map(|way| format!("{} {}", way.kind(), way.entry()));
    let ways: Vec<String> = ways.collect();
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

/// Another attempt, commit or state of the run than was shown.
fn moved_on_github(
    was: &super::Observed,
    is: &super::Observed,
    differs: &mut impl FnMut(bool, String),
) {
    let runs = [was, is].map(|seen| seen.github()?.run()?.run.known());
    let [Some(before), Some(now)] = runs else {
        return;
    };
    let attempt = format!("Run {} is at attempt {} now.", now.id.0, now.attempt());
    differs(before.attempt() != now.attempt(), attempt);
    let sha = now.head_sha.as_ref().map_or("?", |sha| sha.raw());
    let commit = format!("Run {} is of commit {sha} now.", now.id.0);
    differs(before.head_sha != now.head_sha, commit);
    let state = now.state().map_or("unknown", |state| state.word());
    let state = format!("Run {} is {state} now.", now.id.0);
    differs(before.state() != now.state(), state);
}
