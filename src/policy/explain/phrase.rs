//! A statement, or the part of it that makes a difference, as one phrase.

use crate::{
    facts::Use,
    policy::{
        Condition, Family, Operator, Quantifier, Request, Statement, StringTest, Text, Values,
        canonical::fold_key,
        catalogue::{Access, access},
        diff::ElementName,
    },
};

/// The value that makes the difference.
#[derive(Clone, Copy)]
pub(super) struct Focus<'a> {
    pub(super) element: &'a ElementName,
    pub(super) value: &'a str,
    /// The value is excluded on the other side.
    pub(super) negated: bool,
}

/// What a phrase speaks of: parts of one statement.
pub(super) struct Scope<'a> {
    actions: Vec<&'a str>,
    not_actions: bool,
    resources: Vec<&'a str>,
    not_resources: bool,
    principals: Vec<String>,
    not_principals: bool,
    conditions: Vec<String>,
    /// What of the actions and of the resources is left out.
    but_actions: Vec<&'a str>,
    but_resources: Vec<&'a str>,
    /// Values by which uses in a repository are found.
    searched: Vec<String>,
}

/// More actions than these are not searched for.
const SEARCHED: usize = 16;

impl<'a> Scope<'a> {
    pub(super) fn all(statement: &'a Statement) -> Self {
        let resources = statement.resource.as_ref();
        let principals = statement.principals.as_ref();
        Self {
            actions: values(&statement.action.patterns),
            not_actions: statement.action.negated,
            resources: resources.map_or_else(Vec::new, |resource| values(&resource.patterns)),
            not_resources: resources.is_some_and(|resource| resource.negated),
            principals: principals.map_or_else(Vec::new, |principals| {
                let listed = principals.listed.iter();
                listed.map(|one| one.name.value.clone()).collect()
            }),
            not_principals: principals.is_some_and(|principals| principals.negated),
            conditions: statement.conditions.iter().map(condition).collect(),
            but_actions: Vec::new(),
            but_resources: Vec::new(),
            searched: Vec::new(),
        }
    }

    /// Leaves out of its patterns what these take.
    pub(super) fn except(&mut self, actions: &'a [Text], resources: &'a [Text]) {
        let lists = [
            (self.not_actions, &mut self.actions, &mut self.but_actions),
            (
                self.not_resources,
                &mut self.resources,
                &mut self.but_resources,
            ),
        ];
        for ((negated, listed, but), more) in lists.into_iter().zip([actions, resources]) {
            // All but these, and but those.
            let into = if negated { listed } else { but };
            into.extend(values(more));
        }
    }

    /// Leaves out what these conditions hold for.
    pub(super) fn unless(&mut self, conditions: &[String]) {
        self.conditions.extend_from_slice(conditions);
    }

    /// The statement, narrowed to one value of one element.
    pub(super) fn with(statement: &'a Statement, focus: Focus<'a>) -> Self {
        let mut scope = Self::all(statement);
        match focus.element {
            ElementName::Action | ElementName::NotAction => {
                scope.actions = vec![focus.value];
                scope.not_actions = false;
            }
            ElementName::Resource | ElementName::NotResource => {
                scope.resources = vec![focus.value];
                scope.not_resources = false;
                scope.searched.extend(fragment(resource_part(focus.value)));
            }
            ElementName::Principal(_) | ElementName::NotPrincipal(_) => {
                scope.principals = vec![focus.value.to_owned()];
                scope.not_principals = false;
            }
            ElementName::Condition { operator, key } => {
                let same = |condition: &&Condition| !is(condition, operator.raw(), key.raw());
                let others = statement.conditions.iter().filter(same);
                scope.conditions = std::iter::once(match Operator::read(operator.raw()) {
                    Some(operator) => test(
                        Operator {
                            negated: operator.negated && !focus.negated,
                            ..operator
                        },
                        key.raw(),
                        &[focus.value],
                    ),
                    None => format!("{} = {}", key.raw(), focus.value),
                })
                .chain(others.map(condition))
                .collect();
                scope.searched.extend(fragment(focus.value));
            }
            ElementName::Effect => {}
        }
        scope
    }

    /// The wider statement, where a condition of the narrower one does not hold.
    pub(super) fn without(
        statement: &'a Statement,
        narrow: &'a Statement,
        element: &ElementName,
    ) -> Self {
        let mut scope = Self::all(statement);
        if let ElementName::Condition { operator, key } = element {
            let added = narrow.conditions.iter();
            let added = added.filter(|one| is(one, operator.raw(), key.raw()));
            let unless = added.map(|one| format!("not ({})", condition(one)));
            scope.conditions.extend(unless);
        }
        scope
    }

    pub(super) fn words(&self) -> String {
        let part = |negated, values, but| Named {
            negated,
            values,
            but,
        };
        let resources = self.resources.clone();
        let but_resources = self.but_resources.clone();
        let principals = self.principals.iter().map(String::as_str).collect();
        grant(
            &part(
                self.not_actions,
                self.actions.clone(),
                self.but_actions.clone(),
            ),
            (!resources.is_empty())
                .then(|| part(self.not_resources, resources, but_resources))
                .as_ref(),
            (!self.principals.is_empty())
                .then(|| part(self.not_principals, principals, Vec::new()))
                .as_ref(),
            ("when", &self.conditions),
        )
    }

    pub(super) fn access(&self) -> Option<Access> {
        if self.not_actions {
            return None;
        }
        self.actions
            .iter()
            .filter_map(|action| access(action))
            .max()
    }

