//! The log's worker in a test: the same desk without its thread. In the demo's world what
//! it asks is answered at once, else by hand; its timers fire when the test says so.

use std::mem;

use watchkeeper::{
    ask::{Answer, Ask},
    edge::log_desk::{LogDesk, Reading, Step},
    facts::Fault,
    flow::Msg,
    logs::Order,
};

use super::Harness;

#[derive(Default)]
pub struct LogStandIn {
    desk: LogDesk,
    asks: Vec<(Reading, Ask)>,
    wakes: Vec<(Reading, u64)>,
}

impl Harness {
    pub(super) fn order_log(&mut self, order: &Order) {
        let steps = self.log.desk.take(order);
        self.log_steps(steps);
    }

    fn log_steps(&mut self, steps: Vec<Step>) {
        for step in steps {
            match step {
                Step::Ask(reading, ask) | Step::Stream(reading, ask) => {
                    self.log.asks.push((reading, ask));
                }
                Step::Wake(reading, after_ms) => self.log.wakes.push((reading, after_ms)),
            }
        }
        while self.log.desk.read_on() {}
        self.tell_log();
        while let Some(world) = self.world.as_ref().filter(|_| !self.log.asks.is_empty()) {
            let result = world.read(&self.log.asks[0].1);
            self.answer_log(result);
        }
    }

    fn tell_log(&mut self) {
        if let Some(news) = self.log.desk.news() {
            let (news, calls) = (Box::new(news), self.calls);
            self.send(Msg::Log { news, calls });
        }
    }

    /// What is asked from now on the test answers by hand.
    pub fn leave_world(&mut self) {
        self.world = None;
    }

    /// What the log waits for, oldest first.
    pub fn log_asks(&self) -> Vec<Ask> {
        self.log.asks.iter().map(|(_, ask)| ask.clone()).collect()
    }

    /// Answers the oldest of them.
    #[expect(clippy::needless_pass_by_value, reason = "each is made for it")]
    pub fn answer_log(&mut self, result: Result<Answer, Fault>) {
        let (reading, _) = self.log.asks.remove(0);
        self.calls += 1;
        let result = result.as_ref().map_err(Clone::clone);
        let steps = self.log.desk.answered(reading, result, self.now);
        self.log_steps(steps);
    }

    /// A part of the oldest answer comes, of which so many bytes there will be.
    pub fn answer_log_in_part(&mut self, piece: &[u8], size: u64) {
        let (reading, _) = self.log.asks[0];
        self.log.desk.piece(reading, piece, Some(size));
        self.tell_log();
    }

    /// The timers of what is followed are over; after how many milliseconds each was meant to be.
    pub fn wake_log(&mut self) -> Vec<u64> {
        let wakes = mem::take(&mut self.log.wakes);
        for (reading, _) in &wakes {
            let steps = self.log.desk.woke(*reading);
            self.log_steps(steps);
        }
        wakes.into_iter().map(|(_, after_ms)| after_ms).collect()
    }
}
