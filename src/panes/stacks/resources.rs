//! The stack's resources as CloudFormation has them.

use std::collections::BTreeSet;

use super::{
    Open, Stacks, asks,
    words::{self, Facts},
};
use crate::{
    ask::cloudformation,
    facts::{ChangeSetId, LogicalId, PhysicalId, Remote, StackResource, StackStatus},
    panes::{Cx, view::ViewRows},
    ui::{Column, Line, Order, Role},
};

const COLUMNS: &[Column] = &[
    Column::mark(""),
    Column::name("resource").sorts(Order::Up),
    Column::weighing("type", 2).sorts(Order::Up),
    Column::weighing("status", 3)
        .least(14)
        .state()
        .sorts(Order::Up),
    Column::weighing("drift", 4).least(1).clipped(),
    Column::adding("age", 1).right(),
];

pub(super) struct Resources<'a> {
    all: &'a [StackResource],
    /// The stack is stuck in a roll back: what failed may be left out of it.
    sticks: bool,
    skipped: Option<&'a BTreeSet<LogicalId>>,
    cx: Cx<'a>,
}

impl<'a> Resources<'a> {
    pub(super) fn of(pane: &'a Stacks, open: &Open, cx: &Cx<'a>) -> Self {
        let all = asks::view_answer::<cloudformation::Resources>(open, cx);
        let stack = cx.store.stack(cx.environment, &open.stack);
        Self {
            all: all.map_or(&[], |found| found.resources.as_slice()),
            sticks: stack.is_some_and(|stack| stack.status == StackStatus::UpdateRollbackFailed),
            skipped: pane.skip.get(&open.stack),
            cx: *cx,
        }
    }

    /// The resource of this id, where it failed in a roll back and may be left out of it.
    pub(super) fn stuck(&self, id: &str) -> Option<LogicalId> {
        let mut all = self.all.iter();
        let one = all.find(|one| one.logical_id.raw() == id)?;
        self.is_stuck(one).then(|| one.logical_id.clone())
    }

    fn is_stuck(&self, one: &StackResource) -> bool {
        self.sticks && one.status.is_failed()
    }

    fn is_skipped(&self, one: &StackResource) -> bool {
        let marked = self.skipped;
        marked.is_some_and(|all| all.contains(&one.logical_id)) && self.is_stuck(one)
    }
}

impl ViewRows<ChangeSetId> for Resources<'_> {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn count(&self) -> usize {
        self.all.len()
    }

    fn key(&self, at: usize) -> &str {
        self.all[at].logical_id.raw()
    }

    fn name(&self, at: usize) -> String {
        let one = &self.all[at];
        format!("{} {}", one.logical_id.raw(), one.resource_type.raw())
    }

    fn cells(&self, at: usize, name: Role, _: &[u16]) -> Vec<Line> {
        let one = &self.all[at];
        let (letter, state) = match self.is_skipped(one) {
            true => ('S', Role::Warn),
            false => words::of_resource(&one.status),
        };
        let drift = one.drift.as_ref().map(|drift| {
            let (letter, role) = words::of_resource_drift(drift);
            Line::of(role, words::drift_in_short(letter, drift.raw()))
        });
        let age = one.updated.map(|at| self.cx.age(at));
        vec![
            Line::of(state, letter),
            Line::of(name, one.logical_id.raw()),
            Line::of(Role::Dim, one.resource_type.raw()),
            Line::of(state, one.status.raw()),
            drift.unwrap_or_default(),
            Line::of(Role::Dim, age.unwrap_or_default()),
        ]
    }

    fn about(&self, at: usize) -> Vec<Line> {
        let one = &self.all[at];
        let updated = one.updated.map(|at| self.cx.dated(at));
        let skipped = "S: left out when the roll back is continued. CloudFormation then treats it as rolled back.";
        let (physical, reason) = (one.physical_id.as_ref(), one.reason.as_ref());
        Facts::of(one.logical_id.raw(), one.resource_type.raw())
            .physical(&one.resource_type, physical)
            .fact("Updated", Role::Text, updated.as_deref())
            .fact("Reason", Role::Text, reason.map(Remote::raw))
            .fact("", Role::Warn, self.is_skipped(one).then_some(skipped))
            .0
    }

    /// A copy is what other tools take: the physical id, where there is one.
    fn copied(&self, at: usize) -> String {
        let one = &self.all[at];
        let physical = one.physical_id.as_ref().map(PhysicalId::raw);
        physical.unwrap_or(one.logical_id.raw()).to_owned()
    }

    fn is_failure(&self, at: usize) -> bool {
        self.all[at].status.is_failed()
    }

    fn empty(&self) -> &'static str {
        "The stack has no resources."
    }
}
