//! Where in a template a policy of a given name stands, or would have to stand.
//!
//! A policy that is chosen by a condition, or made by a transform, has no such place.

use super::{EditError, Step};
use crate::template::{
    Node, Resolved, Resolver, TemplatePolicy, Value, for_each::LOOP, intrinsic::call, roles::roles,
};

#[derive(Debug)]
pub(super) enum Target {
    /// The document of a policy that is there.
    Document(Vec<Step>),
    /// The list of policies, to which one more is added.
    Append(Vec<Step>),
    /// The properties of a role that has no policies yet.
    First(Vec<Step>),
}

pub(super) fn find(
    resolver: &Resolver<'_>,
    logical_id: &str,
    policy_name: &str,
) -> Result<Target, EditError> {
    let Some((node, kind)) = resolver.template().resource(logical_id) else {
        let what = format!("the template has no resource {logical_id:?}");
        let resources = resolver.template().root.get("Resources");
        let mut keys = resources.map_or(&[][..], Node::entries).iter();
        let hint = match keys.any(|entry| entry.key.text.starts_with(LOOP)) {
            true => "Edit the loop by hand: what it makes for one name, it makes for all",
            false => "Name a role by its logical id",
        };
        return Err(EditError::wanted(what, hint));
    };
    match kind {
        "AWS::IAM::Role" => in_role(resolver, node, logical_id, policy_name),
        "AWS::IAM::Policy" | "AWS::IAM::RolePolicy" | "AWS::IAM::ManagedPolicy" => {
            resource(resolver, node, logical_id, policy_name)
        }
        _ => {
            let what = format!("{logical_id} is {kind}, which has no policies of that form");
            let hint = "Edit a role or a policy; SAM names a function's policies by their order";
            Err(EditError::at(node, what, hint))
        }
    }
}

fn resource(
    resolver: &Resolver<'_>,
    node: &Node,
    logical_id: &str,
    policy_name: &str,
) -> Result<Target, EditError> {
    let properties = node.get("Properties");
    let name = properties.and_then(|it| it.get("PolicyName").or(it.get("ManagedPolicyName")));
    let name = name.and_then(|it| resolver.text(it));
    if name.as_ref().and_then(|it| it.known()) != Some(policy_name) {
        let what = format!("{logical_id} is not the policy {policy_name:?}");
        return Err(EditError::at(
            node,
            what,
            "Name the policy as the template does",
        ));
    }
    let path = path(logical_id, &["Properties", "PolicyDocument"]);
    match properties.and_then(|it| it.get("PolicyDocument")) {
        Some(document) => is_written_out(document).map(|()| Target::Document(path)),
        None => Err(EditError::at(
            node,
            "it has no PolicyDocument",
            "Add one by hand first",
        )),
    }
}

fn in_role(
    resolver: &Resolver<'_>,
    node: &Node,
    logical_id: &str,
    policy_name: &str,
) -> Result<Target, EditError> {
    let Some(properties) = node.get("Properties") else {
        let what = format!("{logical_id} has no Properties");
        return Err(EditError::at(node, what, "Add them by hand first"));
    };
    is_written_out(properties)?;
    let policies = path(logical_id, &["Properties", "Policies"]);
    let found = properties.get("Policies");
    if let Some(list) = found
        && let Some(index) = position(resolver, list, policy_name)?
    {
        let mut path = policies;
        path.push(Step::Index(index));
        path.push(Step::Key("PolicyDocument".to_owned()));
        return Ok(Target::Document(path));
    }
    if let Some(target) = beside(resolver, logical_id, policy_name) {
        return target;
    }
    Ok(match found {
        Some(_) => Target::Append(policies),
        None => Target::First(path(logical_id, &["Properties"])),
    })
}

/// Which entry of a role's policies has the name.
fn position(
    resolver: &Resolver<'_>,
    list: &Node,
    policy_name: &str,
) -> Result<Option<usize>, EditError> {
    if !matches!(list.value, Value::Seq(_)) && !list.is_null() {
        let what = "the role's Policies are not written out as a list";
        return Err(EditError::at(
            list,
            what,
            "Write them as a list, then edit again",
        ));
    }
    let mut found = None;
    for (index, item) in list.items().iter().enumerate() {
        let entry = resolver.resolve(item);
        let name = entry.get("PolicyName").cloned().and_then(Resolved::text);
        let may_be = match (&entry, &name) {
            (_, Some(name)) => name.known() == Some(policy_name),
            // An entry that is chosen later may turn out to be this one.
            (Resolved::Text(_), None) => true,
            _ => false,
        };
        if !may_be {
            continue;
        }
        is_written_out(item)?;
        if found.is_some() {
            let what = format!("the role has two policies named {policy_name:?}");
            return Err(EditError::at(item, what, "Rename or remove one of them"));
        }
        let Some(document) = item.get("PolicyDocument") else {
            let what = "the policy has no PolicyDocument";
            return Err(EditError::at(item, what, "Add one by hand first"));
        };
        is_written_out(document)?;
        found = Some(index);
    }
    Ok(found)
}

/// A policy resource of that name that is attached to the role.
fn beside(
    resolver: &Resolver<'_>,
    logical_id: &str,
    policy_name: &str,
) -> Option<Result<Target, EditError>> {
    let template = resolver.template();
    let found = roles(template, resolver.inputs());
    let role = found.role(logical_id)?;
    let named = |policy: &&TemplatePolicy| policy.name.known() == Some(policy_name);
    let policy = role.policies.iter().find(named)?;
    let (id, node, _) = template
        .resources()
        .find(|(_, node, _)| node.span == policy.span)?;
    Some(resource(resolver, node, id, policy_name))
}

fn is_written_out(node: &Node) -> Result<(), EditError> {
    let computed = call(node).is_some();
    if matches!(node.value, Value::Map(_)) && !computed {
        return Ok(());
    }
    Err(EditError::at(
        node,
        format!(
            "this is {}, not a mapping that is written out",
            if computed { "computed" } else { node.kind() }
        ),
        "Edit it by hand: it is not clear which of its forms is meant",
    ))
}

fn path(logical_id: &str, keys: &[&str]) -> Vec<Step> {
    let keys = ["Resources", logical_id]
        .into_iter()
        .chain(keys.iter().copied());
    keys.map(|key| Step::Key(key.to_owned())).collect()
}
