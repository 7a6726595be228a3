//! Notes of acknowledgements, kept by the demo's world as the dispatcher has them kept.

use watchkeeper::{
    edge::dispatch::World,
    flow::{Effect, Msg},
};

use super::Harness;

impl Harness {
    pub(super) fn acknowledge(&mut self, effect: Effect) {
        let Effect::Acknowledge {
            environment,
            account,
            what,
        } = effect
        else {
            return;
        };
        if let Some(world) = &self.world {
            let result = world.acknowledge(&environment, &account, &what);
            self.send(Msg::Acknowledged { result });
        }
    }
}
