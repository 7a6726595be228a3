//! A changed statement cut down to what one side alone allows.
//!
//! A statement without a counterpart grants much that the other side grants by
//! another one. Its values are tried one with another, each is kept where the
//! documents decide some request of it differently, and of a pattern what both
//! sides provably allow is excepted. Decides nothing: what cannot be told apart
//! within its means is shown whole, with a word that it is.

mod part;
mod patterned;
mod pick;
mod unless;

use std::collections::{BTreeMap, BTreeSet};

pub(super) use self::patterned::Patterned;
use self::{
    part::{Except, Part, is_granted_nowhere, levelling},
    patterned::may_meet,
    pick::{Dimension, Picked, rectangles},
    unless::Limit,
};
use super::{Draft, change};
use crate::{
    facts::Verdict,
    policy::{
        Change, Decision, Document, Effect, Statement, Text,
        compare::{self, Asked, Budget, Documents, Exhausted, Judge},
        compiled::{Rule, needs_no_permission},
        diff::Side,
    },
};

/// More combinations of values than these are not tried: the last elements of
/// the grammar are then kept together.
const MOST_TRIED: usize = 256;
/// More patterns than these are not tried as exceptions of another.
const MOST_EXCEPTED: usize = 16;
/// Comparisons that may prove that both sides allow the same.
const MOST_PROVED: usize = 32;

const TOO_MANY: &str = "both may allow some of it: too much to tell apart";

/// Of a denial that takes away nothing that its own side allows.
const ONLY_DENIED: &str =
    "neither side allows it by itself: the other one denies it, whatever other policies allow";

/// What is said beside a statement's own words (that it is only denied, and what it does
/// not hold under), with the combinations of which that is true.
type Real = BTreeMap<(bool, Vec<String>), BTreeSet<Picked>>;

/// What all the drafts of one judgement are held against.
pub(super) struct Apart<'a> {
    pub(super) sides: &'a [Documents<'a>; 2],
    pub(super) judge: &'a Judge,
    pub(super) budget: Budget,
    proved: usize,
}

