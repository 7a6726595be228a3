//! One request that proves a difference, or no claim at all.
//!
//! The evaluator has the last word, under every reading of a resource's wildcards,
//! and a request that rests on something AWS does not document proves nothing.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{
    access::{Documents, Whole},
    cell::{Cell, Point},
    keys, names, sample, values,
};
use crate::facts::Arn;
use crate::policy::{
    Context, Decision, Family, Kind, Quantifier, Request, Values,
    catalogue::{self, Known, Resources},
    compiled::Rule,
    condition::{Matcher, Test},
    glob::Reading,
    pattern::{Pattern, Piece},
    principal::{Account, Wanted},
    scalar::date,
};

/// A request that the documents decide differently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    pub request: Request,
    pub codified: Decision,
    pub live: Decision,
    /// The action belongs to the resource's service, and has a name of its own.
    pub plausible: bool,
}

/// Both sides, ready to be asked.
#[derive(Debug)]
pub(in crate::policy) struct Judge {
    pub(super) codified: Whole,
    pub(super) live: Whole,
    /// Both under every other reading of resources.
    readings: Vec<[Whole; 2]>,
    /// Accounts by a bare id that may be in another partition than an ARN's.
    contested: BTreeSet<String>,
}

impl Judge {
    pub(in crate::policy) fn new(codified: &Documents<'_>, live: &Documents<'_>) -> Self {
        let [codified, live] = [codified, live].map(Whole::new);
        // Most documents read the same every way.
        let is_other = |reading: &Reading| codified.differs(*reading) || live.differs(*reading);
        let readings = Reading::OTHERS.into_iter().filter(is_other);
        let readings = readings.map(|reading| [codified.under(reading), live.under(reading)]);
        let readings: Vec<[Whole; 2]> = readings.collect();
        let principals = codified.rules().chain(live.rules());
        let principals = principals.flat_map(|rule| &rule.principals);
        let listed: Vec<Wanted> = principals.flat_map(|(_, listed)| listed.clone()).collect();
        Self {
            contested: names::contested(&listed),
            readings,
            codified,
            live,
        }
    }

    /// Why it may be open who is meant by a principal.
    pub(super) fn contested(&self) -> Option<String> {
        let account = self.contested.iter().next();
        let account = account.map(|account| format!(
            "account {account} is written as a bare number and in an ARN, and which partition the number is in is not known"
        ));
        let rules = self.codified.rules().chain(self.live.rules());
        let mut principals = rules.flat_map(|rule| &rule.principals);
        let id = principals.find_map(|(_, listed)| listed.iter().find_map(Wanted::id));
        account.or_else(|| id.map(|id| format!(
            "{id} is a unique id, and whose it is, if anybody has it, is not known: write the ARN in its place"
        )))
    }

    /// Whether the rule may or may not mean whoever asks.
    fn is_contested(&self, rule: &Rule, request: &Request) -> bool {
        let from = request.principal.as_deref().and_then(Account::of);
        let Some(number) = from.map(|account| account.number) else {
            return false;
        };
        let mut listed = rule.principals.iter().flat_map(|(_, listed)| listed);
        let is_open = self.contested.contains(&number);
        listed.any(|one| match one {
            Wanted::AccountId(bare) => is_open && *bare == number,
            other => other.id().is_some(),
        })
    }

    /// What it takes to ask about one request: how many patterns there are.
    pub(super) fn size(&self) -> usize {
        let rules = self.codified.rules().chain(self.live.rules());
        let patterns = rules.map(|rule| {
            let resources = rule.resource.as_ref();
            rule.action.1.len() + resources.map_or(0, |(_, patterns)| patterns.len())
        });
        patterns.sum()
    }

    pub(super) fn confirm(&self, request: &Request) -> Option<Witness> {
        let (codified, live) = (self.codified.decide(request), self.live.decide(request));
        let same = |[left, right]: &[Whole; 2]| {
            left.decide(request) == codified && right.decide(request) == live
        };
        let certain = codified != live
            && self.readings.iter().all(same)
            && is_consistent(request)
            && self.is_documented(&self.codified, request)
            && self.is_documented(&self.live, request);
        certain.then(|| Witness {
            request: request.clone(),
            codified,
            live,
            plausible: is_plausible(request),
        })
    }

    /// Whether the guide settles what every rule that could matter says of it.
    fn is_documented(&self, side: &Whole, request: &Request) -> bool {
        let mut concerned = side
            .rules()
            .filter(|rule| rule.takes_action(&request.action));
        concerned.all(|rule| is_settled(rule, request) && !self.is_contested(rule, request))
    }

    /// The request of a path through the diagram.
    pub(super) fn request(&self, path: &[&Cell]) -> Request {
        let mut request = Request {
            principal: None,
            action: "s3:GetObject".into(),
            resource: default_resource(
                self.codified.identity.kind,
                names::home(self.codified.rules().chain(self.live.rules())),
            ),
            context: Context::default(),
        };
        let mut absent = Vec::new();
        for cell in path {
            match &cell.point {
                Point::Action(action) => request.action.clone_from(action),
                Point::Resource(resource) => request.resource.clone_from(resource),
                Point::Principal(principal) => request.principal = Some(principal.clone()),
                Point::Absent(key) => absent.push(crate::policy::canonical::fold_key(key)),
                Point::Present(key, values) => request.context.set(key, values.clone()),
            }
        }
        for (key, value) in path.iter().flat_map(|cell| &cell.needs) {
            if request.context.get(key).is_none() && !absent.contains(key) {
                request.context.set(key, Values::One(value.clone()));
            }
        }
        request
    }

