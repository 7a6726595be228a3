//! The search: dimension by dimension, which rules of each document are left.
//!
//! A node stands for all requests so far that leave the same rules alive on both
//! sides, so the product of the dimensions is never enumerated. A node whose two
//! sides cannot differ any more is dropped: what remains at the end is every way
//! in which the documents can decide differently.

use std::{collections::HashMap, rc::Rc};

use super::{
    automaton::{Budget, Exhausted},
    bits::Bits,
    cell::Cell,
    space::{Division, Space},
};
use crate::policy::Decision;

/// Ways to reach one node that are kept, for more than one try at a witness.
const MOST_PARENTS: usize = 12;

pub(super) struct Diagram {
    nodes: Vec<Node>,
    /// The nodes at the end where the decisions differ.
    pub(super) leaves: Vec<Leaf>,
}

pub(super) struct Leaf {
    node: usize,
    pub(super) decisions: [Decision; 2],
}

struct Node {
    sides: [Side; 2],
    parents: Vec<Step>,
    cost: u32,
}

/// What one side has left.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Side {
    alive: Bits,
    denied: bool,
    /// By an identity policy.
    granted: bool,
    /// Allowed by the boundary, or without one.
    within: bool,
}

#[derive(Clone)]
struct Step {
    from: usize,
    cells: Rc<Vec<Cell>>,
    cell: usize,
    cost: u32,
}

pub(super) fn search(space: &Space, budget: &mut Budget) -> Result<Diagram, Exhausted> {
    let nothing = Bits::none(space.rules.len());
    let start = [0, 1].map(|side| {
        let start = Side {
            alive: space.sides[side].clone(),
            denied: false,
            granted: false,
            within: !space.bounded[side],
        };
        start.settle(&nothing, space)
    });
    let mut diagram = Diagram {
        nodes: Vec::new(),
        leaves: Vec::new(),
    };
    if start[0] == start[1] {
        return Ok(diagram);
    }
    diagram.nodes.push(Node {
        sides: start.clone(),
        parents: Vec::new(),
        cost: 0,
    });
    let mut layer: HashMap<[Side; 2], usize> = HashMap::from([(start, 0)]);
    for dimension in 0..space.dimensions.len() {
        layer = diagram.advance(space, dimension, layer, budget)?;
    }
    for (sides, node) in layer {
        let decisions = sides.map(|side| side.decision());
        if decisions[0] != decisions[1] {
            diagram.leaves.push(Leaf { node, decisions });
        }
    }
    diagram.leaves.sort_by_key(|leaf| {
        let cost = diagram.nodes.get(leaf.node).map(|node| node.cost);
        (cost, leaf.decisions, leaf.node)
    });
    Ok(diagram)
}

impl Diagram {
    fn advance(
        &mut self,
        space: &Space,
        dimension: usize,
        layer: HashMap<[Side; 2], usize>,
        budget: &mut Budget,
    ) -> Result<HashMap<[Side; 2], usize>, Exhausted> {
        let (Some(asked), Some(settled)) =
            (space.asked.get(dimension), space.settled.get(dimension))
        else {
            return Ok(layer);
        };
        let mut next: HashMap<[Side; 2], usize> = HashMap::new();
        // In the order of the nodes, so that the same documents give the same answer.
        let mut ordered: Vec<usize> = layer.into_values().collect();
        ordered.sort_unstable();
        let nodes = ordered.iter().filter_map(|number| self.nodes.get(*number));
        let alive = nodes.flat_map(|node| node.sides.iter().map(|side| &side.alive));
        let nothing = Bits::none(space.rules.len());
        let all = alive.fold(nothing, |all, alive| all.or(alive)).and(asked);
        let mut division = Division::new(space, dimension, all, budget);
        for number in ordered {
            let Some(node) = self.nodes.get(number) else {
                continue;
            };
            let (sides, cost) = (node.sides.clone(), node.cost);
            let asking = sides[0].alive.or(&sides[1].alive).and(asked);
            if asking.is_empty() {
                self.keep(&mut next, sides, number);
                continue;
            }
            let cells = division.cells(space, &asking, budget)?;
            budget.spend(cells.len() * 24)?;
            for (at, cell) in cells.iter().enumerate() {
                let lost = asking.without(&cell.takes);
                let after = [0, 1].map(|side| sides[side].without(&lost, settled, space));
                if after[0] == after[1] {
                    continue;
                }
                let step = Step {
                    from: number,
                    cells: Rc::clone(&cells),
                    cell: at,
                    cost: cost.saturating_add(cell.cost),
                };
                self.reach(&mut next, after, step, budget)?;
            }
        }
        Ok(next)
    }

