//! Intrinsic functions, resolved as far as parameters and surroundings allow.
//!
//! What cannot be known stays a symbol. Work is bounded: a template that refers
//! to itself, or doubles with every step, ends in symbols, not in memory.

mod conditions;
mod functions;
mod references;
mod resolved;
mod substitute;

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use self::resolved::Resolved;
use super::{
    Malformed, Node, Symbol, Template, Text, Value,
    intrinsic::{TRANSFORM, call, is_known},
};

/// Values by parameter name. For `AWS::SSM::Parameter::Value` types the resolved
/// value belongs here, as a live stack reports it: the default only names it.
pub type Parameters = BTreeMap<String, String>;

/// Where the stack is or will be; what is `None` stays a symbol.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    pub account: Option<String>,
    pub region: Option<String>,
    /// From the region when not given.
    pub partition: Option<String>,
    pub stack_name: Option<String>,
    pub stack_id: Option<String>,
    /// From the region when not given.
    pub url_suffix: Option<String>,
}

/// All that a template is resolved with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inputs {
    pub parameters: Parameters,
    pub surroundings: Surroundings,
    /// What the stack has by now, by logical id: names what the template does not.
    pub physical: BTreeMap<String, Physical>,
}

/// The physical resource that CloudFormation has for a logical id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Physical {
    pub kind: String,
    /// As ListStackResources gives it.
    pub id: String,
}

/// Steps and bytes of text that one resolver spends before it answers in symbols.
const BUDGET: usize = 8 * 1024 * 1024;
/// Nesting of nodes and of references together.
const DEEPEST: usize = 160;
/// A longer argument is named by its hash.
const LONGEST_ARGUMENT: usize = 120;

#[derive(Debug)]
pub struct Resolver<'t> {
    template: &'t Template,
    inputs: &'t Inputs,
    spent: Cell<usize>,
    depth: Cell<usize>,
    conditions: RefCell<BTreeMap<String, Option<bool>>>,
    problems: RefCell<Vec<Malformed>>,
}

impl<'t> Resolver<'t> {
    pub fn new(template: &'t Template, inputs: &'t Inputs) -> Self {
        Self {
            template,
            inputs,
            spent: Cell::new(0),
            depth: Cell::new(0),
            conditions: RefCell::default(),
            problems: RefCell::default(),
        }
    }

    /// With the same inputs, of another template.
    pub(super) fn of<'n>(&'n self, template: &'n Template) -> Resolver<'n> {
        Resolver::new(template, self.inputs)
    }

    pub(super) fn inputs(&self) -> &'t Inputs {
        self.inputs
    }

    pub fn template(&self) -> &'t Template {
        self.template
    }

    /// What was found wrong with intrinsics so far, each place once.
    pub fn problems(&self) -> Vec<Malformed> {
        let mut problems = self.problems.borrow().clone();
        problems.sort_by_key(|problem| problem.place);
        problems.dedup();
        problems
    }

    fn problem(&self, node: &Node, what: String, hint: &str) {
        let mut problems = self.problems.borrow_mut();
        if problems.len() < 100 {
            problems.push(Malformed::new(node.span.place, what, hint));
        }
    }

    /// What the node comes to.
    pub fn resolve(&self, node: &Node) -> Resolved {
        match self.deeper(|| self.step(node)) {
            None => self.open("Unresolved", node),
            Some(Resolved::Text(text)) => Resolved::Text(substitute::with_dynamic(text)),
            Some(other) => other,
        }
    }

    /// One level down; None: too deep, or too much is spent.
    fn deeper<T>(&self, work: impl FnOnce() -> T) -> Option<T> {
        if self.depth.get() >= DEEPEST || !self.spend(1) {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let done = work();
        self.depth.set(self.depth.get() - 1);
        Some(done)
    }

    /// The node as text, if it is one.
    pub fn text(&self, node: &Node) -> Option<Text> {
        self.resolve(node).text()
    }

    fn step(&self, node: &Node) -> Resolved {
        if let Some(call) = call(node) {
            if !is_known(call.name) {
                let hint = "Correct its name, or read what the macro or transform made of it";
                let what = format!("{} is not an intrinsic function known here", call.name);
                self.problem(node, what, hint);
                return self.open(call.name, call.of);
            }
            return self.function(call.name, call.of);
        }
        match &node.value {
            Value::Scalar(scalar) if scalar.is_null() => Resolved::Null,
            Value::Scalar(scalar) => {
                self.spend(scalar.text.len());
                if let Some(boolean) = scalar.boolean() {
                    Resolved::Typed(boolean.to_string())
                } else if let Some(number) = scalar.number() {
                    Resolved::Typed(number.into_owned())
                } else {
                    Resolved::literal(&scalar.text)
                }
            }
            Value::Seq(items) => {
                let items = items.iter().map(|item| self.resolve(item));
                Resolved::List(items.filter(|item| *item != Resolved::Absent).collect())
            }
            // What it makes of the rest is not seen: none of it is believed.
            Value::Map(entries) if entries.iter().any(|one| one.key.text == TRANSFORM) => {
                self.open("Transform", node)
            }
            Value::Map(entries) => {
                let entries = entries
                    .iter()
                    .map(|entry| (entry.key.text.clone(), self.resolve(&entry.value)));
                Resolved::Map(entries.filter(|(_, it)| *it != Resolved::Absent).collect())
            }
            // A tag is always a call.
            Value::Tagged(name, of) => self.open(name, of),
        }
    }

    /// A call that stays open.
    fn open(&self, name: &str, of: &Node) -> Resolved {
        Resolved::Text(Text::symbol(Symbol::Function {
            name: name.to_owned(),
            of: self.compact(of),
        }))
    }

    /// The argument as one line that is the same for the same content.
    fn compact(&self, node: &Node) -> String {
        let mut out = String::new();
        if !self.spend(node.weight()) {
            let place = node.span.place;
            return format!("line {} column {}", place.line, place.column);
        }
        write_compact(node, &mut out);
        self.spend(out.len());
        if out.len() <= LONGEST_ARGUMENT {
            return out;
        }
        let digest = Sha256::digest(out.as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// False once the budget is gone.
    pub(in crate::template) fn spend(&self, cost: usize) -> bool {
        let spent = self.spent.get().saturating_add(cost);
        self.spent.set(spent);
        spent <= BUDGET
    }
}

fn write_compact(node: &Node, out: &mut String) {
    match &node.value {
        Value::Scalar(scalar) => out.push_str(&format!("{:?}", scalar.text)),
        Value::Seq(items) => {
            out.push('[');
            for item in items {
                write_compact(item, out);
                out.push(' ');
            }
            out.push(']');
        }
        Value::Map(entries) => {
            out.push('{');
            for entry in entries {
                out.push_str(&format!("{:?} ", entry.key.text));
                write_compact(&entry.value, out);
                out.push(' ');
            }
            out.push('}');
        }
        Value::Tagged(name, of) => {
            out.push_str(name);
            out.push(' ');
            write_compact(of, out);
        }
    }
}
