//! The roles a template declares: what they may do, who may assume them, what bounds them.
//!
//! Reports what stands in the template under given inputs; judges nothing. What
//! is not expanded is said in a note, never left out in silence.

mod attach;

use super::{
    Inputs, Malformed, Node, Note, Resolved, Resolver, Span, Symbol, Template, Text, document,
    for_each,
    intrinsic::{TRANSFORM, is_transformed},
    sam::{self, Expanded},
};
use crate::policy::Kind;

/// All that a template says of roles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateRoles {
    pub roles: Vec<TemplateRole>,
    /// The managed policies it declares.
    pub managed: Vec<ManagedPolicy>,
    /// Policies for roles that stand elsewhere.
    pub foreign: Vec<ForeignPolicy>,
    /// The logical ids of its inline policies that are resources of their own.
    pub alone: Vec<String>,
    pub notes: Vec<Note>,
    /// Keys that a mapping gives twice; the last counted.
    pub repeated: Vec<Malformed>,
    /// Why anything may be other than it stands here: a macro may have rewritten it.
    pub rewritten: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TemplateRole {
    /// Of the role; for a SAM function, of the role SAM makes for it.
    pub logical_id: String,
    /// None: CloudFormation makes a name up.
    pub name: Option<Text>,
    /// Inline, in the order of the template.
    pub policies: Vec<TemplatePolicy>,
    /// Attached managed policies: ARNs, or for SAM an AWS policy's bare name.
    pub managed: Vec<Text>,
    pub trust: Option<TemplatePolicy>,
    pub boundary: Option<Text>,
    /// The resource's condition, where it cannot be decided whether the role exists.
    pub condition: Option<String>,
    /// Why it may be granted more than stands here: what SAM or a macro makes of the
    /// template is not all known.
    pub unexpanded: Vec<String>,
    /// Why any part of it may be other than it stands here: a macro may have rewritten it.
    pub rewritten: Option<String>,
    /// Of the resource.
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplatePolicy {
    pub name: Text,
    /// Text that `policy::parse` takes, with a token for every symbol; or why there is none.
    pub document: Result<String, Malformed>,
    /// What the document leaves open; where one matters, a comparison is undecided.
    pub symbols: Vec<Symbol>,
    pub span: Span,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ManagedPolicy {
    pub logical_id: String,
    pub arn: Text,
    /// The roles that it attaches itself to and that the template does not declare.
    pub elsewhere: Vec<Text>,
    /// Its condition, where it cannot be decided whether the policy exists.
    pub condition: Option<String>,
    pub policy: TemplatePolicy,
}

/// A policy for a role that the template does not declare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignPolicy {
    pub logical_id: String,
    pub role: Text,
    /// Its condition, where it cannot be decided whether the policy exists.
    pub condition: Option<String>,
    pub policy: TemplatePolicy,
}

/// The roles of a template under these inputs.
pub fn roles(template: &Template, inputs: &Inputs) -> TemplateRoles {
    let looped = for_each::expanded(template, inputs);
    let (template, mut notes) = match &looped {
        None => (template, Vec::new()),
        Some((template, notes)) => (template, notes.clone()),
    };
    let Some(made) = sam::expanded(template, inputs) else {
        return declared_roles(template, inputs, notes);
    };
    notes.extend(made.notes.iter().cloned());
    let mut found = declared_roles(&made.template, inputs, notes);
    opened(&mut found, &made);
    found
}

/// What SAM may grant beyond what was expanded.
fn opened(found: &mut TemplateRoles, made: &Expanded) {
    for role in &mut found.roles {
        let own = made.open.get(&role.logical_id);
        let reasons = own.into_iter().flatten().chain(&made.open_all);
        role.unexpanded.extend(reasons.cloned());
    }
}

fn declared_roles(template: &Template, inputs: &Inputs, notes: Vec<Note>) -> TemplateRoles {
    let resolver = Resolver::new(template, inputs);
    let mut found = TemplateRoles {
        notes,
        repeated: template.repeated.clone(),
        ..TemplateRoles::default()
    };
    let exists = |node: &Node| {
        let condition = condition_of(&resolver, node);
        condition.is_none_or(|name| resolver.condition(&name) != Some(false))
    };
    for (id, node, kind) in template.resources().filter(|(_, node, _)| exists(node)) {
        if kind == "AWS::IAM::Role" {
            found.roles.push(declared(&resolver, id, node));
        }
    }
    for (id, node, kind) in template.resources().filter(|(_, node, _)| exists(node)) {
        let named = match kind {
            "AWS::IAM::Policy" => "Roles",
            "AWS::IAM::RolePolicy" => "RoleName",
            "AWS::IAM::ManagedPolicy" => {
                attach::managed(&resolver, id, node, &mut found);
                continue;
            }
            _ => continue,
        };
        found.alone.push(id.to_owned());
        attach::policy(&resolver, id, node, named, &mut found);
    }
    unexpanded(template, &mut found);
    for problem in resolver.problems() {
        found.notes.push(Note {
            logical_id: String::new(),
            span: Span {
                place: problem.place,
                ..Span::default()
            },
            what: format!("{}; {}", problem.what, problem.hint),
        });
    }
    found
}

/// Macros may make resources that are not seen here.
fn unexpanded(template: &Template, found: &mut TemplateRoles) {
    let resources = template.root.get("Resources");
    let around = [Some(&template.root), resources].into_iter().flatten();
    let of_policies = template.resources().filter(|(_, node, kind)| {
        matches!(
            *kind,
            "AWS::IAM::Policy" | "AWS::IAM::RolePolicy" | "AWS::IAM::ManagedPolicy"
        ) && is_transformed(node)
    });
    let of_policies = of_policies.map(|(_, node, _)| node);
    let all: Vec<&Node> = around
        .filter(|node| node.get(TRANSFORM).is_some())
        .chain(of_policies)
        .collect();
    for node in all {
        let what = "Fn::Transform is not applied: what it changes is not seen";
        found.changed_unseen(node, what);
    }
    let Some(at) = template.root.get("Transform") else {
        return;
    };
    let mut named = 0;
    for name in for_each::transforms(template) {
        named += 1;
        if !matches!(
            name,
            "AWS::Serverless-2016-10-31" | "AWS::LanguageExtensions"
        ) {
            let what = format!("{name} is not applied: what it changes is not seen");
            found.changed_unseen(at, &what);
        }
    }
    if named < at.items().len().max(1) {
        found.changed_unseen(
            at,
            "a transform is not applied: what it changes is not seen",
        );
    }
}

/// The name of a resource's condition, which language extensions may compute.
fn condition_of(resolver: &Resolver<'_>, node: &Node) -> Option<String> {
    let condition = node.get("Condition")?;
    match condition.text() {
        Some(name) => Some(name.to_owned()),
        None => resolver.text(condition)?.known().map(str::to_owned),
    }
}

impl TemplateRoles {
    /// A macro may change every role.
    fn changed_unseen(&mut self, node: &Node, what: &str) {
        self.notes.push(Note {
            logical_id: String::new(),
            span: node.span,
            what: what.to_owned(),
        });
        self.rewritten = Some(what.to_owned());
        for role in &mut self.roles {
            role.unexpanded.push(what.to_owned());
            role.rewritten = Some(what.to_owned());
        }
    }

    /// Whether it makes the role or policy of this logical id.
    pub fn makes(&self, logical_id: &str) -> bool {
        let mut managed = self.managed.iter();
        self.role(logical_id).is_some()
            || managed.any(|policy| policy.logical_id == logical_id)
            || self.alone.iter().any(|id| id == logical_id)
    }

    pub fn role(&self, logical_id: &str) -> Option<&TemplateRole> {
        self.roles.iter().find(|role| role.logical_id == logical_id)
    }
}

fn declared(resolver: &Resolver<'_>, id: &str, node: &Node) -> TemplateRole {
    let property = |name: &str| node.property(name);
    let text = |name: &str| property(name).and_then(|it| resolver.text(it));
    let policies = property("Policies").into_iter();
    let policies = policies.flat_map(|it| each(resolver, it));
    let managed = property("ManagedPolicyArns").into_iter();
    let managed = managed.flat_map(|it| resolver.resolve(it).listed());
    let rewritten = is_transformed(node)
        .then(|| "Fn::Transform in it is not applied: what it changes is not seen".to_owned());
    TemplateRole {
        logical_id: id.to_owned(),
        name: text("RoleName"),
        policies: policies
            .map(|(span, policy)| inline(span, &policy))
            .collect(),
        managed: managed.filter_map(Resolved::text).collect(),
        trust: property("AssumeRolePolicyDocument").map(|it| trust(resolver, it)),
        boundary: text("PermissionsBoundary"),
        condition: undecided(resolver, node),
        unexpanded: rewritten.iter().cloned().collect(),
        rewritten,
        span: node.span,
    }
}

fn undecided(resolver: &Resolver<'_>, node: &Node) -> Option<String> {
    let name = condition_of(resolver, node)?;
    resolver.condition(&name).is_none().then_some(name)
}

fn trust(resolver: &Resolver<'_>, node: &Node) -> TemplatePolicy {
    let (resolved, document) = document::of_node(resolver, node, Kind::Trust);
    TemplatePolicy {
        name: Text::literal("AssumeRolePolicyDocument"),
        symbols: resolved.symbols(),
        document,
        span: node.span,
    }
}

/// The items of a list with their places; a list that is chosen has one place.
fn each(resolver: &Resolver<'_>, node: &Node) -> Vec<(Span, Resolved)> {
    let written = node.items();
    if written.is_empty() {
        let items = resolver.resolve(node).listed();
        return items.into_iter().map(|item| (node.span, item)).collect();
    }
    let items = written.iter();
    let items = items.map(|item| (item.span, resolver.resolve(item)));
    let there = items.filter(|(_, item)| *item != Resolved::Absent);
    there.collect()
}

/// An entry of a role's `Policies`.
fn inline(span: Span, entry: &Resolved) -> TemplatePolicy {
    let name = entry.get("PolicyName").cloned().and_then(Resolved::text);
    let name = name.unwrap_or_else(|| match entry {
        Resolved::Text(text) => text.clone(),
        _ => Text::literal(""),
    });
    let missing = || {
        let what = "the policy has no PolicyDocument that can be read";
        let hint = "Give each entry a PolicyName and a PolicyDocument";
        Malformed::new(span.place, what, hint)
    };
    let document = entry.get("PolicyDocument");
    TemplatePolicy {
        name,
        document: document
            .ok_or_else(missing)
            .and_then(|it| document::text(it, Kind::Identity, span.place)),
        symbols: entry.get("PolicyDocument").unwrap_or(entry).symbols(),
        span,
    }
}