    /// Carries a node on that this dimension does not concern.
    fn keep(&mut self, layer: &mut HashMap<[Side; 2], usize>, sides: [Side; 2], number: usize) {
        let Some(&twin) = layer.get(&sides) else {
            layer.insert(sides, number);
            return;
        };
        let Some(node) = self.nodes.get(number) else {
            return;
        };
        let (parents, cost) = (node.parents.clone(), node.cost);
        if let Some(twin) = self.nodes.get_mut(twin) {
            twin.join(parents, cost);
        }
    }

    fn reach(
        &mut self,
        layer: &mut HashMap<[Side; 2], usize>,
        sides: [Side; 2],
        step: Step,
        budget: &mut Budget,
    ) -> Result<(), Exhausted> {
        let cost = step.cost;
        if let Some(known) = layer
            .get(&sides)
            .and_then(|known| self.nodes.get_mut(*known))
        {
            known.join([step], cost);
            return Ok(());
        }
        budget.nodes = budget.nodes.checked_sub(1).ok_or(Exhausted)?;
        layer.insert(sides.clone(), self.nodes.len());
        self.nodes.push(Node {
            sides,
            parents: vec![step],
            cost,
        });
        Ok(())
    }

    /// Up to `most` ways to a leaf, the most readable first.
    pub(super) fn paths(&self, leaf: &Leaf, most: usize) -> Vec<Vec<&Cell>> {
        let mut paths = Vec::new();
        for variant in 0..most {
            let mut left = variant;
            let mut node = leaf.node;
            let mut path = Vec::new();
            while let Some(step) = self.nodes.get(node).and_then(|node| {
                let choice = left % node.parents.len().max(1);
                left /= node.parents.len().max(1);
                node.parents.get(choice)
            }) {
                path.extend(step.cells.get(step.cell));
                node = step.from;
            }
            if left > 0 {
                break;
            }
            paths.push(path);
        }
        paths
    }
}

impl Node {
    /// Is reached in these ways too.
    fn join(&mut self, parents: impl IntoIterator<Item = Step>, cost: u32) {
        self.cost = self.cost.min(cost);
        self.parents.extend(parents);
        self.parents.sort_by_key(|step| step.cost);
        self.parents.truncate(MOST_PARENTS);
    }
}

impl Side {
    fn without(&self, lost: &Bits, settled: &Bits, space: &Space) -> Self {
        let left = Self {
            alive: self.alive.without(lost),
            ..*self
        };
        left.settle(settled, space)
    }

    /// Rules that ask nothing more take the request, and rules that can no longer
    /// matter are forgotten.
    fn settle(mut self, settled: &Bits, space: &Space) -> Self {
        let applying = self.alive.and(settled);
        if applying.meets(&space.denies) {
            self.denied = true;
            self.granted = false;
            self.within = false;
            self.alive = Bits::none(space.rules.len());
            return self;
        }
        self.granted |= applying.meets(&space.grants);
        self.within |= applying.meets(&space.limits);
        let can_grant = self.granted || self.alive.meets(&space.grants);
        let can_limit = self.within || self.alive.meets(&space.limits);
        if !can_grant || !can_limit {
            // It stays as it is, unless it is denied.
            self.granted = false;
            self.within = false;
            self.alive = self.alive.and(&space.denies);
            return self;
        }
        if self.granted {
            self.alive = self.alive.without(&space.grants);
        }
        if self.within {
            self.alive = self.alive.without(&space.limits);
        }
        self
    }

    fn decision(&self) -> Decision {
        match (self.denied, self.granted && self.within) {
            (true, _) => Decision::ExplicitlyDenied,
            (false, true) => Decision::Allowed,
            (false, false) => Decision::ImplicitlyDenied,
        }
    }
}
