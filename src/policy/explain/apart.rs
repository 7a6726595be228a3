//! A changed statement cut down to what one side alone allows.
//!
//! A statement without a counterpart grants much that the other side grants by
//! another one. Its values are tried one with another, each is kept where the
//! documents decide some request of it differently, and of a pattern what both
//! sides provably allow is excepted. Decides nothing: what cannot be told apart
//! within its means is shown whole, with a word that it is.

mod patterned;
mod pick;

use std::collections::BTreeSet;

use self::{
    patterned::{Patterned, may_meet},
    pick::{Dimension, Picked, rectangles},
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
        let is_whole = |part: &Part| part.except.is_empty() && part.statement == draft.statement;
        if parts.is_empty() || parts.iter().all(is_whole) {
            return vec![whole(draft.change.clone())];
        }
        let told = parts.into_iter().map(|part| {
            let mut scope = draft.scope(&part.statement);
            let Except([actions, resources]) = &part.except;
            scope.except(actions, resources);
            let reason = draft.change.reason.clone();
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
        let allowed = draft.change.allowed;
        let wanted = |codified: Decision, live: Decision| match allowed {
            Side::OnlyLive => live > codified,
            Side::OnlyCodified | Side::Both => live < codified,
        };
        let asked = Asked {
            rule: &rule,
            beside: beside.as_ref().map(|(rule, key)| (rule, key.as_str())),
            but_action: but[0].as_ref(),
            but_resource: but[1].as_ref(),
        };
        self.judge.probe(&asked, &mut self.budget, wanted)
    }

    fn parts(&mut self, draft: &Draft, dimensions: &[Dimension]) -> Result<Vec<Part>, Exhausted> {
        let touching = self.touching(draft);
        let mut real: BTreeSet<Picked> = BTreeSet::new();
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
            if is_alone || self.differs(draft, &narrow, &Except::default())? {
                real.insert(picked);
            }
        }
        let mut parts = Vec::new();
        for rectangle in rectangles(&real) {
            let statement = pick::kept(&draft.statement, dimensions, &rectangle);
            let inside = real.iter().filter(|picked| {
                let mut both = picked.iter().zip(&rectangle);
                both.all(|(value, list)| list.contains(value))
            });
            let inside: Vec<Picked> = inside.cloned().collect();
            let mut part = Part {
                statement,
                pieces: pieces(draft, dimensions, &inside),
                except: Except::default(),
            };
            for element in Patterned::BOTH {
                self.except(draft, &mut part, element)?;
            }
            parts.push(part);
        }
        Ok(parts)
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

    /// Patterns of the other statements that a wider one of these takes in.
    fn within(&self, draft: &Draft, wide: &[Text], element: Patterned) -> Vec<Text> {
        let [allowing, other] = self.allowing(draft);
        let mut inner: Vec<Text> = Vec::new();
        let all = levelling(draft, allowing, other);
        for pattern in all.flat_map(|one| element.patterns(one)) {
            let is_inside = wide.iter().any(|one| element.covers(one, &pattern));
            let is_known = inner.iter().any(|one| element.same(one, &pattern));
            if is_inside && !is_known {
                inner.push(pattern);
            }
        }
        let widest = |one: &Text| !inner.iter().any(|other| element.covers(other, one));
        inner.iter().filter(|one| widest(one)).cloned().collect()
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

/// Statements by which both sides can decide alike what the draft speaks of: of a
/// grant, what the granting side denies and the other allows too; of a denial, what
/// the other side denies too.
fn levelling<'a>(
    draft: &Draft,
    allowing: &Documents<'a>,
    other: &Documents<'a>,
) -> impl Iterator<Item = &'a Statement> + use<'a> {
    let is_grant = draft.statement.effect == Effect::Allow;
    let denied = statements(allowing).filter(|one| one.effect == Effect::Deny);
    let allowed = statements(other).filter(move |one| is_grant && one.effect == Effect::Allow);
    denied.chain(allowed)
}

fn statements<'a>(side: &Documents<'a>) -> impl Iterator<Item = &'a Statement> + use<'a> {
    let documents: Vec<&'a Document> = side.documents().collect();
    let documents = documents.into_iter();
    documents.flat_map(|document| &document.statements)
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

/// A statement, and what is excepted of its patterns.
struct Part {
    statement: Statement,
    pieces: Vec<String>,
    except: Except,
}

/// Of the actions, and of the resources.
#[derive(Clone, Default)]
struct Except([Vec<Text>; 2]);

impl Except {
    fn is_empty(&self) -> bool {
        self.0.iter().all(Vec::is_empty)
    }

    fn with(&self, element: Patterned, values: Vec<Text>) -> Self {
        let mut except = self.clone();
        except.0[element as usize] = values;
        except
    }

    fn rules(&self, statement: &Statement, draft: &Draft) -> [Option<Rule>; 2] {
        Patterned::BOTH.map(|element| {
            let values = &self.0[element as usize];
            let statement = element.only(statement, values.clone());
            (!values.is_empty()).then(|| Rule::compile(&statement, draft.version))
        })
    }
}
