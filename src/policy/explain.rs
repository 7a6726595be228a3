//! What one document allows and the other does not, in words.
//!
//! Read off the structure of the documents: one value more in a condition, one
//! action more, a statement more. Another statement may allow the same requests,
//! so this explains a difference and never decides whether there is one.

mod apart;
mod focus;
mod nearmiss;
mod phrase;
mod subject;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use self::{
    apart::{Apart, Patterned},
    phrase::{Focus, Scope},
};
pub use self::{
    phrase::{Named, grant},
    subject::{subject, who},
};
use super::{
    Access, Comparison, Document, Effect, Kind, Operator, Statement, Text, Version, Witness,
    canonical::fold_key,
    catalogue,
    compare::{self, Documents, Judge},
    diff::{self, ElementDiff, ElementName, Side, StatementChange, StatementDiff, ValueDiff},
};
use crate::facts::{Remote, Use, Verdict};

/// A kind of request that the two documents decide differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The side that allows it, or, of a denial, the side that does not deny it.
    pub allowed: Side,
    /// `cloudwatch:PutMetricData when cloudwatch:namespace = AlphaEngine`.
    pub what: String,
    /// `"AlphaEngine/*" does not match it: the slash is missing`.
    pub reason: Option<String>,
    /// The Sid of the statement that makes the difference.
    pub sid: Option<Remote>,
    pub uses: Vec<Use>,
    /// The same, one combination of values each: what of it another judgement has too.
    #[serde(default)]
    pub pieces: Vec<String>,
    /// The most that the actions spoken of can do, where the catalogue knows them.
    pub access: Option<catalogue::Access>,
}

/// What was judged of two documents: the verdict and, in words, what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    pub comparison: Comparison,
    /// What only the live document allows.
    pub gained: Vec<Change>,
    /// What only the codified document allows.
    pub lost: Vec<Change>,
}

/// Compares, and keeps of the differences in words those that are real: another
/// statement may allow what one statement lost.
pub fn judge(codified: &Document, live: &Document) -> Judgement {
    let sides = [codified, live].map(Documents::alone);
    judged(&sides, || drafts(codified, live))
}

/// The same of all that decides for one role. A statement that moved from one of
/// its policies to another is no change, nor is one that another policy grants.
pub fn judge_effective(before: &Access, after: &Access) -> Judgement {
    let sides = [before, after].map(Documents::of);
    judged(&sides, || {
        let [mut found, limits] = [false, true].map(|of_boundary| {
            let versions = [Version::V2008, Version::V2012];
            let drafts = versions.into_iter().flat_map(|version| {
                let [before, after] = [before, after].map(|access| {
                    let all = access.identity.iter().filter(|_| !of_boundary);
                    let limit = access.boundary.iter().filter(|_| of_boundary);
                    one_of(all.chain(limit), version)
                });
                drafts(&before, &after)
            });
            drafts.collect::<Vec<Draft>>()
        });
        // A boundary that came or went limits everything; its statements alone
        // do not say what.
        if before.boundary.is_some() == after.boundary.is_some() {
            found.extend(limits);
        }
        found
    })
}

/// All statements of the documents of one version, as one document.
fn one_of<'a>(documents: impl Iterator<Item = &'a Document>, version: Version) -> Document {
    let of_version = documents.filter(|document| document.version == version);
    let statements = of_version.flat_map(|document| document.statements.iter().cloned());
    Document::new(Kind::Identity, version, statements.collect())
}

