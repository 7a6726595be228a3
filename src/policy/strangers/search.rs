//! The requests of a stranger that a statement takes, asked of both documents.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    Passage, Proof, Stranger,
    bound::is_bound,
    claim::{Claim, Who},
    github,
    party::Party,
    signs::{Sign, filled, lead, signs, text},
    stays,
};
use crate::{
    facts::Verdict,
    policy::{
        Condition, Context, Decision, Document, Kind, Request, Statement, Values,
        canonical::fold_key,
        compare::{Budget, Documents, Judge, compare, tried},
        compiled::{Compiled, Rule},
        condition::Test,
    },
};

/// Values of one key that are tried.
const MOST_VALUES: usize = 24;
/// Requests that are asked about, of all parties of the document together. Beyond
/// them nothing is found, and what names nobody is unclear.
const MOST_ASKED: usize = 60_000;
/// Combinations of values that are tried for one party.
const MOST_COMBINED: usize = 8000;
/// Values of one key that are taken apart.
const MOST_PATTERNS: usize = 64;
/// Values that one pattern becomes.
const MOST_STRANGE: usize = 600;
/// Pieces of other values that are tried in place of a wildcard.
const MOST_PIECES: usize = 8;
/// Actions and resources that are asked about for one statement.
const MOST_ASKS: usize = 3;

pub(super) struct Search<'a> {
    before: &'a Document,
    after: &'a Document,
    was: Compiled,
    is: Compiled,
    asked: Cell<usize>,
}

/// A key as written, and the values a stranger can have; None: it is absent.
type Key = (String, Vec<Option<String>>);

impl<'a> Search<'a> {
    pub(super) fn new(before: &'a Document, after: &'a Document) -> Self {
        Self {
            before,
            after,
            was: Compiled::new(before),
            is: Compiled::new(after),
            asked: Cell::new(0),
        }
    }

    /// None: this party does not pass, or passed before.
    pub(super) fn passage(
        &self,
        at: usize,
        statement: &Statement,
        party: &Party,
    ) -> Option<Passage> {
        let asks = self.asks(statement, party);
        if asks.is_empty() && party.actions.is_some() {
            // It lets nobody assume the role in this way.
            return None;
        }
        let (found, passes) = self.find(statement, party, &asks);
        let proof = match found {
            Some(request) => Proof::Passes(Box::new(request)),
            None if !passes && is_bound(self.after, statement, party, &asks) => return None,
            None if stays(self.before, self.after, at) || self.gives_no_more() => return None,
            None => Proof::Unclear,
        };
        let keys = statement.conditions.iter();
        let asked = keys
            .clone()
            .filter(|one| matches!(party.claim(&fold_key(&one.key.value)), Claim::Who(_)));
        let lacks = |key: &str| match &proof {
            Proof::Passes(request) => request.context.get(&fold_key(key)).is_none(),
            Proof::Unclear => false,
        };
        let lacking = keys.filter(|one| lacks(&one.key.value));
        let names = |mut found: Vec<String>| {
            found.dedup();
            found
        };
        Some(Passage {
            stranger: party.stranger.clone(),
            statement: at + 1,
            lacking: names(lacking.map(|one| one.key.value.clone()).collect()),
            asked: names(asked.map(|one| one.key.value.clone()).collect()),
            is_trust: self.after.kind == Kind::Trust,
            proof,
        })
    }

    /// Nothing more is allowed than was: it is proved, over all requests.
    fn gives_no_more(&self) -> bool {
        let verdict = compare(self.before, self.after).verdict;
        matches!(verdict, Verdict::Equal | Verdict::Narrower)
    }

    /// What the statement lets somebody ask for, without any context.
    fn asks(&self, statement: &Statement, party: &Party) -> Vec<Request> {
        let with = |request: Request| Request {
            principal: Some(party.principal.clone()),
            context: Context::default(),
            ..request
        };
        let mut bare = statement.clone();
        bare.conditions.clear();
        bare.principals = None;
        let rule = Rule::compile(&bare, self.after.version);
        if let Some(actions) = party.actions {
            let taken = actions.iter().filter(|action| rule.takes_action(action));
            let request = |action: &&str| Request {
                action: (*action).to_owned(),
                resource: "*".to_owned(),
                ..Request::default()
            };
            return taken.map(request).map(with).collect();
        }
        let judge = Judge::new(
            &Documents::alone(self.before),
            &Documents::alone(self.after),
        );
        let requests = judge.asked(&rule).into_iter();
        requests.map(with).take(MOST_ASKS).collect()
    }

    /// A request that passes and did not; and whether any passes.
    fn find(
        &self,
        statement: &Statement,
        party: &Party,
        asks: &[Request],
    ) -> (Option<Request>, bool) {
        let keys = self.keys(statement, party);
        let combinations = keys.values().fold(1_usize, |count, (_, values)| {
            count.saturating_mul(values.len())
        });
        let mut passes = false;
        for number in 0..combinations.min(MOST_COMBINED) {
            let context = pick(&keys, number);
            if !is_one_token(party, &context) {
                continue;
            }
            for ask in asks {
                if self.asked.replace(self.asked.get() + 1) >= MOST_ASKED {
                    return (None, passes);
                }
                let mut request = ask.clone();
                request.context = context.clone();
                if self.is.decide(&request) != Decision::Allowed {
                    continue;
                }
                passes = true;
                if self.was.decide(&request) != Decision::Allowed {
                    return (Some(request), true);
                }
            }
        }
        (None, passes)
    }

