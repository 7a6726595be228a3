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

/// More values than these are counted, not listed.
const LISTED: usize = 3;
/// More actions than these are not searched for.
const SEARCHED: usize = 16;

impl<'a> Scope<'a> {
    pub(super) fn all(statement: &'a Statement) -> Self {
        let texts = |texts: &'a [crate::policy::Text]| -> Vec<&'a str> {
            texts.iter().map(|text| text.value.as_str()).collect()
        };
        let resources = statement.resource.as_ref();
        let principals = statement.principals.as_ref();
        Self {
            actions: texts(&statement.action.patterns),
            not_actions: statement.action.negated,
            resources: resources.map_or_else(Vec::new, |resource| texts(&resource.patterns)),
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
        let values = |texts: &'a [Text]| texts.iter().map(|text| text.value.as_str()).collect();
        self.but_actions = values(actions);
        self.but_resources = values(resources);
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
        let mut words = String::new();
        if self.not_actions {
            words.push_str("everything but ");
        }
        words.push_str(&list(&self.actions));
        words.push_str(&but(&self.but_actions));
        if !self.principals.is_empty() {
            let by = if self.not_principals {
                " by anyone but "
            } else {
                " by "
            };
            let principals: Vec<&str> = self.principals.iter().map(String::as_str).collect();
            words.push_str(by);
            words.push_str(&list(&principals));
        }
        let is_all = self.resources == ["*"] && self.but_resources.is_empty();
        if !self.resources.is_empty() && !is_all {
            words.push_str(if self.not_resources {
                " on everything but "
            } else {
                " on "
            });
            words.push_str(&list(&self.resources));
            words.push_str(&but(&self.but_resources));
        }
        if !self.conditions.is_empty() {
            words.push_str(" when ");
            words.push_str(&self.conditions.join(" and "));
        }
        words
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

/// A witness as a phrase like the others.
pub(super) fn request(request: &Request) -> String {
    let mut words = request.action.clone();
    if let Some(principal) = &request.principal {
        words.push_str(" by ");
        words.push_str(principal);
    }
    if request.resource != "*" {
        words.push_str(" on ");
        words.push_str(&request.resource);
    }
    let known = request.context.iter().map(|(key, values)| match values {
        Values::One(value) if value.is_empty() => format!("{key} is empty"),
        Values::One(value) => format!("{key} = {value}"),
        Values::Many(values) => format!("{key} = [{}]", values.join(", ")),
    });
    let known: Vec<String> = known.collect();
    if !known.is_empty() {
        words.push_str(" when ");
        words.push_str(&known.join(" and "));
    }
    words
}

fn is(condition: &Condition, operator: &str, key: &str) -> bool {
    Operator::read(operator) == Some(condition.operator)
        && fold_key(&condition.key.value) == fold_key(key)
}

fn condition(condition: &Condition) -> String {
    let values: Vec<&str> = condition
        .values
        .iter()
        .map(|text| text.value.as_str())
        .collect();
    test(condition.operator, &condition.key.value, &values)
}

/// One test in words: `aws:SourceIp in 10.0.0.0/8`.
fn test(operator: Operator, key: &str, values: &[&str]) -> String {
    use crate::policy::Relation as C;
    let values_of = list_or(values);
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

fn list(values: &[&str]) -> String {
    let shown = values.iter().take(LISTED).copied().collect::<Vec<_>>();
    match values.len().saturating_sub(LISTED) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Every exception by its name: what is left out decides as much as what is listed.
fn but(values: &[&str]) -> String {
    match values {
        [] => String::new(),
        values => format!(" but {}", values.join(", ")),
    }
}

fn list_or(values: &[&str]) -> String {
    let shown = values.iter().take(LISTED).copied().collect::<Vec<_>>();
    match values.len().saturating_sub(LISTED) {
        0 => shown.join(" or "),
        more => format!("{} or {more} more", shown.join(", ")),
    }
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