    /// The same difference on a resource that goes with the action, if there is
    /// one among those the documents name.
    pub(super) fn readable(&self, witness: Witness) -> Witness {
        let made_up = sample::of_service(&witness.request.action);
        // A resource nobody named says less than the star that most such actions take.
        let starred = Request {
            resource: "*".into(),
            ..witness.request.clone()
        };
        let better = |request: &Request| {
            let found = self.confirm(request).filter(|found| found.plausible);
            found.filter(|it| (it.codified, it.live) == (witness.codified, witness.live))
        };
        if made_up.as_ref() == Some(&witness.request.resource)
            && let Some(plainer) = better(&starred)
        {
            return plainer;
        }
        if witness.plausible {
            return witness;
        }
        let rules = self.codified.rules().chain(self.live.rules());
        let named = rules.flat_map(sample::of_rule);
        let mut all = named.chain(["*".to_owned()]).chain(made_up).take(64);
        let found = all.find_map(|resource| {
            better(&Request {
                resource,
                ..witness.request.clone()
            })
        });
        found.unwrap_or(witness)
    }
}

fn default_resource(kind: Kind, home: &str) -> String {
    match kind {
        Kind::Trust => format!("arn:{home}:iam::123456789012:role/example"),
        Kind::Identity | Kind::Resource => "*".into(),
    }
}

/// As far as the catalogue knows; what it does not list may well exist.
fn is_plausible(request: &Request) -> bool {
    let star = request.resource == "*";
    let goes_with_star = match catalogue::find(&request.action) {
        Known::NoSuchAction => return false,
        Known::NoSuchService => None,
        Known::Action(entry) => match entry.resources {
            Resources::None => Some(true),
            Resources::Required => Some(false),
            Resources::Optional | Resources::OneOf => None,
        },
    };
    let service = request.action.split(':').next().unwrap_or("");
    let of_resource = request.resource.split(':').nth(2);
    let belongs = star
        || service.eq_ignore_ascii_case("sts")
        || of_resource.is_some_and(|of| of.eq_ignore_ascii_case(service));
    belongs
        && goes_with_star.is_none_or(|wanted| wanted == star || service == "sts")
        && service != "example"
        && !request.action.contains("Example")
}

/// Keys that say the same thing twice have to agree.
fn is_consistent(request: &Request) -> bool {
    let key = |name: &str| request.context.single(name);
    let arn = key("aws:principalarn");
    let account = key("aws:principalaccount");
    if let (Some(arn), Some(account)) = (arn, account)
        && Account::of(arn).is_some_and(|of| of.number != account)
    {
        return false;
    }
    if let Some(principal) = request
        .principal
        .as_deref()
        .filter(|p| p.starts_with("arn:"))
    {
        let same_account =
            |number: &str| Account::of(principal).is_some_and(|account| account.number == number);
        let is_session = Arn::new(principal).kind() == Some("assumed-role");
        let tells_apart = arn.is_some_and(|arn| !is_session && arn != principal)
            || account.is_some_and(|account| !same_account(account));
        if tells_apart {
            return false;
        }
    }
    match (key("aws:currenttime"), key("aws:epochtime")) {
        (Some(now), Some(epoch)) => {
            let second = |text| Some(date::read(text)?.div_euclid(1_000_000_000));
            second(now) == second(epoch)
        }
        _ => true,
    }
}

fn is_settled(rule: &Rule, request: &Request) -> bool {
    let excludes = rule.resource.as_ref().is_some_and(|(negated, _)| *negated);
    if excludes && request.resource == "*" {
        return false;
    }
    let patterns = rule.resource.iter().flat_map(|(_, patterns)| patterns);
    patterns
        .map(|pattern| &pattern.pattern)
        .all(|pattern| has_plain_variables(pattern, &request.context))
        && rule
            .tests
            .iter()
            .all(|test| is_settled_test(test, &request.context))
}

fn is_settled_test(test: &Test, context: &Context) -> bool {
    if keys::is_odd(test)
        || test
            .values
            .iter()
            .any(|one| matches!(one, Matcher::Broken(_)))
    {
        return false;
    }
    let single = test.operator.quantifier == Quantifier::Single;
    let values = match context.get(&test.key) {
        None => {
            let open =
                test.operator.quantifier == Quantifier::ForAnyValue && test.operator.if_exists;
            return !open;
        }
        Some(Values::Many(values)) if test.operator.family == Family::Null => {
            return !values.is_empty();
        }
        Some(Values::Many(values)) if single && values.len() != 1 => return false,
        Some(values) => values.all(),
    };
    let patterns = test.values.iter().filter_map(|one| match one {
        Matcher::Text(pattern) => Some(pattern),
        _ => None,
    });
    values
        .iter()
        .all(|value| is_settled_value(test, value) && !values::is_open(test, value))
        && patterns
            .into_iter()
            .all(|pattern| has_plain_variables(pattern, context))
}

/// An empty value is a text like any other for one value and a text operator
/// (`s3:prefix` is empty in every listing of a whole bucket); elsewhere it may
/// count as no value.
fn is_settled_value(test: &Test, value: &str) -> bool {
    let is_text = matches!(test.operator.family, Family::String(_) | Family::Null);
    !value.is_empty() || (is_text && test.operator.quantifier == Quantifier::Single)
}

/// What a variable with wildcards or several values in it means is open, and
/// so is one that stands for a key that does not exist.
fn has_plain_variables(pattern: &Pattern, context: &Context) -> bool {
    pattern.pieces().iter().all(|piece| match piece {
        Piece::Token(_) => true,
        Piece::Variable { key, default } => match context.get(key) {
            Some(Values::One(value)) => !value.contains(['*', '?', '$']) && !value.is_empty(),
            Some(Values::Many(_)) => false,
            None => default
                .as_ref()
                .is_none_or(|text| !text.contains(['*', '?', '$'])),
        },
    })
}
