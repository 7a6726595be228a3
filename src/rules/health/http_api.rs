//! An HTTP API and what authorizes the calls of its routes.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::api_gateway,
    facts::{Expected, Priority, ResourceKind, numbered},
};

pub(super) const RULE: Rule = Rule {
    id: "http-api",
    title: "has its routes, and each of them asks who calls",
    why: "Anybody can call what is open.",
    fix: "Give the route an authorizer in the template that makes it; name it under `open` in the inventory where it is meant to be open.",
    kind: ResourceKind::HttpApi,
    area: Area::Edge,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(api_gateway::HttpApi(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let api = seen.of(api_gateway::HttpApi(expected.name.clone()))?;
    let allowed = &expected.details.open;
    let open = api.routes.iter().filter(|(_, by)| by.as_str() == "NONE");
    let open: Vec<&str> = open.map(|(route, _)| route.as_str()).collect();
    let unmeant = open
        .iter()
        .filter(|route| !allowed.iter().any(|one| one == *route));
    let unmeant: Vec<&str> = unmeant.copied().collect();
    let value = format!(
        "{}, {} open",
        numbered(api.routes.len(), "route"),
        open.len()
    );
    let mut failed = api.stages.iter().filter_map(|stage| {
        let said = stage.deployed.as_ref()?;
        let is_well = said.raw().starts_with("Successfully");
        (!is_well).then(|| format!("Stage {}: {}", stage.name, said.raw()))
    });
    Ok(match (failed.next(), unmeant.as_slice()) {
        _ if api.routes.is_empty() => Judged::not_tested(value, "It has no route."),
        _ if api.stages.is_empty() => Judged::issue(value, "It has no stage, so nothing answers."),
        (Some(why), _) => Judged::issue(value, why),
        (None, []) => Judged::ok(value),
        (None, routes) => Judged::issue(
            value,
            format!("Nothing authorizes the calls of {}.", named(routes)),
        ),
    })
}

/// The first of them, and how many more.
fn named(routes: &[&str]) -> String {
    match routes {
        [one] => (*one).to_owned(),
        [first, second] => format!("{first} and {second}"),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        [] => String::new(),
    }
}
