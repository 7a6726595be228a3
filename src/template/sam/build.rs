//! Nodes as SAM's transform writes them: calls, statements and policies.
//!
//! It reads nothing.

use crate::template::Node;
pub(super) use crate::template::made::At;

impl At {
    pub(super) fn texts(self, texts: &[&str]) -> Node {
        self.list(texts.iter().map(|text| self.text(text)).collect())
    }

    pub(super) fn reference(self, logical_id: &str) -> Node {
        self.map([("Ref", self.text(logical_id))])
    }

    pub(super) fn attribute(self, logical_id: &str, attribute: &str) -> Node {
        self.map([("Fn::GetAtt", self.texts(&[logical_id, attribute]))])
    }

    pub(super) fn sub(self, form: &str) -> Node {
        self.map([("Fn::Sub", self.text(form))])
    }

    /// `Fn::Sub` with names of its own.
    pub(super) fn sub_with<'k>(
        self,
        form: &str,
        names: impl IntoIterator<Item = (&'k str, Node)>,
    ) -> Node {
        let arguments = self.list(vec![self.text(form), self.map(names)]);
        self.map([("Fn::Sub", arguments)])
    }

    pub(super) fn choice(self, condition: &Node, yes: Node, no: Node) -> Node {
        self.map([("Fn::If", self.list(vec![condition.clone(), yes, no]))])
    }

    /// One of AWS's own managed policies.
    pub(super) fn aws_policy(self, name: &str) -> Node {
        self.sub(&format!("arn:${{AWS::Partition}}:iam::aws:policy/{name}"))
    }

    /// A statement; one action alone is written as text.
    pub(super) fn allow(self, actions: &[&str], resource: Node) -> Node {
        match actions {
            [one] => self.statement(self.text(one), resource),
            several => self.statement(self.texts(several), resource),
        }
    }

    /// A statement whose actions are a list. SAM takes it for another one than that
    /// of the same action as text.
    pub(super) fn allow_listed(self, actions: &[&str], resource: Node) -> Node {
        self.statement(self.texts(actions), resource)
    }

    fn statement(self, action: Node, resource: Node) -> Node {
        self.map([
            ("Action", action),
            ("Effect", self.text("Allow")),
            ("Resource", resource),
        ])
    }

    pub(super) fn document(self, statements: Vec<Node>) -> Node {
        self.map([("Statement", self.list(statements))])
    }

    /// A document that names its version.
    pub(super) fn dated(self, statements: Vec<Node>) -> Node {
        self.map([
            ("Version", self.text("2012-10-17")),
            ("Statement", self.list(statements)),
        ])
    }

    /// An entry of a role's `Policies`.
    pub(super) fn policy(self, name: &str, document: Node) -> Node {
        self.map([
            ("PolicyName", self.text(name)),
            ("PolicyDocument", document),
        ])
    }

    /// A service may assume the role.
    pub(super) fn trust(self, service: &str) -> Node {
        let statement = self.map([
            ("Action", self.texts(&["sts:AssumeRole"])),
            ("Effect", self.text("Allow")),
            ("Principal", self.map([("Service", self.texts(&[service]))])),
        ]);
        self.dated(vec![statement])
    }
}
