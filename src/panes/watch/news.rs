//! What came and what went since the watch began: it began when all had been read once, and
//! for an environment when that was read first.

use jiff::Timestamp;

use crate::{
    checks::watch::{Trouble, WatchReport},
    facts::EnvironmentName,
};

#[derive(Debug, Default)]
pub(super) struct News {
    /// What was there when the watch began, by its id.
    at_first: Vec<String>,
    /// Whose troubles were there then.
    looked: Vec<EnvironmentName>,
    /// All that was there when it was last looked at.
    there: Vec<Trouble>,
    /// What went, and when that was seen; the newest first.
    gone: Vec<(Option<Timestamp>, Trouble)>,
}

/// So many are kept that somebody still wants to know of.
const MOST_GONE: usize = 50;

impl News {
    /// `whole`: there is nothing that nobody has answered. What is not found before that
    /// is not gone.
    pub(super) fn seen(&mut self, report: &WatchReport, whole: bool, at: Option<Timestamp>) {
        if !whole {
            return;
        }
        let now = &report.troubles;
        let is_first = |one: &&Trouble| !self.looked.contains(&one.environment);
        let at_first: Vec<&Trouble> = now.iter().filter(is_first).collect();
        let ids = at_first.iter().map(|one| one.id.clone());
        self.at_first.extend(ids);
        for one in at_first {
            if !self.looked.contains(&one.environment) {
                self.looked.push(one.environment.clone());
            }
        }
        let is_open = |one: &Trouble| {
            let mut open = report.open.iter();
            open.any(|open| open.environment == one.environment && open.check == one.check)
        };
        let is_there = |one: &Trouble| now.iter().any(|it| it.id == one.id);
        let went = self.there.drain(..).filter(|one| !is_there(one));
        let (unread, went): (Vec<Trouble>, Vec<Trouble>) = went.partition(is_open);
        self.gone
            .splice(0..0, went.into_iter().map(|trouble| (at, trouble)));
        self.gone.retain(|(_, gone)| !is_there(gone));
        self.gone.truncate(MOST_GONE);
        // What could not be read again is neither there nor gone.
        self.there = now.iter().cloned().chain(unread).collect();
    }

    pub(super) fn is_new(&self, trouble: &Trouble) -> bool {
        self.looked.contains(&trouble.environment) && !self.at_first.contains(&trouble.id)
    }

    pub(super) fn gone(&self) -> &[(Option<Timestamp>, Trouble)] {
        &self.gone
    }
}

#[cfg(test)]
mod tests {
    use super::News;
    use crate::{
        checks::watch::{Open, Trouble, WatchReport},
        facts::{EnvironmentName, Finding, Priority, Status, Subject},
    };

    fn trouble(name: &str) -> Trouble {
        Trouble {
            id: format!("dev/stacks/{name}/failed"),
            environment: EnvironmentName::from("dev"),
            check: "stacks".to_owned(),
            finding: Finding {
                id: format!("stacks/{name}/failed"),
                rule: "stack-failed".to_owned(),
                priority: Priority::P1,
                status: Status::Red,
                subject: Subject {
                    kind: "stack".to_owned(),
                    name: name.to_owned(),
                    parent: None,
                },
                title: format!("{name} failed"),
                evidence: Vec::new(),
                remedy: String::new(),
            },
            chain: Vec::new(),
            also: Vec::new(),
            since: None,
        }
    }

    fn report(names: &[&str]) -> WatchReport {
        WatchReport {
            troubles: names.iter().map(|name| trouble(name)).collect(),
            ..WatchReport::default()
        }
    }

    fn gone(news: &News) -> Vec<&str> {
        let gone = news.gone().iter();
        gone.map(|(_, one)| one.finding.subject.name.as_str())
            .collect()
    }

    #[test]
    fn what_came_after_all_was_read_once_is_new() {
        let mut news = News::default();
        news.seen(&report(&["api"]), false, None);
        assert!(!news.is_new(&trouble("api")));
        news.seen(&report(&["api", "web"]), true, None);
        assert!(!news.is_new(&trouble("web")));
        news.seen(&report(&["api", "web", "jobs"]), true, None);
        assert!(news.is_new(&trouble("jobs")));
    }

    #[test]
    fn what_went_is_kept_until_it_comes_back() {
        let mut news = News::default();
        news.seen(&report(&["api", "web"]), true, None);
        news.seen(&report(&["web"]), true, None);
        assert_eq!(gone(&news), ["api"]);
        news.seen(&report(&["api", "web"]), true, None);
        assert!(gone(&news).is_empty());
    }

    #[test]
    fn what_could_not_be_read_again_is_not_gone() {
        let mut news = News::default();
        news.seen(&report(&["api"]), true, None);
        let mut unread = report(&[]);
        unread.open.push(Open {
            environment: EnvironmentName::from("dev"),
            check: "stacks".to_owned(),
            heading: "Stacks".to_owned(),
            unknown: Vec::new(),
        });
        news.seen(&unread, true, None);
        assert!(gone(&news).is_empty());
        // And once it was read it is.
        news.seen(&report(&[]), true, None);
        assert_eq!(gone(&news), ["api"]);
    }

    #[test]
    fn while_something_is_still_to_be_read_nothing_is_gone() {
        let mut news = News::default();
        news.seen(&report(&["api"]), true, None);
        news.seen(&report(&[]), false, None);
        assert!(gone(&news).is_empty());
    }
}
