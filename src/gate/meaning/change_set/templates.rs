//! A stack's state with its two templates, each of which is read once however many
//! changes there are to judge. Of a state that does not change meanwhile.

use std::{cell::OnceCell, ops::Deref, rc::Rc};

use super::{
    properties::{Written, parsed, unwritten},
    said::inputs,
};
use crate::{
    facts::Reading,
    gate::StackState,
    template::{self, Inputs, Resolved, Resolver, Template, TemplateRoles},
};

#[derive(Debug)]
pub(in crate::gate) struct Templates<'a> {
    state: &'a StackState,
    before: OnceCell<Result<Text, String>>,
    after: OnceCell<Result<Text, String>>,
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

    pub(super) fn text(&self, when: When) -> Result<&Text, String> {
        let cell = match when {
            When::Before => &self.before,
            When::After => &self.after,
        };
        let read = cell.get_or_init(|| self.read(when));
        read.as_ref().map_err(Clone::clone)
    }

    fn read(&self, when: When) -> Result<Text, String> {
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
            Some(Reading::Known(text)) => text,
            Some(Reading::Unknown(fault)) => return Err(fault.what.clone()),
            None => return Err("Neither its properties nor the template were read.".to_owned()),
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

    pub(super) fn written(&self, id: &str) -> Result<Written<'_>, String> {
        let (node, kind) = self.template.resource(id).ok_or_else(|| unwritten(id))?;
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
