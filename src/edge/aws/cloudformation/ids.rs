//! The ARN that a stack's name was described as a moment ago.
//!
//! A stack's resources, template and change sets are asked for by its ARN, and each
//! would describe the stack again to learn it. Kept for seconds only: a stack may be
//! deleted and another made under its name. Each session has its own, and so has each
//! look of the gate.

use std::{collections::HashMap, time::Duration};

use parking_lot::Mutex;
use tokio::time::Instant;

use crate::facts::{Stack, StackId, StackName};

const GOOD_FOR: Duration = Duration::from_secs(10);
/// The quota of stacks is 2,000; what is older than `GOOD_FOR` goes first.
const MOST: usize = 4_000;

#[derive(Debug, Default)]
pub(in crate::edge::aws) struct Ids {
    known: Mutex<HashMap<StackName, (Instant, Named)>>,
}

/// A stack's ARN with its name.
#[derive(Clone, Debug)]
pub(super) struct Named {
    pub(super) id: StackId,
    pub(super) name: StackName,
    /// `stack app`, as faults speak of it.
    pub(super) of: String,
}

impl Named {
    pub(super) fn of(stack: &Stack) -> Self {
        Self {
            id: stack.id.clone(),
            name: stack.name.clone(),
            of: format!("stack {}", stack.name.raw()),
        }
    }
}

impl Ids {
    pub(super) fn note(&self, asked: &StackName, stack: &Stack) {
        let now = Instant::now();
        let named = Named::of(stack);
        let mut known = self.known.lock();
        if known.len() >= MOST {
            known.retain(|_, (at, _)| now.duration_since(*at) < GOOD_FOR);
        }
        if known.len() < MOST {
            known.insert(asked.clone(), (now, named));
        }
    }

    pub(super) fn fresh(&self, asked: &StackName) -> Option<Named> {
        let known = self.known.lock();
        let (at, named) = known.get(asked)?;
        (at.elapsed() < GOOD_FOR).then(|| named.clone())
    }

    pub(super) fn forget(&self, asked: &StackName) {
        self.known.lock().remove(asked);
    }
}
