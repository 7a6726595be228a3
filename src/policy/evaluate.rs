//! Several policies and one request: who decides, and what was missing.
//!
//! Each policy is an input of its own, and nothing is looked up: a policy that
//! is not given does not exist.

mod missing;

use serde::{Deserialize, Serialize};

pub use super::compiled::{Compiled, Decision, needs_no_permission};
use super::{Effect, Request, compiled::Rule, principal::Wanted};

/// A policy with the name a person knows it by.
#[derive(Clone, Debug)]
pub struct Named {
    pub name: String,
    pub policy: Compiled,
}

/// The policies that bear on one request.
#[derive(Clone, Debug, Default)]
pub struct Policies {
    pub identity: Vec<Named>,
    pub boundary: Option<Named>,
    pub session: Option<Named>,
    /// The levels of the organisation from the root down: each must allow.
    pub service_control: Vec<Vec<Named>>,
    pub resource: Option<Named>,
    /// The resource's policy must allow beside the identity's.
    pub resource_in_other_account: bool,
}

/// What was decided, by what, and why not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub decision: Decision,
    /// The statements that denied or allowed; empty for an implicit denial.
    pub deciding: Vec<Deciding>,
    /// Of a denial: a sentence on what would have to be different.
    pub missing: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deciding {
    pub policy: String,
    /// Counted from one.
    pub statement: usize,
    pub sid: Option<String>,
}

impl Deciding {
    /// `EventBridge of dataops-v1-deploy`, `statement 2 of dataops-v1-deploy`.
    pub fn words(&self) -> String {
        match &self.sid {
            Some(sid) => format!("{sid} of {}", self.policy),
            None => format!("statement {} of {}", self.statement, self.policy),
        }
    }

    fn of(named: &Named, at: usize, rule: &Rule) -> Self {
        Self {
            policy: named.name.clone(),
            statement: at + 1,
            sid: rule.sid.clone(),
        }
    }
}

impl Policies {
    /// The decision alone, without words.
    pub fn decide(&self, request: &Request) -> Decision {
        if needs_no_permission(&request.action) {
            return Decision::Allowed;
        }
        let says = |named: &Named| named.policy.decide(request);
        if self
            .all()
            .any(|named| says(named) == Decision::ExplicitlyDenied)
        {
            return Decision::ExplicitlyDenied;
        }
        let allows = |named: &Named| says(named) == Decision::Allowed;
        if self.is_allowed(request, &allows) {
            Decision::Allowed
        } else {
            Decision::ImplicitlyDenied
        }
    }

    fn is_allowed(&self, request: &Request, allows: &impl Fn(&Named) -> bool) -> bool {
        let levels = &self.service_control;
        if !levels.iter().all(|level| level.iter().any(allows)) {
            return false;
        }
        let within = self.boundary.iter().chain(&self.session).all(allows);
        let identity = self.identity.iter().any(allows);
        let Some(resource) = &self.resource else {
            return identity && within;
        };
        if self.resource_in_other_account {
            return identity && within && allows(resource);
        }
        // A grant to the very session or user is not limited by a boundary's
        // silence; a grant to its role is.
        let from = request.principal.as_deref().unwrap_or("");
        let names_it = |rule: &Rule| {
            rule.effect == Effect::Allow
                && rule.applies(request)
                && rule.principals.as_ref().is_some_and(|(negated, listed)| {
                    let mut listed = listed.iter();
                    !negated && listed.any(|one| matches!(one, Wanted::Aws(name) if name == from))
                })
        };
        let named = resource.policy.statements.iter().any(names_it);
        named || (within && (identity || allows(resource)))
    }

    /// The decision with the statements behind it and what was missing.
    pub fn answer(&self, request: &Request) -> Answer {
        let decision = self.decide(request);
        let deciding = match decision {
            Decision::ExplicitlyDenied => self.applying(request, Effect::Deny),
            Decision::Allowed => self.applying(request, Effect::Allow),
            Decision::ImplicitlyDenied => Vec::new(),
        };
        let missing = match decision {
            Decision::Allowed => None,
            Decision::ExplicitlyDenied => Some(missing::denied(&deciding)),
            Decision::ImplicitlyDenied => Some(missing::not_allowed(self, request)),
        };
        Answer {
            decision,
            deciding,
            missing,
        }
    }

    fn all(&self) -> impl Iterator<Item = &Named> {
        self.identity
            .iter()
            .chain(&self.boundary)
            .chain(&self.session)
            .chain(self.service_control.iter().flatten())
            .chain(&self.resource)
    }

    fn applying(&self, request: &Request, effect: Effect) -> Vec<Deciding> {
        let of_policy = |named: &Named| -> Vec<Deciding> {
            let rules = named.policy.statements.iter().enumerate();
            let applying = rules.filter(|(_, rule)| rule.effect == effect && rule.applies(request));
            applying
                .map(|(at, rule)| Deciding::of(named, at, rule))
                .collect()
        };
        self.all().flat_map(of_policy).collect()
    }
}
