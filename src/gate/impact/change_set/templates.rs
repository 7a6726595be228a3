//! A stack's state with its two templates, each of which is read once however many
//! changes there are to judge. Of a state that does not change meanwhile.

use std::{cell::OnceCell, ops::Deref, rc::Rc};

use super::written::{Written, inputs, parsed, unwritten};
use crate::{
    facts::Reason,
    gate::StackState,
    template::{self, Inputs, Resolved, Resolver, Template, TemplateRoles},
};

#[derive(Debug)]
pub(in crate::gate) struct Templates<'a> {
    state: &'a StackState,
    before: OnceCell<Result<Text, Reason>>,
    after: OnceCell<Result<Text, Reason>>,
    made: OnceCell<Vec<Made>>,
}

/// As last deployed, or as the change set has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum When {
    Before,
    After,
}

/// A name of a role that the change set makes or changes.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) name: String,
    pub(super) logical_id: String,
}

/// A template with what it is resolved with.
#[derive(Debug)]
pub(super) struct Text {
    template: Template,
    inputs: Inputs,
    roles: OnceCell<TemplateRoles>,
}

impl<'a> Templates<'a> {
    pub(in crate::gate) fn of(state: &'a StackState) -> Self {
        Self {
            state,
            before: OnceCell::new(),
            after: OnceCell::new(),
            made: OnceCell::new(),
        }
    }

    pub(super) fn text(&self, when: When) -> Result<&Text, Reason> {
        let cell = match when {
            When::Before => &self.before,
            When::After => &self.after,
        };
        let read = cell.get_or_init(|| self.read(when));
        read.as_ref().map_err(Clone::clone)
    }

    fn read(&self, when: When) -> Result<Text, Reason> {
        #[cfg(test)]
        tests::READ.with(|read| read.set(read.get() + 1));
        let (template, parameters) = match when {
            When::Before => {
                let stack = self.state.stack.known();
                let parameters = stack.map(|stack| stack.parameters.as_slice());
                (&self.state.template, parameters)
            }
            When::After => {
                let set = self.state.change_set();
                let parameters = set.map(|set| set.parameters.as_slice());
                (&self.state.proposed, parameters)
            }
        };
        let text = match template {
            Some(text) => text.read()?,
            None => return Err("Neither its properties nor the template were read.".into()),
        };
        Ok(Text {
            template: parsed(text.raw())?,
            inputs: inputs(self.state, parameters.unwrap_or_default()),
            roles: OnceCell::new(),
        })
    }

    /// `find` looks at every change.
    pub(super) fn made(&self, find: impl FnOnce() -> Vec<Made>) -> &[Made] {
        self.made.get_or_init(find)
    }
}

impl Deref for Templates<'_> {
    type Target = StackState;

    fn deref(&self) -> &StackState {
        self.state
    }
}

impl Text {
    /// All roles, with the policies that the template gives them elsewhere.
    pub(super) fn roles(&self) -> &TemplateRoles {
        let roles = || template::roles(&self.template, &self.inputs);
        self.roles.get_or_init(roles)
    }

    pub(super) fn written(&self, id: &str) -> Result<Written<'_>, Reason> {
        let (node, kind) = self.template.resource(id).ok_or_else(|| unwritten(id))?;
        if node.get("Fn::Transform").is_some() {
            return Err(format!(
                "What {id} would be is changed by Fn::Transform, and that is not seen here."
            )
            .into());
        }
        // Each resource by itself: what one spends is no other's.
        let resolver = Resolver::new(&self.template, &self.inputs);
        let properties = node.get("Properties");
        let properties = properties.map_or(Resolved::Absent, |node| resolver.resolve(node));
        Ok(Written {
            template: &self.template,
            kind,
            properties,
        })
    }
}

/// A tree of stacks, each with its templates.
#[derive(Debug, Default)]
pub(in crate::gate) struct Tree<'a> {
    stacks: Vec<Rc<Templates<'a>>>,
}

impl<'a> Tree<'a> {
    pub(in crate::gate) fn of(&mut self, state: &'a StackState) -> Rc<Templates<'a>> {
        let mut known = self.stacks.iter();
        if let Some(known) = known.find(|one| std::ptr::eq(one.state, state)) {
            return Rc::clone(known);
        }
        let new = Rc::new(Templates::of(state));
        self.stacks.push(Rc::clone(&new));
        new
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use serde_json::json;

    use super::super::impacted;
    use crate::{
        facts::{Fault, FaultKind, Reading, Remote, StackName},
        gate::StackState,
    };

    thread_local! {
        /// How often a template was read.
        pub(super) static READ: Cell<usize> = const { Cell::new(0) };
    }

    const LATER: &str = "{{changeSet:KNOWN_AFTER_APPLY}}";

    /// Functions whose role is of the template, and roles, so many of each; AWS does not
    /// say yet what any of them will be.
    fn state(many: usize) -> StackState {
        let role = json!({ "Type": "AWS::IAM::Role", "Properties": { "Policies": [{
            "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17", "Statement":
            [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*" }] } }] } });
        let mut resources = serde_json::Map::new();
        let mut changes = Vec::new();
        for at in 0..many {
            let (function, name) = (format!("Function{at}"), format!("Role{at}"));
            let as_role = json!({ "Role": { "Fn::GetAtt": [name, "Arn"] } });
            let kind = "AWS::Lambda::Function";
            let told = json!({ "Properties": { "Role": LATER } }).to_string();
            changes.push(json!({ "action": "Add", "logical_id": function,
                "resource_type": kind, "after": { "text": told, "truncated": false } }));
            changes.push(json!({ "action": "Add", "logical_id": name,
                "resource_type": "AWS::IAM::Role" }));
            resources.insert(name, role.clone());
            resources.insert(function, json!({ "Type": kind, "Properties": as_role }));
        }
        let text = Remote::new(json!({ "Resources": resources }).to_string());
        let set = json!({ "id": "arn:aws:cloudformation:eu-west-1:111122223333:changeSet/c/1",
            "name": "c", "stack": "s", "stack_name": "s", "status": "CREATE_COMPLETE",
            "execution": "AVAILABLE", "changes": changes, "pages": 1 });
        let unread = Fault::new(FaultKind::Malformed, "It was not read.", "Read it.");
        let mut state = StackState::of(StackName::from("s"), Reading::Unknown(unread));
        state.change_set = serde_json::from_value(set).ok().map(Reading::Known);
        state.proposed = Some(Reading::Known(text));
        state
    }

    fn read<T>(of: impl FnOnce() -> T) -> (usize, T) {
        READ.set(0);
        let done = of();
        (READ.get(), done)
    }

    #[test]
    fn the_templates_are_read_once_however_many_changes_there_are() {
        for many in [1, 40] {
            let state = state(many);
            let (times, found) = read(|| impacted(&state));
            assert_eq!(
                times, 2,
                "the one before and the one after, {many} times two"
            );
            let names = |at: usize| format!("role Role{at} of this stack");
            for at in 0..many {
                let mut gives = found.iter().flat_map(|resource| &resource.gives);
                assert!(gives.any(|said| said.contains(&names(at))), "{found:#?}");
            }
            assert_eq!(read(|| state.run_as()).0, 1);
        }
    }
}
