//! One resource of SAM while its roles are made, and what all of them have made so far.
//!
//! Only roles and their managed policies are made: what else SAM makes of a resource
//! grants nothing to a role.

use std::collections::{BTreeMap, HashSet};

use super::{build::At, globals, seen};
use crate::template::{Entry, Node, Note, Resolver};

/// What SAM makes of a template, as far as it is known here.
#[derive(Debug, Default)]
pub(super) struct Made {
    /// Roles and managed policies, each after the resource that it is made for.
    pub(super) resources: Vec<Entry>,
    pub(super) conditions: Vec<Entry>,
    pub(super) notes: Vec<Note>,
    /// Why more may be granted than stands here, by the role's logical id.
    pub(super) open: BTreeMap<String, Vec<String>>,
    /// Why every role may be granted more.
    pub(super) open_all: Vec<String>,
}

impl Made {
    pub(super) fn opens(&mut self, role: &str, why: &str) {
        let reasons = self.open.entry(role.to_owned()).or_default();
        reasons.push(why.to_owned());
    }

    pub(super) fn note(&mut self, logical_id: &str, node: &Node, what: &str) {
        self.notes.push(Note {
            logical_id: logical_id.to_owned(),
            span: node.span,
            what: what.to_owned(),
        });
    }

    fn put(
        &mut self,
        at: At,
        logical_id: &str,
        kind: &str,
        properties: Node,
        condition: Condition,
    ) {
        let mut parts = vec![("Type", at.text(kind)), ("Properties", properties)];
        if let Some(condition) = condition {
            parts.push(("Condition", condition));
        }
        let node = at.map(parts);
        self.resources.push(at.entry(logical_id, node));
    }

    pub(super) fn role(&mut self, at: At, role: Role) {
        let mut properties = vec![
            ("AssumeRolePolicyDocument", role.trust),
            ("ManagedPolicyArns", at.list(role.managed)),
            ("Policies", at.list(role.policies)),
        ];
        let optional = [("PermissionsBoundary", role.boundary), ("Path", role.path)];
        properties.extend(
            optional
                .into_iter()
                .filter_map(|(name, it)| Some((name, it?))),
        );
        let properties = at.map(properties);
        let id = role.logical_id.as_str();
        self.put(at, id, "AWS::IAM::Role", properties, role.condition);
    }

    pub(super) fn managed(&mut self, at: At, id: &str, properties: Node, condition: Condition) {
        self.put(at, id, "AWS::IAM::ManagedPolicy", properties, condition);
    }
}

/// Whether the resource exists, as its attribute says.
pub(super) type Condition = Option<Node>;

/// A role that SAM makes.
#[derive(Debug)]
pub(super) struct Role {
    pub(super) logical_id: String,
    pub(super) condition: Condition,
    pub(super) trust: Node,
    managed: Vec<Node>,
    /// Entries of `Policies`.
    policies: Vec<Node>,
    /// What is attached and which documents there are, as SAM tells them apart.
    known: HashSet<String>,
    pub(super) boundary: Option<Node>,
    pub(super) path: Option<Node>,
}

impl Role {
    pub(super) fn new(logical_id: String, condition: Condition, trust: Node) -> Self {
        Self {
            logical_id,
            condition,
            trust,
            managed: Vec::new(),
            policies: Vec::new(),
            known: HashSet::new(),
            boundary: None,
            path: None,
        }
    }

    /// A managed policy, once.
    pub(super) fn attach(&mut self, policy: Node) {
        if self.known.insert(seen::canonical(&policy)) {
            self.managed.push(policy);
        }
    }

    pub(super) fn put(&mut self, policy: Node) {
        let document = policy.get("PolicyDocument").map(seen::canonical);
        self.known.extend(document);
        self.policies.push(policy);
    }

    /// An inline policy, unless the role has one with that document.
    pub(super) fn put_once(&mut self, policy: Node) {
        let document = policy.get("PolicyDocument").map(seen::canonical);
        if document.is_none_or(|document| self.known.insert(document)) {
            self.policies.push(policy);
        }
    }
}

/// A resource of SAM's with what it is made with.
#[derive(Debug)]
pub(super) struct Making<'a, 't> {
    pub(super) resolver: &'a Resolver<'t>,
    pub(super) id: &'a str,
    pub(super) node: &'a Node,
    /// Of the resource over the template's globals.
    properties: Node,
    pub(super) at: At,
    pub(super) made: &'a mut Made,
}

impl<'a, 't> Making<'a, 't> {
    pub(super) fn of(
        resolver: &'a Resolver<'t>,
        (id, node, kind): (&'a str, &'a Node, &str),
        made: &'a mut Made,
    ) -> Self {
        let at = At(node.span);
        let globals = resolver.template().root.get("Globals");
        let merged = globals::merged(globals, kind, node);
        Self {
            resolver,
            id,
            node,
            properties: merged.unwrap_or_else(|| at.map([])),
            at,
            made,
        }
    }

    /// A property that is given, as SAM asks.
    pub(super) fn given(&self, name: &str) -> Option<&Node> {
        seen::given(&self.properties, name)
    }

    pub(super) fn properties(&self) -> &Node {
        &self.properties
    }

    /// The resource's own, which what is made of it gets too.
    pub(super) fn condition(&self) -> Condition {
        self.node.get("Condition").cloned()
    }

    pub(super) fn note(&mut self, node: &Node, what: &str) {
        self.made.note(self.id, node, what);
    }

    /// Says that something is not expanded, and that the role may have more for it.
    pub(super) fn opens(&mut self, role: &str, node: &Node, what: &str) {
        let why = format!("{} {what}", self.id);
        self.note(node, what);
        self.made.opens(role, &why);
    }

    /// Says that something is not known; it may be granted to the role that is made, if one is.
    pub(super) fn unsure(&mut self, role: Option<&str>, node: &Node, what: &str) {
        match role {
            Some(role) => self.opens(role, node, what),
            None => self.note(node, what),
        }
    }

    pub(super) fn partition(&self) -> Option<String> {
        let partition = self.resolver.reference("AWS::Partition", self.node).text();
        partition.and_then(|text| text.known().map(str::to_owned))
    }

    pub(super) fn role(&mut self, role: Role) {
        self.made.role(self.at, role);
    }

    /// A role that a service assumes, and that exists when its resource does.
    pub(super) fn bare(&self, logical_id: String, service: &str) -> Role {
        Role::new(logical_id, self.condition(), self.at.trust(service))
    }
}
