//! One service of Cloud Map as the rules look at it, and how they put what they find into
//! words.

use super::RULES;
use crate::{
    facts::{
        self, AutoScalingGroup, DiscoveryService, Evidence, Finding, Namespace, Priority, Status,
        numbered,
    },
    registry::{Registered, Share},
    rules::{self, Family, rule::found},
};

#[derive(Debug)]
pub struct Stale;

impl Family for Stale {
    type Subject<'a> = Subject<'a>;
    type Found = Finding;
}

pub type Rule = rules::Rule<Stale>;

#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub namespace: &'a Namespace,
    pub service: &'a DiscoveryService,
    pub entries: &'a [Registered],
    /// The Auto Scaling groups that could be read.
    pub groups: &'a [AutoScalingGroup],
}

/// The findings of one service.
pub fn judge(subject: &Subject<'_>) -> Vec<Finding> {
    found(RULES, subject)
}

impl Subject<'_> {
    pub(super) fn share(&self) -> Share {
        Share::among(self.entries)
    }

    /// `backend-api of tradai-dev.local`.
    pub(super) fn name(&self) -> String {
        let (service, namespace) = (self.service.name.raw(), self.namespace.name.raw());
        format!("{service} of {namespace}")
    }

    pub(super) fn finding(
        &self,
        rule: &Rule,
        priority: Priority,
        title: String,
        evidence: Vec<Evidence>,
    ) -> Finding {
        let (service, namespace) = (self.service.name.raw(), self.namespace.name.raw());
        Finding {
            id: format!("registry/{namespace}/{service}/{}", rule.id),
            rule: rule.id.into(),
            priority,
            status: Status::Red,
            subject: facts::Subject {
                kind: "cloud-map-service".into(),
                name: service.to_owned(),
                parent: Some(namespace.to_owned()),
            },
            title,
            evidence,
            remedy: rule.fix.into(),
        }
    }

    /// What Cloud Map itself says of the service.
    pub(super) fn said(&self) -> Evidence {
        let dns = self.service.dns.as_ref();
        let ttl = dns.and_then(|dns| dns.ttl);
        let ttl = ttl.map_or(String::new(), |ttl| format!(", TTL {ttl} s"));
        let routing = dns.and_then(|dns| dns.routing.as_deref());
        let routing = routing.map_or(String::new(), |routing| format!(", {routing}"));
        evidence(
            format!(
                "service {} has {}{ttl}{routing}",
                self.service.id.raw(),
                numbered_entries(self.entries.len())
            ),
            "servicediscovery:ListInstances",
        )
    }
}

pub(super) fn numbered_entries(count: usize) -> String {
    match count {
        1 => "1 entry".to_owned(),
        count => format!("{count} entries"),
    }
}

pub(super) fn evidence(what: impl Into<String>, source: &str) -> Evidence {
    Evidence {
        what: what.into(),
        source: source.into(),
        at: None,
    }
}

/// Of a group that made instances, how it stands.
pub(super) fn group(group: &AutoScalingGroup) -> Evidence {
    evidence(
        format!(
            "Auto Scaling group {}: min {}, max {}, desired {}, {} in service",
            group.name.raw(),
            group.min,
            group.max,
            group.desired,
            numbered(group.in_service, "instance")
        ),
        "autoscaling:DescribeAutoScalingGroups",
    )
}
