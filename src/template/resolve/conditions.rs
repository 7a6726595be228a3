//! Conditions: true, false, or not to be decided with what is known.
//!
//! A condition that refers to itself is not decided, and is said to be wrong.

use super::Resolver;
use crate::template::{
    Node,
    intrinsic::{call, condition},
};

impl Resolver<'_> {
    /// A named condition; `None` where a value it needs is open.
    pub fn condition(&self, name: &str) -> Option<bool> {
        if let Some(known) = self.conditions.borrow().get(name) {
            return *known;
        }
        let node = self.template.section("Conditions", name)?;
        // Until it is known, so that a circle ends.
        self.conditions.borrow_mut().insert(name.to_owned(), None);
        let answer = self.judged(node);
        self.conditions.borrow_mut().insert(name.to_owned(), answer);
        answer
    }

    pub(super) fn judged(&self, node: &Node) -> Option<bool> {
        self.deeper(|| self.judged_call(node))?
    }

    /// Says so where no such condition is declared.
    pub(super) fn must_be_declared(&self, name: &str, at: &Node) {
        if self.template.section("Conditions", name).is_none() {
            let what = format!("there is no condition {name:?}");
            let hint = "Declare it under Conditions, or correct the name";
            self.problem(at, what, hint);
        }
    }

    fn judged_call(&self, node: &Node) -> Option<bool> {
        if let Some(name) = condition(node) {
            self.must_be_declared(name, node);
            return self.condition(name);
        }
        let call = call(node)?;
        let of = call.of.items();
        match (call.name, of) {
            ("Equals", [left, right]) => {
                let (left, right) = (self.text(left)?, self.text(right)?);
                Some(left.known()? == right.known()?)
            }
            ("Not", [one]) => self.judged(one).map(|answer| !answer),
            ("And", of) => self.any(of, false).map(|found| !found),
            ("Or", of) => self.any(of, true),
            _ => {
                let what = format!("{} is not a condition", call.name);
                self.problem(node, what, "Use Equals, And, Or, Not or Condition here");
                None
            }
        }
    }

    /// Whether one of them is `wanted`; open if none is and one is open.
    fn any(&self, of: &[Node], wanted: bool) -> Option<bool> {
        let mut open = false;
        for node in of {
            match self.judged(node) {
                Some(answer) if answer == wanted => return Some(true),
                Some(_) => {}
                None => open = true,
            }
        }
        (!open).then_some(false)
    }
}
