//! What is wanted against what is known: asks, cancels, judges, and the spinner.

use std::collections::HashMap;

use super::{State, layer::Layer};
use crate::{
    ask::{Ask, JournalAsk},
    flow::{Effect, Later},
};

/// Loading is shown only after this long: most answers are there sooner.
const QUIET_MS: u64 = 300;
const SPINNER_MS: u64 = 250;

pub(super) const SETTLED: Ask = Ask::Journal(JournalAsk::Settled);

impl State {
    /// Called after every message: idempotent, so nothing is asked twice.
    pub(super) fn reconcile(&mut self) {
        self.arrange();
        self.preview_keeps_its_place();
        if !self.started {
            return;
        }
        // A held key draws no more than the list.
        if self.pane().is_rested() {
            self.mends = self.recommended();
        }
        self.order_logs();
        let alarm = self.panes[self.focused].take_alarm();
        if let Some(said) = alarm.filter(|_| !self.settings.silent) {
            self.emit(Effect::Ring { said });
        }
        let again = self.panes[self.focused].take_refetch();
        self.refresh.extend(again);
        let mut wants = self.pane().wants(&self.cx());
        if self.settles_doubt() {
            wants.push(SETTLED);
        }
        self.cancel_unwanted(&wants);
        for ask in &wants {
            self.ask_if_needed(ask);
        }
        self.refresh.clear();
        self.judge_if_changed();
        self.start_spinner();
        self.start_following();
        self.retitle();
    }

    /// Whatever pane it is that shows a log: one that nobody looks at may close its own.
    fn order_logs(&mut self) {
        let orders = self.panes.iter_mut().flat_map(|pane| pane.take_orders());
        let orders: Vec<_> = orders.collect();
        for order in orders {
            let order = Box::new(order);
            self.emit(Effect::Log { order });
        }
    }

    /// Where something may be written, and where the journal is looked at, writes that
    /// an earlier run left in doubt are looked at again.
    pub(super) fn settles_doubt(&self) -> bool {
        let journal = self.pane().about().command.id == "pane.journal";
        self.session_id.is_some() || (journal && !self.settings.restricted)
    }

    /// One timer at most, for what the pane follows now; a pane that nobody looks
    /// at follows nothing.
    fn start_following(&mut self) {
        let Some((after_ms, asks)) = self.pane().poll(&self.cx()) else {
            self.following = None;
            return;
        };
        let following = self.following.as_ref();
        if following.is_some_and(|(_, known)| *known == asks) {
            return;
        }
        self.rounds += 1;
        self.following = Some((self.rounds, asks));
        let later = Later::Follow(self.rounds);
        self.emit(Effect::Wake { after_ms, later });
    }

    /// A round is over: what is still followed is read again.
    pub(super) fn follow(&mut self, round: u64) {
        if let Some((_, asks)) = self.following.take_if(|(out, _)| *out == round) {
            self.refresh.extend(asks);
        }
    }

    fn cancel_unwanted(&mut self, wants: &[Ask]) {
        let unwanted: Vec<Ask> = self
            .store
            .iter()
            .filter(|(ask, load)| load.asking.is_some() && !wants.contains(ask))
            .map(|(ask, _)| ask.clone())
            .collect();
        for ask in &unwanted {
            let ticket = self.store.cancel(ask);
            self.cancel(ticket);
        }
    }

    fn ask_if_needed(&mut self, ask: &Ask) {
        let load = self.store.load(ask);
        let known =
            load.is_some_and(|load| !load.is_empty() && (load.asking.is_some() || !load.is_owed));
        if known && !self.refresh.contains(ask) {
            return;
        }
        let (ticket, replaced) = self.store.ask(ask, self.now);
        self.cancel(replaced);
        let ask = ask.clone();
        self.emit(Effect::Ask { ticket, ask });
    }

    /// Judges again when an answer among the basis is newer than the last time, or another
    /// topic was judged then.
    fn judge_if_changed(&mut self) {
        let Some((topic, basis)) = self.pane().judges(&self.cx()) else {
            return;
        };
        let from: HashMap<Ask, Option<jiff::Timestamp>> = basis
            .into_iter()
            .map(|ask| {
                let seen = self
                    .store
                    .load(&ask)
                    .and_then(|load| load.at().max(load.fault.as_ref().map(|(_, at)| *at)));
                (ask, seen)
            })
            .collect();
        let something = from.values().any(Option::is_some);
        let judged_from = (topic.clone(), from);
        if !something || self.judged_from.as_ref() == Some(&judged_from) {
            return;
        }
        self.judged_from = Some(judged_from);
        self.generation += 1;
        let generation = self.generation;
        self.emit(Effect::Judge { generation, topic });
    }

    pub(super) fn loading(&self) -> Vec<&Ask> {
        let loading = self.store.iter().filter(|(_, load)| load.asking.is_some());
        let mut asks: Vec<&Ask> = loading.map(|(ask, _)| ask).collect();
        asks.sort();
        asks
    }

    /// Something is being read, or written.
    fn waits(&self) -> bool {
        let busy = |layer: &Layer| matches!(layer, Layer::Confirm(confirm) if confirm.is_busy());
        !self.loading().is_empty() || self.layers.last().is_some_and(busy)
    }

    fn start_spinner(&mut self) {
        if self.spinner.is_none() && self.waits() {
            self.spinner = Some(0);
            self.wake_spinner(QUIET_MS);
        }
    }

    /// One step further while something loads; else it stops, and no timer is left.
    pub(super) fn turn_spinner(&mut self) {
        if !self.waits() {
            self.spinner = None;
            return;
        }
        self.spinner = self.spinner.map(|turn| turn + 1);
        self.wake_spinner(SPINNER_MS);
    }

    fn wake_spinner(&mut self, after_ms: u64) {
        let later = Later::Spinner;
        self.emit(Effect::Wake { after_ms, later });
    }
}
