//! Policies that are resources of their own, brought to the roles they name.
//!
//! A role that is not of this template is not invented: its policy is foreign.

use super::{ForeignPolicy, ManagedPolicy, TemplatePolicy, TemplateRole, TemplateRoles, undecided};
use crate::{
    policy::Kind,
    template::{Node, Part, Resolved, Resolver, Symbol, Text, document, names},
};

/// One inline policy for the roles that a property names: `Roles` of `AWS::IAM::Policy`,
/// `RoleName` of `AWS::IAM::RolePolicy`.
pub(super) fn policy(
    resolver: &Resolver<'_>,
    id: &str,
    node: &Node,
    named: &str,
    found: &mut TemplateRoles,
) {
    let policy = own(resolver, id, node, "PolicyName");
    for role in texts(resolver, node, named) {
        give(found, resolver, (id, node), role, policy.clone());
    }
}

/// `AWS::IAM::ManagedPolicy`, and the roles it attaches itself to.
pub(super) fn managed(resolver: &Resolver<'_>, id: &str, node: &Node, found: &mut TemplateRoles) {
    let arn = names::reference(resolver, id);
    let arn = arn.unwrap_or_else(|| Text::symbol(Symbol::Resource(id.to_owned())));
    let wanted = texts(resolver, node, "Roles");
    for role in &mut found.roles {
        let is_wanted = wanted.iter().any(|name| is(resolver, role, name));
        if is_wanted && !role.managed.contains(&arn) {
            role.managed.push(arn.clone());
        }
    }
    let elsewhere = |name: &Text| !found.roles.iter().any(|role| is(resolver, role, name));
    found.managed.push(ManagedPolicy {
        logical_id: id.to_owned(),
        elsewhere: wanted.into_iter().filter(elsewhere).collect(),
        condition: undecided(resolver, node),
        arn,
        policy: own(resolver, id, node, "ManagedPolicyName"),
    });
}

fn own(resolver: &Resolver<'_>, id: &str, node: &Node, name: &str) -> TemplatePolicy {
    let name = node.property(name).and_then(|it| resolver.text(it));
    let at = node.property("PolicyDocument").unwrap_or(node);
    let (resolved, document) = document::of_node(resolver, at, Kind::Identity);
    TemplatePolicy {
        name: name.unwrap_or_else(|| Text::symbol(Symbol::Resource(id.to_owned()))),
        document,
        symbols: resolved.symbols(),
        span: node.span,
    }
}

fn texts(resolver: &Resolver<'_>, node: &Node, property: &str) -> Vec<Text> {
    let listed = node
        .property(property)
        .map_or_else(Vec::new, |it| resolver.resolve(it).listed());
    listed.into_iter().filter_map(Resolved::text).collect()
}

fn give(
    found: &mut TemplateRoles,
    resolver: &Resolver<'_>,
    (id, node): (&str, &Node),
    name: Text,
    policy: TemplatePolicy,
) {
    let mut roles = found.roles.iter_mut();
    match roles.find(|role| is(resolver, role, &name)) {
        Some(role) => role.policies.push(policy),
        None => found.foreign.push(ForeignPolicy {
            logical_id: id.to_owned(),
            role: name,
            condition: undecided(resolver, node),
            policy,
        }),
    }
}

fn is(resolver: &Resolver<'_>, role: &TemplateRole, name: &Text) -> bool {
    match name.parts() {
        [Part::Symbol(Symbol::Resource(id))] => *id == role.logical_id,
        _ if role.name.is_some() => role.name.as_ref() == Some(name),
        // CloudFormation named it.
        _ => {
            let physical = resolver.inputs().physical.get(&role.logical_id);
            let physical = physical.filter(|it| it.kind == "AWS::IAM::Role");
            physical.is_some_and(|it| name.known() == Some(it.id.as_str()))
        }
    }
}
