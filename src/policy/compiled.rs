//! A document made ready: compiled once, then asked about many requests.
//!
//! What a single document says of a request, nothing about how several combine.

use serde::{Deserialize, Serialize};

use super::{
    Document, Effect, Kind, Request, Statement, Version,
    condition::Test,
    glob::{Glob, Reading, Token, wild},
    pattern::Pattern,
    principal::Wanted,
};

/// Nobody needs a permission for it, and no statement takes it away. STS API
/// reference, "GetCallerIdentity".
pub(super) const WITHOUT_PERMISSION: &str = "sts:GetCallerIdentity";

/// Whether every caller may do it, whatever the policies say.
pub fn needs_no_permission(action: &str) -> bool {
    action.eq_ignore_ascii_case(WITHOUT_PERMISSION)
}

/// The actions that every caller may do, as patterns of actions.
pub(super) fn without_permission() -> Glob {
    ActionPattern::compile(WITHOUT_PERMISSION).glob
}

/// From the worst to the best.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Decision {
    ExplicitlyDenied,
    ImplicitlyDenied,
    Allowed,
}

#[derive(Clone, Debug)]
pub struct Compiled {
    pub(super) kind: Kind,
    pub(super) statements: Vec<Rule>,
}

/// A statement, compiled.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) sid: Option<String>,
    pub(super) effect: Effect,
    /// The services whose actions it may take, each as one of 64 bits: most
    /// statements speak of others than the request's.
    services: u64,
    pub(super) principals: Option<(bool, Vec<Wanted>)>,
    /// Where the document lives; None: not known, or it names no principals.
    pub(super) partition: Option<String>,
    pub(super) action: (bool, Vec<ActionPattern>),
    pub(super) resource: Option<(bool, Vec<ResourcePattern>)>,
    pub(super) tests: Vec<Test>,
}

/// Letter case does not count in actions.
#[derive(Clone, Debug)]
pub(super) struct ActionPattern {
    pub(super) glob: Glob,
    pub(super) written: String,
}

/// A request for `*` is matched by the resource `*` alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ResourcePattern {
    pub(super) pattern: Pattern,
    pub(super) is_star: bool,
    pub(super) written: String,
}

impl Compiled {
    pub fn new(document: &Document) -> Self {
        let statements = document.statements.iter();
        Self {
            kind: document.kind,
            statements: statements
                .map(|statement| Rule::compile(statement, document.version))
                .collect(),
        }
    }

    /// The same under another reading of wildcards in resources.
    pub(super) fn under(&self, reading: Reading) -> Self {
        let mut policy = self.clone();
        let rules = policy.statements.iter_mut();
        for (_, patterns) in rules.filter_map(|rule| rule.resource.as_mut()) {
            for pattern in patterns {
                if let Pattern::Plain(glob) = &mut pattern.pattern {
                    *glob = glob.under(reading);
                }
            }
        }
        policy
    }

    /// What this document alone says.
    pub fn decide(&self, request: &Request) -> Decision {
        let mut decision = Decision::ImplicitlyDenied;
        let service = service_bit(&request.action);
        for rule in &self.statements {
            if rule.services & service == 0 {
                continue;
            }
            let could_change = match rule.effect {
                Effect::Deny => true,
                Effect::Allow => decision == Decision::ImplicitlyDenied,
            };
            if could_change && rule.applies(request) {
                match rule.effect {
                    Effect::Deny => return Decision::ExplicitlyDenied,
                    Effect::Allow => decision = Decision::Allowed,
                }
            }
        }
        decision
    }
}

impl Rule {
    pub(super) fn compile(statement: &Statement, version: Version) -> Self {
        let principals = statement.principals.as_ref();
        let resource = statement.resource.as_ref();
        let actions = statement.action.patterns.iter();
        let actions = actions.map(|text| ActionPattern::compile(&text.value));
        let tests = statement.conditions.iter();
        let tests = tests.map(|condition| Test::compile(condition, version));
        Self {
            sid: statement.sid.as_ref().map(|sid| sid.value.clone()),
            effect: statement.effect,
            services: services(&statement.action),
            principals: principals.map(|principals| {
                let listed = principals.listed.iter();
                (principals.negated, listed.map(Wanted::compile).collect())
            }),
            partition: principals
                .and_then(|principals| principals.listed.first())
                .and_then(|principal| principal.partition.clone()),
            action: (statement.action.negated, actions.collect()),
            resource: resource.map(|resource| {
                let patterns = resource.patterns.iter();
                let compile = |text: &super::Text| ResourcePattern::compile(&text.value, version);
                (resource.negated, patterns.map(compile).collect())
            }),
            tests: tests.collect(),
        }
    }

    pub(super) fn applies(&self, request: &Request) -> bool {
        self.takes_action(&request.action)
            && self.takes_resource(request)
            && self.takes_principal(request)
            && self.tests.iter().all(|test| test.holds(&request.context))
    }

    pub(super) fn takes_action(&self, action: &str) -> bool {
        let (negated, patterns) = &self.action;
        patterns.iter().any(|pattern| pattern.matches(action)) != *negated
    }

    pub(super) fn takes_resource(&self, request: &Request) -> bool {
        self.resource.as_ref().is_none_or(|(negated, patterns)| {
            patterns.iter().any(|pattern| pattern.matches(request)) != *negated
        })
    }

    pub(super) fn takes_principal(&self, request: &Request) -> bool {
        let Some((negated, listed)) = &self.principals else {
            return true;
        };
        let from = request.principal.as_deref().unwrap_or("");
        listed.iter().any(|wanted| wanted.matches(from)) != *negated
    }
}

fn services(action: &super::Action) -> u64 {
    let of = |text: &str| match text.split_once(':') {
        Some((service, _)) if service != "*" => service_bit(text),
        _ => u64::MAX,
    };
    if action.negated {
        return u64::MAX;
    }
    let patterns = action.patterns.iter();
    patterns.fold(0, |bits, text| bits | of(&text.value))
}

/// The same bit for the same service in any letter case.
fn service_bit(action: &str) -> u64 {
    let service = action.bytes().take_while(|byte| *byte != b':');
    let mixed = service.fold(0_u32, |mixed, byte| {
        mixed
            .wrapping_mul(31)
            .wrapping_add(u32::from(byte.to_ascii_lowercase()))
    });
    1 << ((mixed ^ mixed >> 6 ^ mixed >> 12) % 64)
}

impl ActionPattern {
    /// No wildcard works in the service's name, unless it is all of it.
    fn compile(text: &str) -> Self {
        let folded = text.to_ascii_lowercase();
        let service = folded.split_once(':').map_or("", |(service, _)| service);
        let literal = if service == "*" { 0 } else { service.len() };
        // Folded tokens match the request's action without copying it.
        let tokens = folded.char_indices().map(|(at, c)| match wild(c) {
            wildcard @ (Token::Any | Token::Many) if at >= literal => wildcard,
            _ => Token::Fold(c),
        });
        Self {
            glob: Glob::of(tokens),
            written: text.to_owned(),
        }
    }

    fn matches(&self, action: &str) -> bool {
        self.glob.matches(action)
    }
}

impl ResourcePattern {
    fn compile(text: &str, version: Version) -> Self {
        Self {
            pattern: Pattern::resource(text, version),
            is_star: text == "*",
            written: text.to_owned(),
        }
    }

    fn matches(&self, request: &Request) -> bool {
        if self.is_star {
            return true;
        }
        request.resource != "*" && self.pattern.matches(&request.resource, &request.context)
    }
}
