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
    actions: Named<'a>,
    resources: Named<'a>,
    principals: Named<'a>,
    conditions: Vec<String>,
    /// Values by which uses in a repository are found.
    searched: Vec<String>,
}

/// More actions than these are not searched for.
const SEARCHED: usize = 16;

impl<'a> Scope<'a> {
    pub(super) fn all(statement: &'a Statement) -> Self {
        let of = |negated, values| Named {
            negated,
            values,
            but: Vec::new(),
        };
        let resource = statement.resource.as_ref();
        let principals = statement.principals.as_ref();
        Self {
            actions: of(statement.action.negated, values(&statement.action.patterns)),
            resources: resource.map_or_else(Named::default, |resource| {
                of(resource.negated, values(&resource.patterns))
            }),
            principals: principals.map_or_else(Named::default, |principals| {
                let listed = principals.listed.iter();
                let names = listed.map(|one| one.name.value.as_str());
                of(principals.negated, names.collect())
            }),
            conditions: statement.conditions.iter().map(condition).collect(),
            searched: Vec::new(),
        }
    }

    /// Leaves out of its patterns what these take.
    pub(super) fn except(&mut self, actions: &'a [Text], resources: &'a [Text]) {
        let lists = [&mut self.actions, &mut self.resources];
        for (named, more) in lists.into_iter().zip([actions, resources]) {
            // All but these, and but those.
            let into = match named.negated {
                true => &mut named.values,
                false => &mut named.but,
            };
            into.extend(values(more));
        }
    }

    /// Leaves out what these conditions hold for.
    pub(super) fn unless(&mut self, conditions: &[String]) {
        self.conditions.extend_from_slice(conditions);
    }

    /// A statement that was narrowed to one value of one element.
    pub(super) fn narrowed(narrow: &'a Statement, focus: &Focus<'_>) -> Self {
        let mut scope = Self::all(narrow);
        match focus.element {
            ElementName::Resource | ElementName::NotResource => {
                scope.searched.extend(fragment(resource_part(focus.value)));
            }
            ElementName::Condition { .. } => {
                // It was put last, and is what the phrase is about.
                scope.conditions.rotate_right(1);
                scope.searched.extend(fragment(focus.value));
            }
            _ => {}
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
        let given = |named: &&Named<'_>| !named.values.is_empty();
        grant(
            &self.actions,
            Some(&self.resources).filter(given),
            Some(&self.principals).filter(given),
            ("when", &self.conditions),
        )
    }

    pub(super) fn access(&self) -> Option<Access> {
        let actions = self.listed_actions();
        actions.iter().filter_map(|action| access(action)).max()
    }

    /// Actions without a wildcard, each with the values that narrow it down.
    pub(super) fn uses(&self) -> Vec<Use> {
        let actions = self.listed_actions().iter();
        let named = actions.filter(|action| !action.contains(['*', '?']));
        named
            .take(SEARCHED)
            .map(|action| Use {
                action: (*action).to_owned(),
                values: self.searched.clone(),
            })
            .collect()
    }

    /// None where those are listed that it does not speak of.
    fn listed_actions(&self) -> &[&'a str] {
        match self.actions.negated {
            true => &[],
            false => &self.actions.values,
        }
    }
}

/// What an element of a statement names, all of it.
#[derive(Debug, Default)]
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

pub(super) fn is(condition: &Condition, operator: &str, key: &str) -> bool {
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
