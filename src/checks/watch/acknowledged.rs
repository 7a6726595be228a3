//! Which troubles somebody acknowledged, and which of these say something since then that
//! they did not say at that time: those are open again.

use serde::{Deserialize, Serialize};

use super::{Open, Trouble, Watch};
use crate::{
    ask::{Ask, Question, memory},
    checks::Store,
    facts::{Acknowledgement, EnvironmentName, Settings, Unknown},
    gate::Fingerprint,
};

/// What a person noted of a trouble.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledged {
    pub what: Acknowledgement,
    /// What it says now and did not say then: it is open again.
    pub news: Vec<String>,
}

impl Trouble {
    /// Somebody knows of it, and it says nothing else since.
    pub fn is_acknowledged(&self) -> bool {
        let known = self.acknowledged.as_ref();
        known.is_some_and(|known| known.news.is_empty())
    }

    /// A hash of each of its sentences, for a later look to see what is new.
    pub fn said(&self) -> Vec<String> {
        self.sentences().iter().map(|one| hash(one)).collect()
    }

    /// When something was seen is no part of it: it is read again and again.
    fn sentences(&self) -> Vec<String> {
        let mut all = vec![self.finding.title.clone()];
        let evidence = self.finding.evidence.iter();
        all.extend(evidence.map(|one| one.what.clone()));
        all.extend(self.cause().map(|cause| cause.what.clone()));
        all.extend(self.also.iter().map(|(_, finding)| finding.title.clone()));
        all
    }

    pub(super) fn acknowledge(&mut self, known: &[&Acknowledgement]) {
        let mut known = known.iter();
        let Some(what) = known.find(|one| one.trouble == self.id) else {
            return;
        };
        let is_new = |one: &String| !what.said.contains(&hash(one));
        let news = self.sentences().into_iter().filter(is_new).collect();
        self.acknowledged = Some(Acknowledged {
            what: (*what).clone(),
            news,
        });
    }
}

/// Short enough to keep, long enough to tell two sentences apart.
fn hash(sentence: &str) -> String {
    let mut hash = Fingerprint::of(sentence.as_bytes()).hex();
    hash.truncate(16);
    hash
}

impl Watch {
    /// Of each environment whose account is known.
    pub(super) fn asks_acknowledged(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let all = self.environments(settings, store);
        let known = all.filter_map(|of| {
            let account = store.caller(of)?.account.clone();
            Some(memory::Acknowledgements(of.clone(), account).here().into())
        });
        known.collect()
    }
}

/// What is known of all these, and what could not be read of it.
pub(super) fn read<'s>(
    asks: &[Ask],
    here: &EnvironmentName,
    store: &'s Store,
) -> (Vec<&'s Acknowledgement>, Option<Open>) {
    let answers = asks.iter().filter_map(|ask| store.answer(ask));
    let known = answers.filter_map(|answer| memory::Acknowledgements::typed(answer));
    let unread = asks.iter().filter_map(|ask| Some((ask, store.fault(ask)?)));
    let unknown: Vec<Unknown> = unread
        .map(|(ask, fault)| Unknown {
            what: ask.in_words(),
            why: fault.what.clone(),
            hint: fault.hint.clone(),
        })
        .collect();
    let open = (!unknown.is_empty()).then(|| Open {
        environment: here.clone(),
        check: "acknowledged".to_owned(),
        heading: "Acknowledgements".to_owned(),
        unknown,
    });
    (known.flatten().collect(), open)
}
