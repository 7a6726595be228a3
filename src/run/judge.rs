//! The shell as the loop's app.

use ratatui::{buffer::Buffer, layout::Position};

use super::{App, Judging};
use crate::{
    ask::Ticket,
    checks::Topic,
    flow::{Effect, Msg},
    gate::Confirmed,
    shell::State,
};

impl App for State {
    fn update(&mut self, msg: Msg) -> Vec<Effect> {
        State::update(self, msg)
    }

    fn draw(&self, buffer: &mut Buffer) -> Option<Position> {
        State::draw(self, buffer)
    }

    fn drawn(&mut self, now: jiff::Timestamp) {
        State::drawn(self, now);
    }

    fn approved(&mut self, ticket: Ticket) -> Option<Confirmed> {
        State::approved(self, ticket)
    }

    fn judgement(&self, topic: &Topic) -> Option<Judging> {
        // Sharing the answers is cheap; taking them apart is the worker's business.
        let (settings, store) = (self.settings().clone(), self.store().clone());
        let topic = topic.clone();
        Some(Box::new(move || topic.judge(&settings, &store)))
    }
}
