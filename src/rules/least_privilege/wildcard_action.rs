//! `Allow` of every action, of a service's every action, or of all but some.

use super::rule::{Allowing, Found, Rule, is_wild};

pub(super) const RULE: Rule = Rule {
    id: "wildcard-action",
    title: "Every action is allowed",
    why: "Such a statement also allows what the service can delete, share and hand on, and every action that AWS adds to it later.",
    fix: "List the actions that are used; a prefix such as s3:Get* is the widest that says what it is for.",
    check,
};

fn check(allowing: &Allowing<'_>) -> Found {
    let statement = allowing.statement;
    let action = &statement.action;
    if action.negated {
        let what = "NotAction allows every action of every service but those it lists";
        let first = action.patterns.first();
        let place = first.map_or(statement.place, |pattern| pattern.place);
        return Some(vec![(place, what.to_owned())]);
    }
    let patterns = action.patterns.iter();
    let found = patterns.filter_map(|pattern| Some((pattern.place, too_wide(&pattern.value)?)));
    Some(found.collect())
}

fn too_wide(pattern: &str) -> Option<String> {
    let wild_service = |service: &str| service.contains(['*', '?']);
    match pattern.split_once(':') {
        None if is_wild(pattern) => Some("* allows every action of every service".into()),
        Some((service, name)) if is_wild(service) && is_wild(name) => {
            Some(format!("{pattern} allows every action of every service"))
        }
        Some((service, name)) if !wild_service(service) => {
            is_wild(name).then(|| format!("{pattern} allows every action of {service}"))
        }
        _ => Some(format!(
            "{pattern} allows actions of services that it does not name"
        )),
    }
}