fn judged(sides: &[Documents<'_>; 2], drafts: impl Fn() -> Vec<Draft>) -> Judgement {
    let comparison = compare::sides(&sides[0], &sides[1]);
    let (mut gained, mut lost) = (Vec::new(), Vec::new());
    if comparison.verdict != Verdict::Equal {
        let judge = Judge::new(&sides[0], &sides[1]);
        let mut apart = Apart::new(sides, &judge);
        for change in drafts().iter().flat_map(|draft| apart.changes(draft)) {
            match change.allowed {
                Side::OnlyLive => gained.push(change),
                Side::OnlyCodified | Side::Both => lost.push(change),
            }
        }
    }
    Judgement {
        gained: merge(gained, comparison.gained.as_ref(), Side::OnlyLive),
        lost: merge(lost, comparison.lost.as_ref(), Side::OnlyCodified),
        comparison,
    }
}

/// Beside an example that proves the difference and that nobody would send.
const IMPLAUSIBLE: &str =
    "a made-up request: the action does not go with the resource, or is not known";

/// Each change once; where no structural one is real, the witness in its place.
fn merge(mut changes: Vec<Change>, witness: Option<&Witness>, allowed: Side) -> Vec<Change> {
    let mut seen = BTreeSet::new();
    changes.retain(|change| seen.insert(change.what.clone()));
    if changes.is_empty()
        && let Some(witness) = witness
    {
        changes.push(Change {
            allowed,
            what: phrase::request(&witness.request),
            reason: (!witness.plausible).then(|| IMPLAUSIBLE.to_owned()),
            sid: None,
            uses: Vec::new(),
            pieces: vec![phrase::request(&witness.request)],
            access: catalogue::access(&witness.request.action),
        });
    }
    changes
}

/// Every structural difference, in the order of the statements.
pub fn changes(codified: &Document, live: &Document) -> Vec<Change> {
    let drafts = drafts(codified, live);
    drafts.into_iter().map(|draft| draft.change).collect()
}

fn drafts(codified: &Document, live: &Document) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for pair in diff::statements(codified, live) {
        let sides = Pair {
            codified: numbered(codified, pair.codified),
            live: numbered(live, pair.live),
        };
        match pair.change {
            StatementChange::Same => {}
            StatementChange::OnlyCodified => drafts.extend(sides.whole(Side::OnlyCodified)),
            StatementChange::OnlyLive => drafts.extend(sides.whole(Side::OnlyLive)),
            StatementChange::Changed => drafts.extend(sides.parts(&pair)),
        }
    }
    drafts
}

/// A statement with the version that it is read in.
type Versioned<'a> = (&'a Statement, Version);

/// The statement of this number, counted from one.
fn numbered(document: &Document, number: Option<usize>) -> Option<Versioned<'_>> {
    let statement = document.statements.get(number?.checked_sub(1)?)?;
    Some((statement, document.version))
}

/// A change with the statement that takes the requests it speaks of.
struct Draft {
    change: Change,
    statement: Statement,
    version: Version,
    beside: Option<Beside>,
    /// What its statement says all but, where it speaks of a value that the other
    /// statement leaves out.
    left_out: Option<(Patterned, Vec<Text>)>,
}

/// A statement that must not take the requests, on account of a condition.
struct Beside {
    statement: Statement,
    version: Version,
    /// The condition, and its key.
    element: ElementName,
    key: String,
}

impl Draft {
    /// What a part of its statement is called.
    fn scope<'a>(&'a self, part: &'a Statement) -> Scope<'a> {
        match &self.beside {
            Some(narrow) => Scope::without(part, &narrow.statement, &narrow.element),
            None => Scope::all(part),
        }
    }
}

/// What to search the repository for, each once, in order.
pub fn uses<'c>(changes: impl IntoIterator<Item = &'c Change>) -> Vec<Use> {
    let changes = changes.into_iter();
    let all: BTreeSet<&Use> = changes.flat_map(|change| &change.uses).collect();
    all.into_iter().cloned().collect()
}

struct Pair<'a> {
    codified: Option<Versioned<'a>>,
    live: Option<Versioned<'a>>,
}