    /// Actions without a wildcard, each with the values that narrow it down.
    pub(super) fn uses(&self) -> Vec<Use> {
        if self.not_actions {
            return Vec::new();
        }
        let named = self.actions.iter().filter(|a| !a.contains(['*', '?']));
        named
            .take(SEARCHED)
            .map(|action| Use {
                action: (*action).to_owned(),
                values: self.searched.clone(),
            })
            .collect()
    }
}

/// What an element of a statement names, all of it.
#[derive(Debug)]
pub struct Named<'a> {
    /// All but these.
    pub negated: bool,
    pub values: Vec<&'a str>,
    /// What of these is left out: it decides as much as what is listed.
    pub but: Vec<&'a str>,
}

impl Named<'_> {
    /// `s3:GetObject, s3:PutObject`, or `all but s3:GetObject`.
    pub fn words(&self) -> String {
        let mut listed = self.values.join(", ");
        if !self.but.is_empty() {
            listed.push_str(&format!(" but {}", self.but.join(", ")));
        }
        match self.negated {
            true => format!("all but {listed}"),
            false => listed,
        }
    }
}

/// `s3:* on * for ... when ...`: the one way to say what a statement gives. Every action,
/// resource, principal and value is named, for the one that is left out may be the one
/// that decides.
pub fn grant(
    actions: &Named<'_>,
    resources: Option<&Named<'_>>,
    principals: Option<&Named<'_>>,
    (when, conditions): (&str, &[impl AsRef<str>]),
) -> String {
    let mut words = actions.words();
    for (by, named) in [(" on ", resources), (" for ", principals)] {
        words.extend(named.map(|named| format!("{by}{}", named.words())));
    }
    for (at, condition) in conditions.iter().enumerate() {
        let word = if at == 0 { when } else { "and" };
        words.push_str(&format!(" {word} {}", condition.as_ref()));
    }
    words
}

/// A witness as a phrase like the others.
pub(super) fn request(request: &Request) -> String {
    let one = |value| Named {
        negated: false,
        values: vec![value],
        but: Vec::new(),
    };
    let known = request.context.iter().map(|(key, values)| match values {
        Values::One(value) if value.is_empty() => format!("{key} is empty"),
        Values::One(value) => format!("{key} = {value}"),
        Values::Many(values) => format!("{key} = [{}]", values.join(", ")),
    });
    let known: Vec<String> = known.collect();
    let principal = request.principal.as_deref().map(one);
    // Who assumes a role asks for nothing but the role.
    let resource = Some(request.resource.as_str());
    let resource = resource.filter(|resource| principal.is_none() || *resource != "*");
    let resource = resource.map(one);
    grant(
        &one(&request.action),
        resource.as_ref(),
        principal.as_ref(),
        ("when", &known),
    )
}

fn is(condition: &Condition, operator: &str, key: &str) -> bool {
    Operator::read(operator) == Some(condition.operator)
        && fold_key(&condition.key.value) == fold_key(key)
}

pub(super) fn condition(condition: &Condition) -> String {
    let values = values(&condition.values);
    test(condition.operator, &condition.key.value, &values)
}

fn values(texts: &[Text]) -> Vec<&str> {
    texts.iter().map(|text| text.value.as_str()).collect()
}

/// One test in words: `aws:SourceIp in 10.0.0.0/8`.
fn test(operator: Operator, key: &str, values: &[&str]) -> String {
    use crate::policy::Relation as C;
    let values_of = values.join(" or ");
    if operator.family == Family::Null {
        return match values {
            ["true"] => format!("{key} is absent"),
            ["false"] => format!("{key} is present"),
            _ => format!("{key} is absent = {values_of}"),
        };
    }
    let wild = values.iter().any(|value| value.contains(['*', '?']));
    let verb = match operator.family {
        Family::String(StringTest::Like) | Family::Arn if wild => "like",
        Family::Ip => "in",
        Family::String(StringTest::IgnoreCase) => "(any case) =",
        Family::Numeric(C::LessThan) | Family::Date(C::LessThan) => "<",
        Family::Numeric(C::LessThanEquals) | Family::Date(C::LessThanEquals) => "<=",
        Family::Numeric(C::GreaterThan) | Family::Date(C::GreaterThan) => ">",
        Family::Numeric(C::GreaterThanEquals) | Family::Date(C::GreaterThanEquals) => ">=",
        _ => "=",
    };
    let verb = match (operator.negated, verb) {
        (true, "=") => "is not".to_owned(),
        (true, verb) => format!("not {verb}"),
        (false, verb) => verb.to_owned(),
    };
    let key = match operator.quantifier {
        Quantifier::Single => key.to_owned(),
        Quantifier::ForAllValues => format!("every {key}"),
        Quantifier::ForAnyValue => format!("any {key}"),
    };
    let absent = if operator.if_exists {
        " (or absent)"
    } else {
        ""
    };
    format!("{key} {verb} {values_of}{absent}")
}

/// The part of an ARN that names the thing: `rule/dataops-v1-*`.
fn resource_part(arn: &str) -> &str {
    arn.splitn(6, ':').nth(5).unwrap_or(arn)
}

/// The longest piece without wildcards or variables, when it says anything.
fn fragment(value: &str) -> Option<String> {
    let pieces = value.split(['*', '?', '$', '{', '}']);
    let longest = pieces.max_by_key(|piece| piece.len())?;
    let named = longest.trim_matches(['/', ':', '-']);
    let named = named.rsplit('/').next().unwrap_or(named);
    (named.len() >= 3).then(|| named.to_owned())
}
