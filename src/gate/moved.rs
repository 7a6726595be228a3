//! What moved between a preview and the look just before the write, in sentences.

use super::{Plan, guards::Given};

impl Plan {
    /// Never empty: it is asked only when something differs.
    pub fn moved(&self, fresh: &Self) -> Vec<String> {
        let (was, is) = (&self.prospect().observed, &fresh.prospect().observed);
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
            format!("Requests would go to {} now.", is.hosts.join(", ")),
        );
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

fn stopped(given: &Given) -> String {
    match &given.verdict {
        super::guards::Verdict::Stop { why, .. } => why.clone(),
        _ => given.title.to_owned(),
    }
}
