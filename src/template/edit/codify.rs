//! The smallest edit after which a template's policy means what is live.
//!
//! Statement by statement first, in the template's own words; the whole policy where
//! that does not come to it. The policy engine has the last word on each.

use super::{
    Edit, EditError, bind::Bindings, compare, graft, graft::Graft, is_policy, parse_once,
    put_policy, read_wanted, target, target::Target,
};
use crate::template::{Inputs, Node, Resolver, Value, parse};

/// An edited template, and what one has to know of the edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyEdit {
    pub text: String,
    pub extent: Extent,
    /// What the policy leaves open and what it was taken for, since live has that:
    /// `<GetAtt Queue.Arn>` and an ARN.
    pub taken: Vec<(String, String)>,
}

/// How much of the policy is touched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// Some of the statements it has; the others stay as they are written.
    Statements {
        kept: usize,
        of: usize,
        /// How many it has afterwards.
        now: usize,
    },
    /// The policy is there, and is brought to the live text element by element.
    Policy,
    /// The template had no such policy.
    New,
}

/// Brings one policy of a role, or the policy resource of that name, to what is live.
///
/// As [`put_policy`], but what already means the same stays as it is written, and so
/// does what the template leaves open where live may be what it comes to.
pub fn codify_policy(
    text: &str,
    inputs: &Inputs,
    logical_id: &str,
    policy_name: &str,
    live: &str,
) -> Result<PolicyEdit, EditError> {
    let template = parse_once(text)?;
    let wanted = read_wanted(live)?;
    let resolver = Resolver::new(&template, inputs);
    is_policy(&resolver, &wanted)?;
    let whole = |extent| {
        let text = put_policy(text, inputs, logical_id, policy_name, live)?;
        Ok(PolicyEdit {
            text,
            extent,
            taken: Vec::new(),
        })
    };
    let Target::Document(path) = target::find(&resolver, logical_id, policy_name)? else {
        return whole(Extent::New);
    };
    let edit = Edit::new(text, &resolver, &path)?;
    let mut refused = None;
    for keep in [true, false] {
        let mut graft = Graft::new(&resolver);
        let grafted = graft.document(edit.node, &wanted, keep);
        match edit.change(&grafted) {
            Ok(edited) => {
                if let Some(found) = judged(&edit, edited, &wanted, &graft.bindings) {
                    return Ok(found);
                }
            }
            Err(error) => refused = Some(error),
        }
    }
    let written = whole(Extent::Policy)?;
    match judged(&edit, written.text, &wanted, &Bindings::default()) {
        Some(found) => Ok(PolicyEdit {
            extent: Extent::Policy,
            ..found
        }),
        None => Err(refused.unwrap_or_else(|| {
            EditError::at(
                edit.node,
                "the edited policy cannot be proved to mean what is live",
                "Edit the policy by hand, and compare again",
            )
        })),
    }
}

/// The edit, if the edited policy provably means what is wanted.
fn judged(edit: &Edit<'_>, text: String, wanted: &Node, bindings: &Bindings) -> Option<PolicyEdit> {
    let template = parse(&text).ok()?;
    let resolver = edit.resolver.of(&template);
    let written = compare::at(&template.root, edit.path)?;
    let document = graft::proved(&resolver, written, wanted, bindings)?;
    Some(PolicyEdit {
        extent: extent(edit.node, written),
        taken: bindings.of(&document),
        text,
    })
}

fn extent(before: &Node, after: &Node) -> Extent {
    let statements = |node: &Node| -> Vec<Node> {
        match node.get("Statement") {
            Some(node) if matches!(node.value, Value::Seq(_)) => node.items().to_vec(),
            Some(node) => vec![node.clone()],
            None => Vec::new(),
        }
    };
    let (before, after) = (statements(before), statements(after));
    let stays = |one: &&Node| after.iter().any(|other| one.same_content(other));
    Extent::Statements {
        kept: before.iter().filter(stays).count(),
        of: before.len(),
        now: after.len(),
    }
}
