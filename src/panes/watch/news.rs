//! What came and what went since the watch began: it began when all had been read once, and
//! for an environment when that was read first.

use std::{collections::HashSet, sync::Arc};

use jiff::Timestamp;

use crate::{
    checks::watch::{Trouble, WatchReport},
    facts::{EnvironmentName, Priority},
};

#[derive(Debug, Default)]
pub(super) struct News {
    /// What was there when the watch began, by its id.
    at_first: Vec<String>,
    /// Whose troubles were there then.
    looked: Vec<EnvironmentName>,
    /// The report that was looked at last: its troubles are shared, not copied.
    last: Option<Arc<WatchReport>>,
    /// What was there before and could not be read again since.
    unread: Vec<Trouble>,
    /// What went, and when that was seen; the newest first.
    gone: Vec<(Option<Timestamp>, Trouble)>,
    /// What rang, by its id: each once.
    rung: Vec<String>,
    /// When all had been read once.
    began: Option<Timestamp>,
    /// What is to ring now.
    alarm: Option<String>,
}

/// So many are kept that somebody still wants to know of.
const MOST_GONE: usize = 50;

impl News {
    /// `whole`: there is nothing that nobody has answered. What is not found before that
    /// is not gone.
    pub(super) fn seen(&mut self, report: &Arc<WatchReport>, whole: bool, at: Option<Timestamp>) {
        let is_last = |last: &Arc<WatchReport>| Arc::ptr_eq(last, report);
        if !whole || self.last.as_ref().is_some_and(is_last) {
            return;
        }
        self.began = self.began.or(at);
        self.begin(report);
        self.went(report, at);
        self.last = Some(Arc::clone(report));
        self.ring(report);
    }

    /// The watch begins for each environment that was not looked at before.
    fn begin(&mut self, report: &WatchReport) {
        let is_first = |one: &&Trouble| !self.looked.contains(&one.environment);
        let at_first: Vec<&Trouble> = report.troubles.iter().filter(is_first).collect();
        let ids = at_first.iter().map(|one| one.id.clone());
        self.at_first.extend(ids);
        for one in at_first {
            if !self.looked.contains(&one.environment) {
                self.looked.push(one.environment.clone());
            }
        }
    }

    /// What could not be read again is neither there nor gone.
    fn went(&mut self, report: &WatchReport, at: Option<Timestamp>) {
        let now: HashSet<&str> = report.troubles.iter().map(|one| one.id.as_str()).collect();
        let is_there = |one: &Trouble| now.contains(one.id.as_str());
        let is_open = |one: &Trouble| {
            let mut open = report.open.iter();
            open.any(|open| open.environment == one.environment && open.check == one.check)
        };
        let last = self.last.take();
        let before = last.iter().flat_map(|last| &last.troubles);
        let before = before.filter(|one| !is_there(one)).cloned();
        let left: Vec<Trouble> = self.unread.drain(..).collect();
        let left = left.into_iter().filter(|one| !is_there(one));
        let (unread, went): (Vec<Trouble>, Vec<Trouble>) = before.chain(left).partition(is_open);
        self.unread = unread;
        let went = went.into_iter().map(|trouble| (at, trouble));
        self.gone.splice(0..0, went);
        self.gone.retain(|(_, gone)| !is_there(gone));
        self.gone.truncate(MOST_GONE);
    }

    /// For what is new, of the highest priority, and known to nobody.
    fn ring(&mut self, report: &WatchReport) {
        let is_loud = |one: &&Trouble| {
            one.priority() == Priority::P0
                && self.is_new(one)
                && !one.is_acknowledged()
                && !self.rung.contains(&one.id)
        };
        let loud: Vec<&Trouble> = report.troubles.iter().filter(is_loud).collect();
        let Some(first) = loud.first() else { return };
        let environment = first.environment.raw();
        let said = format!("{environment}: {}", first.finding.title);
        self.alarm = Some(match loud.len() {
            1 => said,
            more => format!("{said}, and {} more", more - 1),
        });
        let ids: Vec<String> = loud.iter().map(|one| one.id.clone()).collect();
        self.rung.extend(ids);
    }

    pub(super) fn began(&self) -> Option<Timestamp> {
        self.began
    }

    /// Given away once.
    pub(super) fn take_alarm(&mut self) -> Option<String> {
        self.alarm.take()
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
    use std::sync::Arc;

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
            acknowledged: None,
        }
    }

    fn report(names: &[&str]) -> Arc<WatchReport> {
        Arc::new(WatchReport {
            troubles: names.iter().map(|name| trouble(name)).collect(),
            ..WatchReport::default()
        })
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
        let unread = WatchReport {
            open: vec![Open {
                environment: EnvironmentName::from("dev"),
                check: "stacks".to_owned(),
                heading: "Stacks".to_owned(),
                unknown: Vec::new(),
            }],
            ..WatchReport::default()
        };
        news.seen(&Arc::new(unread), true, None);
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

    fn of_priority(names: &[&str], priority: Priority) -> Arc<WatchReport> {
        let mut report = WatchReport::clone(&report(names));
        for trouble in &mut report.troubles {
            trouble.finding.priority = priority;
        }
        Arc::new(report)
    }

    #[test]
    fn only_a_new_p0_rings_and_only_once() {
        let mut news = News::default();
        news.seen(&of_priority(&["api"], Priority::P0), true, None);
        assert_eq!(news.take_alarm(), None, "it was there when the watch began");
        news.seen(&of_priority(&["api", "web"], Priority::P1), true, None);
        assert_eq!(news.take_alarm(), None, "P1");
        news.seen(&of_priority(&["api", "jobs"], Priority::P0), true, None);
        assert_eq!(news.take_alarm().as_deref(), Some("dev: jobs failed"));
        assert_eq!(news.take_alarm(), None);
        news.seen(&of_priority(&["api"], Priority::P0), true, None);
        news.seen(&of_priority(&["api", "jobs"], Priority::P0), true, None);
        assert_eq!(news.take_alarm(), None, "it rang before");
    }
}
