//! What a topic is judged by: all that the shell knows, as a snapshot.

use super::{Judges, Judging};
use crate::{checks::Topic, shell::State};

impl Judges for State {
    fn judgement(&self, topic: &Topic) -> Option<Judging> {
        // Sharing the answers is cheap; taking them apart is the worker's business.
        let (settings, store) = (self.settings().clone(), self.store().clone());
        let topic = topic.clone();
        Some(Box::new(move || topic.judge(&settings, &store)))
    }
}