impl<'a> Apart<'a> {
    pub(super) fn new(sides: &'a [Documents<'a>; 2], judge: &'a Judge) -> Self {
        Self {
            sides,
            judge,
            budget: Budget::to_tell(),
            proved: 0,
        }
    }

    /// The changes that the draft comes to; none where no request is decided
    /// differently.
    pub(super) fn changes(&mut self, draft: &Draft) -> Vec<Change> {
        match self.differs(draft, &draft.statement, &Except::default()) {
            Ok(true) => {}
            Ok(false) | Err(Exhausted) => return Vec::new(),
        }
        let dimensions = Dimension::of(&draft.statement, MOST_TRIED);
        let whole = |mut change: Change| {
            let all = pick::combinations(&dimensions);
            change.pieces = pieces(draft, &dimensions, &all);
            change
        };
        let Ok(parts) = self.parts(draft, &dimensions) else {
            let mut change = whole(draft.change.clone());
            change.reason.get_or_insert_with(|| TOO_MANY.to_owned());
            return vec![change];
        };
        let is_whole = |part: &Part| part.is_plain() && part.statement == draft.statement;
        if parts.is_empty() || parts.iter().all(is_whole) {
            return vec![whole(draft.change.clone())];
        }
        let told = parts.into_iter().map(|part| {
            let mut scope = draft.scope(&part.statement);
            scope.except(&part.except.actions, &part.except.resources);
            scope.unless(&part.unless);
            let only_denied = part.only_denied.then(|| ONLY_DENIED.to_owned());
            let reason = draft.change.reason.clone().or(only_denied);
            let mut told = change(&part.statement, draft.change.allowed, &scope, reason);
            told.pieces.clone_from(&part.pieces);
            for found in &mut told.uses {
                let values = draft.change.uses.iter();
                let same = values.clone().find(|one| one.action == found.action);
                found.values = same.map_or_else(Vec::new, |one| one.values.clone());
            }
            told
        });
        told.collect()
    }

    /// Whether some request that the statement takes is decided differently.
    fn differs(
        &mut self,
        draft: &Draft,
        statement: &Statement,
        except: &Except,
    ) -> Result<bool, Exhausted> {
        let rule = Rule::compile(statement, draft.version);
        let beside = draft.beside.as_ref();
        let beside = beside.map(|narrow| {
            (
                Rule::compile(&narrow.statement, narrow.version),
                &narrow.key,
            )
        });
        let but = except.rules(statement, draft);
        let asked = Asked {
            rule: &rule,
            beside: beside.as_ref().map(|(rule, key)| (rule, key.as_str())),
            but_action: but[0].as_ref(),
            but_resource: but[1].as_ref(),
        };
        self.probe(draft, &asked)
    }

    /// The combinations of values of which some request is decided differently, by what
    /// else there is to say of them.
    fn real(&mut self, draft: &Draft, dimensions: &[Dimension]) -> Result<Real, Exhausted> {
        let touching = self.touching(draft);
        let [allowing, other] = self.allowing(draft);
        let mut real = Real::new();
        for picked in pick::combinations(dimensions) {
            let narrow = pick::narrowed(&draft.statement, dimensions, &picked);
            let is_alone = touching.as_ref().is_some_and(|others| {
                let mut patterns = narrow.action.patterns.iter();
                !narrow.action.negated
                    && patterns.all(|one| {
                        let met = others.iter().any(|other| may_meet(one, other));
                        !met && !needs_no_permission(&one.value)
                    })
            });
            let limits = unless::of(draft, other, &narrow);
            let differs = is_alone
                || self.differs(draft, &narrow, &Except::default())?
                || self.differs_beside(draft, &narrow, &limits)?;
            if differs {
                let unless = limits.iter().map(Limit::words).collect();
                let said = (is_granted_nowhere(&narrow, allowing), unless);
                real.entry(said).or_default().insert(picked);
            }
        }
        Ok(real)
    }

    fn parts(&mut self, draft: &Draft, dimensions: &[Dimension]) -> Result<Vec<Part>, Exhausted> {
        let mut parts = Vec::new();
        for ((only_denied, unless), real) in self.real(draft, dimensions)? {
            for rectangle in rectangles(&real) {
                let inside = real.iter().filter(|picked| {
                    let mut both = picked.iter().zip(&rectangle);
                    both.all(|(value, list)| list.contains(value))
                });
                let inside: Vec<Picked> = inside.cloned().collect();
                let mut part = Part {
                    statement: pick::kept(&draft.statement, dimensions, &rectangle),
                    pieces: pieces(draft, dimensions, &inside),
                    except: Except::default(),
                    unless: unless.clone(),
                    only_denied,
                };
                for element in Patterned::BOTH {
                    match element.left_out(&part.statement) {
                        Some(left_out) => self.leave_out(draft, &mut part, element, &left_out),
                        None => self.except(draft, &mut part, element)?,
                    }
                }
                part.except_own(draft);
                parts.push(part);
            }
        }
        Ok(parts)
    }

    /// Whether some request that the statement takes, and that what limits the other side
    /// does not, is decided differently.
    fn differs_beside(
        &mut self,
        draft: &Draft,
        narrow: &Statement,
        limits: &[Limit<'_>],
    ) -> Result<bool, Exhausted> {
        let rule = Rule::compile(narrow, draft.version);
        for limit in limits {
            let beside = Rule::compile(limit.statement, limit.version);
            for key in limit.keys() {
                let asked = Asked {
                    rule: &rule,
                    beside: Some((&beside, &key)),
                    but_action: None,
                    but_resource: None,
                };
                if self.probe(draft, &asked)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn probe(&mut self, draft: &Draft, asked: &Asked<'_>) -> Result<bool, Exhausted> {
        let allowed = draft.change.allowed;
        let wanted = |codified: Decision, live: Decision| match allowed {
            Side::OnlyLive => live > codified,
            Side::OnlyCodified | Side::Both => live < codified,
        };
        self.judge.probe(asked, &mut self.budget, wanted)
    }

    /// The side that allows what the draft speaks of, and the other.
    fn allowing(&self, draft: &Draft) -> [&'a Documents<'a>; 2] {
        let [codified, live] = self.sides;
        match draft.change.allowed {
            Side::OnlyLive => [live, codified],
            Side::OnlyCodified | Side::Both => [codified, live],
        }
    }

    /// More than the statements at hand decides what the draft speaks of.
    fn is_limited(&self, draft: &Draft) -> bool {
        draft.beside.is_some() || self.sides.iter().any(|side| side.boundary.is_some())
    }

    /// Statements that can make that a granted request is no difference; None:
    /// any can.
    fn touching(&self, draft: &Draft) -> Option<Vec<Text>> {
        let [allowing, other] = self.allowing(draft);
        if self.is_limited(draft) {
            return None;
        }
        let all: Vec<&Statement> = levelling(draft, allowing, other).collect();
        if all.iter().any(|one| one.action.negated) {
            return None;
        }
        let patterns = all.iter().flat_map(|one| one.action.patterns.iter());
        Some(patterns.cloned().collect())
    }

    /// Of the patterns in one element: what both sides allow is excepted, and where
    /// nothing else is left, only what differs is named.
    fn except(
        &mut self,
        draft: &Draft,
        part: &mut Part,
        element: Patterned,
    ) -> Result<(), Exhausted> {
        let wide = element.patterns(&part.statement);
        let inner = self.within(draft, &wide, element);
        if inner.is_empty() || inner.len() > MOST_EXCEPTED {
            return Ok(());
        }
        let all = part.except.with(element, inner.clone());
        let is_wide = |text: &Text| inner.iter().any(|one| element.covers(text, one));
        if !self.differs(draft, &part.statement, &all)? {
            let mut kept: Vec<Text> = Vec::new();
            for value in wide.iter().filter(|value| !is_wide(value)).chain(&inner) {
                let narrow = element.only(&part.statement, vec![value.clone()]);
                if self.differs(draft, &narrow, &part.except)? {
                    kept.push(value.clone());
                }
            }
            if !kept.is_empty() {
                part.statement = element.only(&part.statement, kept);
            }
            return Ok(());
        }
        let mut both = Vec::new();
        for value in &inner {
            let narrow = element.only(&part.statement, vec![value.clone()]);
            if self.is_alike(draft, &narrow) {
                both.push(value.clone());
            }
        }
        part.except = part.except.with(element, both);
        Ok(())
    }

    /// Of an element that says all but some: what both sides provably allow of the rest
    /// is left out too.
    fn leave_out(&mut self, draft: &Draft, part: &mut Part, element: Patterned, left_out: &[Text]) {
        let [allowing, other] = self.allowing(draft);
        let all = levelling(draft, allowing, other).flat_map(|one| element.patterns(one));
        let is_left_out = |pattern: &Text| {
            let mut known = left_out.iter();
            known.any(|one| element.same(one, pattern) || element.covers(one, pattern))
        };
        let inner: Vec<Text> = all.filter(|pattern| !is_left_out(pattern)).collect();
        let inner = element.widest(inner);
        if inner.len() > MOST_EXCEPTED {
            return;
        }
        let mut both = Vec::new();
        for value in inner {
            let narrow = element.only(&part.statement, vec![value.clone()]);
            if self.is_alike(draft, &narrow) {
                both.push(value);
            }
        }
        part.except = part.except.with(element, both);
    }

    /// Patterns of the other statements that a wider one of these takes in.
    fn within(&self, draft: &Draft, wide: &[Text], element: Patterned) -> Vec<Text> {
        let [allowing, other] = self.allowing(draft);
        let all = levelling(draft, allowing, other).flat_map(|one| element.patterns(one));
        let is_inside = |pattern: &Text| wide.iter().any(|one| element.covers(one, pattern));
        element.widest(all.filter(is_inside).collect())
    }

    /// Proved: both sides allow all that this statement allows, or deny all that it
    /// denies.
    fn is_alike(&mut self, draft: &Draft, narrow: &Statement) -> bool {
        let [allowing, other] = self.allowing(draft);
        if self.is_limited(draft) || self.proved >= MOST_PROVED {
            return false;
        }
        self.proved += 1;
        let Some(kind) = allowing.identity.first().map(|document| document.kind) else {
            return false;
        };
        let alone = Document::new(kind, draft.version, vec![narrow.clone()]);
        if narrow.effect == Effect::Deny {
            // One denial more changes nothing where all of it is denied.
            let side = with(&allowing.identity, &alone);
            return compare::sides(allowing, &side).verdict == Verdict::Equal;
        }
        let mut denials: Vec<Document> = allowing.identity.iter().copied().cloned().collect();
        for document in &mut denials {
            document.statements.retain(|one| one.effect == Effect::Deny);
        }
        let denials: Vec<&Document> = denials.iter().collect();
        let side = with(&denials, &alone);
        let verdict = compare::sides(other, &side).verdict;
        matches!(verdict, Verdict::Equal | Verdict::Narrower)
    }
}

/// One document beside others.
fn with<'a>(documents: &[&'a Document], alone: &'a Document) -> Documents<'a> {
    Documents {
        identity: documents.iter().copied().chain([alone]).collect(),
        boundary: None,
    }
}

/// Each combination of values by itself, in words: by them one judgement's changes
/// are known in another's.
fn pieces(draft: &Draft, dimensions: &[Dimension], picked: &[Picked]) -> Vec<String> {
    let words = picked.iter().map(|picked| {
        let narrow = pick::narrowed(&draft.statement, dimensions, picked);
        draft.scope(&narrow).words()
    });
    words.collect()
}
