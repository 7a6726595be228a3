//! A web ACL of WAF.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::waf,
    facts::{Expected, Priority, ResourceKind, numbered},
};

pub(super) const RULE: Rule = Rule {
    id: "web-acl",
    title: "protects something",
    why: "Requests pass without it.",
    fix: "Associate it with a load balancer or a stage of a REST API. An HTTP API can have none: put CloudFront, a load balancer or a REST API in front of it.",
    kind: ResourceKind::WebAcl,
    area: Area::Edge,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(waf::WebAcl(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let acl = seen.of(waf::WebAcl(expected.name.clone()))?;
    Ok(match (acl.resources.len(), &expected.by_design) {
        (0, Some(why)) => Judged::by_design("protects nothing", why),
        (0, None) => Judged::degraded(
            "protects nothing",
            "It is associated with no load balancer and no stage of a REST API.",
        ),
        (count, _) => Judged::ok(format!("protects {}", numbered(count, "resource"))),
    })
}