impl<'a> Pair<'a> {
    fn on(&self, side: Side) -> Option<Versioned<'a>> {
        match side {
            Side::OnlyLive => self.live,
            Side::OnlyCodified | Side::Both => self.codified,
        }
    }

    /// A statement that only one side has.
    fn whole(&self, side: Side) -> Option<Draft> {
        let (statement, version) = self.on(side)?;
        let allowed = allowed_when_wider(statement.effect, side);
        Some(Draft {
            change: change(statement, allowed, &Scope::all(statement), None),
            statement: statement.clone(),
            version,
            beside: None,
            left_out: None,
        })
    }

    /// A pair of statements that differ in some elements.
    fn parts(&self, pair: &StatementDiff) -> Vec<Draft> {
        let (Some((codified, _)), Some((live, _))) = (self.codified, self.live) else {
            return Vec::new();
        };
        if codified.effect != live.effect {
            let side = match codified.effect {
                Effect::Allow => Side::OnlyCodified,
                Effect::Deny => Side::OnlyLive,
            };
            return self.whole(side).into_iter().collect();
        }
        let changed = pair.elements.iter().filter(|element| !element.is_same());
        changed.flat_map(|element| self.element(element)).collect()
    }

    fn element(&self, element: &ElementDiff) -> Vec<Draft> {
        let is_condition = matches!(element.name, ElementName::Condition { .. });
        if is_condition && element.side != Side::Both {
            // A condition more makes the statement apply to less.
            return self.condition_only(element).into_iter().collect();
        }
        let values = element.values.iter();
        let changed = values.filter(|value| value.side != Side::Both);
        changed
            .filter_map(|value| self.value(element, value))
            .collect()
    }

    fn value(&self, element: &ElementDiff, value: &ValueDiff) -> Option<Draft> {
        let negated = is_negated(&element.name);
        // A value more widens what is listed, and narrows what is excluded.
        let wide_side = match negated {
            true => opposite(value.side),
            false => value.side,
        };
        let (statement, version) = self.on(wide_side)?;
        let others = element.values.iter();
        let others = others.filter(|other| other.side != value.side);
        let others: Vec<&str> = others.map(|other| other.text.raw()).collect();
        let focus = Focus {
            element: &element.name,
            value: value.text.raw(),
            negated,
        };
        let reason = match negated {
            true => None,
            false if nearmiss::is_covered(focus.element, &others, focus.value) => return None,
            false => nearmiss::reason(focus.element, &others, focus.value),
        };
        let allowed = allowed_when_wider(statement.effect, wide_side);
        let patterned = match element.name {
            ElementName::NotAction => Some(Patterned::Action),
            ElementName::NotResource => Some(Patterned::Resource),
            _ => None,
        };
        let narrow = focus::narrowed(statement, &focus);
        Some(Draft {
            change: change(&narrow, allowed, &Scope::narrowed(&narrow, &focus), reason),
            left_out: patterned.and_then(|one| Some((one, one.left_out(statement)?))),
            statement: narrow,
            version,
            beside: None,
        })
    }

    fn condition_only(&self, element: &ElementDiff) -> Option<Draft> {
        let ElementName::Condition { key, .. } = &element.name else {
            return None;
        };
        let wide_side = opposite(element.side);
        let (statement, version) = self.on(wide_side)?;
        let (narrow, of_narrow) = self.on(element.side)?;
        let allowed = allowed_when_wider(statement.effect, wide_side);
        let scope = Scope::without(statement, narrow, &element.name);
        Some(Draft {
            change: change(statement, allowed, &scope, None),
            statement: statement.clone(),
            version,
            beside: Some(Beside {
                statement: narrow.clone(),
                version: of_narrow,
                element: element.name.clone(),
                key: fold_key(key.raw()),
            }),
            left_out: None,
        })
    }
}

fn change(
    statement: &Statement,
    allowed: Side,
    scope: &Scope<'_>,
    reason: Option<String>,
) -> Change {
    let sid = statement.sid.as_ref();
    Change {
        allowed,
        what: scope.words(),
        reason,
        sid: sid.map(|sid| Remote::new(sid.value.as_str())),
        uses: scope.uses(),
        pieces: Vec::new(),
        access: scope.access(),
    }
}

/// Who allows what the wider of two statements adds.
fn allowed_when_wider(effect: Effect, wide_side: Side) -> Side {
    match effect {
        Effect::Allow => wide_side,
        Effect::Deny => opposite(wide_side),
    }
}

fn opposite(side: Side) -> Side {
    match side {
        Side::OnlyCodified => Side::OnlyLive,
        Side::OnlyLive => Side::OnlyCodified,
        Side::Both => Side::Both,
    }
}

fn is_negated(name: &ElementName) -> bool {
    match name {
        ElementName::Condition { operator, .. } => {
            Operator::read(operator.raw()).is_some_and(|operator| operator.negated)
        }
        other => other.is_negated(),
    }
}