    /// Every key of the document with what a stranger can have, those values only
    /// with which the statement's own tests hold.
    fn keys(&self, statement: &Statement, party: &Party) -> BTreeMap<String, Key> {
        let mut keys: BTreeMap<String, Key> = BTreeMap::new();
        let all = [self.after, self.before];
        let statements = all.iter().flat_map(|document| &document.statements);
        let conditions = statements.flat_map(|one| &one.conditions);
        for condition in conditions {
            let key = fold_key(&condition.key.value);
            if keys.contains_key(&key) {
                continue;
            }
            let mut values = self.values(&key, party);
            values.retain(|value| self.holds(statement, &key, value.as_deref()));
            values.truncate(MOST_VALUES);
            keys.insert(key, (condition.key.value.clone(), values));
        }
        keys
    }

    fn holds(&self, statement: &Statement, key: &str, value: Option<&str>) -> bool {
        let mut context = Context::default();
        if let Some(value) = value {
            context.set(key, Values::One(value.to_owned()));
        }
        let conditions = statement.conditions.iter();
        let mut own = conditions.filter(|one| fold_key(&one.key.value) == key);
        own.all(|one| Test::compile(one, self.after.version).holds(&context))
    }

    fn values(&self, key: &str, party: &Party) -> Vec<Option<String>> {
        match party.claim(key) {
            Claim::Never => vec![None],
            Claim::Fixed(value) => vec![Some(value.to_owned())],
            Claim::Who(who) => {
                let mut values = self.strange(key, who);
                if who.may_lack {
                    // Early: what follows may be many.
                    values.insert(1.min(values.len()), None);
                }
                values
            }
            claim => {
                let tests = [self.after, self.before].into_iter().flat_map(|document| {
                    let own = conditions(document, key);
                    own.map(|one| Test::compile(one, document.version))
                });
                let tests: Vec<Test> = tests.collect();
                let values = tried(&tests, &mut Budget::to_tell());
                let mut values: Vec<Option<String>> = values.into_iter().map(Some).collect();
                if matches!(claim, Claim::Free) {
                    values.push(None);
                }
                values
            }
        }
    }

    /// A stranger's own values, and what the patterns become in their hands.
    fn strange(&self, key: &str, who: &Who) -> Vec<Option<String>> {
        let patterns: Vec<Vec<Sign>> = conditions(self.after, key)
            .flat_map(|one| one.values.iter().map(move |value| (one, value)))
            .map(|(one, value)| signs(&value.value, one, self.after.version))
            .take(MOST_PATTERNS)
            .collect();
        // What another value of the key asks for may be what fits in here.
        let pieces = patterns.iter().flat_map(|pattern| written(pattern));
        let pieces: BTreeSet<String> = pieces.take(MOST_PIECES).collect();
        let fillers: Vec<&str> = who
            .fillers
            .iter()
            .copied()
            .chain(pieces.iter().map(String::as_str))
            .collect();
        let own = who.own.iter().map(|one| (*one).to_owned());
        let of_patterns = patterns.iter().flat_map(|one| {
            let texts = filled(one, &fillers, who.few).into_iter();
            let strange = texts.filter(|letters| (who.strange)(letters));
            strange.map(|letters| text(&letters)).take(MOST_STRANGE)
        });
        let mut seen = BTreeSet::new();
        let all = own.chain(of_patterns);
        all.filter(|value| seen.insert(value.clone()))
            .map(Some)
            .collect()
    }
}

/// The conditions on a folded key, whichever statement has them.
fn conditions<'d>(document: &'d Document, key: &'d str) -> impl Iterator<Item = &'d Condition> {
    let all = document.statements.iter().flat_map(|one| &one.conditions);
    all.filter(move |one| fold_key(&one.key.value) == key)
}

/// The pieces between wildcards, without what separates them.
fn written(pattern: &[Sign]) -> Vec<String> {
    let pieces = pattern.split(|sign| !matches!(sign, Sign::Char(_)));
    let texts = pieces.map(|piece| lead(piece).0.trim_matches([':', '/']).to_owned());
    texts.filter(|text| !text.is_empty()).collect()
}

/// The combination of this number.
fn pick(keys: &BTreeMap<String, Key>, number: usize) -> Context {
    let mut context = Context::default();
    let mut left = number;
    for (written, values) in keys.values() {
        let count = values.len().max(1);
        let value = values.get(left % count);
        left /= count;
        if let Some(Some(value)) = value {
            context.set(written, Values::One(value.clone()));
        }
    }
    context
}

/// What the claims say must go together.
fn is_one_token(party: &Party, context: &Context) -> bool {
    if party.stranger != Stranger::Repository {
        return true;
    }
    let claim = |name: &str| context.single(&format!("{}:{name}", github::HOST));
    github::is_of_one(claim("sub"), claim("repository"))
}
