//! From a proposal to its approval: the state's side of the layer. What a preview
//! makes of a key is its own; what comes after the approval is `writing`'s.

use jiff::Timestamp;

use super::{
    Applied, Confirm, Stage,
    lines::Keys,
    preview::{Input, Preview, noted},
};
use crate::{
    ask::Ticket,
    facts::{Fault, FaultKind},
    flow::{Effect, Later},
    gate::{Assessment, Draft, Plan, SessionId, guards::GuardRuling, record::Stage as Noted},
    keys::find_action,
    shell::{State, header, layer::Layer},
};

/// How long a preview stands at a new size before keys count.
const SETTLES_MS: u64 = 500;

impl State {
    /// The layer, when it is there: it is always the top one.
    pub(in crate::shell) fn at_gate(&mut self) -> Option<&mut Confirm> {
        match self.layers.last_mut() {
            Some(Layer::Confirm(confirm)) => Some(confirm),
            _ => None,
        }
    }

    fn preview(&mut self) -> Option<&mut Preview> {
        self.at_gate()?.preview()
    }

    /// A command that proposes a write: the pane's, or taking back the last one.
    pub(in crate::shell) fn propose(&mut self, id: &str) {
        if self.settings.restricted {
            return self.cannot(Fault::new(
                FaultKind::ReadOnly,
                "This console is restricted: it only looks.",
                "Propose the change in a console of your own.",
            ));
        }
        if let Some(what) = self.writing_aside() {
            return self.cannot(Fault::new(
                FaultKind::Moved,
                format!("A write is under way: {what}."),
                "One at a time: its outcome comes to the front by itself.",
            ));
        }
        match self.proposed(id) {
            Some(Ok(draft)) => self.prepare_or_ask(draft),
            Some(Err(why)) => self.cannot(Fault::new(FaultKind::Missing, why.why.to_string(), "")),
            None => {}
        }
    }

    /// A proposal that could not even be begun.
    fn cannot(&mut self, fault: Fault) {
        self.put_on_top(None, Stage::Fault(fault));
    }

    pub(in crate::shell) fn prepare(&mut self, draft: Box<Draft>) {
        let ticket = self.store.ticket();
        self.put_on_top(Some(draft.clone()), Stage::Preparing { ticket });
        self.emit(Effect::Prepare { ticket, draft });
    }

    fn put_on_top(&mut self, draft: Option<Box<Draft>>, stage: Stage) {
        let top = 0;
        let confirm = Confirm { draft, stage, top };
        self.layers.push(Layer::Confirm(Box::new(confirm)));
    }

    pub(in crate::shell) fn prepared(
        &mut self,
        ticket: Ticket,
        result: Result<Box<Assessment>, Fault>,
        at: Timestamp,
    ) {
        let Some(confirm) = self.at_gate() else {
            return;
        };
        if !matches!(confirm.stage, Stage::Preparing { ticket: waited } if waited == ticket) {
            return;
        }
        match result {
            Ok(assessment) => self.show(*assessment, Vec::new(), at),
            Err(fault) => confirm.stage = Stage::Fault(fault),
        }
    }

    /// Every guard runs here, over what was just read.
    pub(super) fn show(&mut self, assessment: Assessment, moved: Vec<String>, at: Timestamp) {
        // Without one it is a preview of a guard's stop, and no writer knows this one.
        let session_id = self.session_id.clone();
        let world = self.world.as_ref().map_or("aws", |_| "demo");
        let session_id = session_id.unwrap_or_else(|| SessionId::of_a_look(world));
        self.previews += 1;
        let (number, size) = (self.previews, self.gate_size());
        let keys = Keys {
            applies: self.key_for(&super::SCOPE.chain(), "confirm.apply"),
            leaves: self.leaves(),
            unfolds: self.key_for(&super::SCOPE.chain(), "confirm.unfold"),
            starts: self
                .session_id
                .is_none()
                .then(|| self.start_of_writing(&assessment)),
        };
        let plan = Plan::of(assessment, &self.settings, session_id, at);
        // What a read-only console looks at is no proposal.
        if self.session_id.is_some() {
            self.note_proposal(&plan);
        }
        let left = plan.expires_at().duration_since(at).as_millis();
        self.emit(Effect::Wake {
            after_ms: u64::try_from(left).unwrap_or(0),
            later: Later::Expired(number),
        });
        if let Some(confirm) = self.at_gate() {
            confirm.draft = Some(Box::new(plan.assessment().draft.clone()));
            let preview = Preview::new(plan, moved, size, number, keys);
            confirm.stage = Stage::Preview(Box::new(preview));
        }
    }

    fn note_proposal(&mut self, plan: &Plan) {
        self.emit(noted(plan, Noted::Proposed));
        let stops: Vec<String> = plan.stops().filter_map(GuardRuling::refusal).collect();
        if !stops.is_empty() {
            let why = format!("stopped: {}", stops.join(" "));
            self.emit(noted(plan, Noted::Refused { why }));
        }
    }

    /// The command of a console that may write what was looked at.
    fn start_of_writing(&self, assessment: &Assessment) -> String {
        let name = assessment.draft.environment.raw();
        match self.world.is_some() {
            true => format!("watchkeeper demo -e {name}"),
            false => format!("watchkeeper -e {name} --allow-writes"),
        }
    }

    /// A command while the layer is there: no other scope's runs under it.
    pub(in crate::shell) fn confirm_command(&mut self, id: &str) {
        if let Some(act) = find_action(super::ACTIONS, id) {
            return act(self);
        }
        let input = match id {
            "app.quit" => return self.quit(),
            "app.suspend" => return self.emit(Effect::Suspend),
            "app.redraw" => return self.emit(Effect::Redraw),
            "app.back" => return self.leave(),
            "text.erase" => Input::Erase,
            "text.erase-word" => Input::EraseWord,
            "text.clear" => Input::Clear,
            _ => return,
        };
        self.confirm_input(input);
    }

    pub(in crate::shell) fn confirm_input(&mut self, input: Input) {
        let (now, pace) = (self.now, self.rhythm.pace());
        if let Some(preview) = self.preview() {
            let expires = preview.expires(now);
            preview.pressed(input, pace, now);
            if expires {
                self.note_expiry();
            }
            return;
        }
        let by = match input {
            Input::Scroll(by) => by,
            Input::Page(by) => by * 10,
            _ => return,
        };
        let last = super::draw::last_top(self);
        if let Some(confirm) = self.at_gate() {
            confirm.top = confirm.top.saturating_add_signed(by).min(last);
        }
    }

    /// Shows what is folded, or folds it again.
    pub(super) fn unfold(&mut self) {
        let now = self.now;
        if let Some(preview) = self.preview() {
            preview.unfold(now);
        }
    }

    /// A letter was pressed that is bound here.
    pub(in crate::shell) fn letter_at_gate(&mut self) {
        let now = self.now;
        if let Some(preview) = self.preview() {
            preview.pressed_letter(now);
        }
    }

    /// Enter: nothing at all until the phrase is exact. Under an outcome it proposes
    /// what is best done next.
    pub(super) fn apply(&mut self) {
        let now = self.now;
        if let Some(Stage::Done { next, .. }) = self.at_gate().map(|confirm| &mut confirm.stage) {
            let Some(draft) = next.take() else {
                return self.leave();
            };
            self.layers.pop();
            return self.prepare(draft);
        }
        let pace = self.rhythm.pace();
        let Some(preview) = self.preview() else {
            return;
        };
        if !preview.hears_yes(pace, now) {
            return;
        }
        if !preview.is_ready(now) {
            preview.yes_too_soon(now);
            if preview.expires(now) {
                self.note_expiry();
            }
            return;
        }
        let ticket = self.store.ticket();
        let Some(confirm) = self.at_gate() else {
            return;
        };
        let waiting = Stage::Preparing { ticket };
        let Stage::Preview(preview) = std::mem::replace(&mut confirm.stage, waiting) else {
            return;
        };
        match preview.approve(now) {
            Ok(confirmed) => {
                confirm.stage = Stage::Writing {
                    ticket,
                    applied: Box::new(Applied::of(confirmed.plan())),
                    since: now,
                    progress: None,
                    warned: false,
                    quitting: false,
                };
                self.turn.confirmed = Some((ticket, confirmed));
                if self.leaving {
                    self.wake_to_leave();
                }
            }
            Err(preview) => confirm.stage = Stage::Preview(preview),
        }
    }

    /// Reads the world again for a preview that can't be confirmed any more.
    pub(super) fn again(&mut self) {
        let Some(confirm) = self.at_gate() else {
            return;
        };
        let useless = match &confirm.stage {
            Stage::Fault(_) => true,
            Stage::Preview(preview) => preview.is_stopped() || preview.is_expired(),
            _ => false,
        };
        if let Some(draft) = confirm.draft.clone().filter(|_| useless) {
            self.layers.pop();
            self.prepare(draft);
        }
    }

    pub(in crate::shell) fn preview_drawn(&mut self, now: Timestamp) {
        if let Some(preview) = self.preview() {
            preview.drawn(now);
        }
    }

    pub(in crate::shell) fn preview_settled(&mut self, number: u64, now: Timestamp) {
        if let Some(preview) = self.preview().filter(|p| p.number() == number) {
            preview.settled(now);
        }
    }

    pub(in crate::shell) fn preview_expired(&mut self, number: u64, now: Timestamp) {
        let preview = self.preview().filter(|p| p.number() == number);
        if preview.is_some_and(|preview| preview.expires(now)) {
            self.note_expiry();
        }
    }

    fn note_expiry(&mut self) {
        if let Some(preview) = self.preview().filter(|preview| !preview.is_stopped()) {
            let note = preview.refused("the preview expired");
            self.emit(note);
        }
    }

    /// A new size, or back from a stop: what was read and typed is void.
    pub(in crate::shell) fn preview_resized(&mut self) {
        let size = self.gate_size();
        if let Some(preview) = self.preview() {
            preview.resized(size);
            let later = Later::Settled(preview.number());
            let after_ms = SETTLES_MS;
            self.emit(Effect::Wake { after_ms, later });
        }
    }

    /// What there is to read in, as a screen with one line above it: a header that takes
    /// another line leaves less.
    pub(in crate::shell) fn gate_size(&self) -> (u16, u16) {
        let more = header::lines(self, self.size.0) - 1;
        (self.size.0, self.size.1.saturating_sub(more))
    }

    /// A header that grew or shrank is as good as a new size: what was read stood elsewhere.
    pub(in crate::shell) fn preview_keeps_its_place(&mut self) {
        let size = self.gate_size();
        if self.preview().is_some_and(|preview| preview.size() != size) {
            self.preview_resized();
        }
    }

    /// Whether the layer took the paste: it takes all, to refuse them.
    pub(in crate::shell) fn preview_pasted(&mut self) -> bool {
        if let Some(preview) = self.preview() {
            preview.pasted();
        }
        self.at_gate().is_some()
    }

    pub(in crate::shell) fn preview_left_alone(&mut self) {
        if let Some(preview) = self.preview() {
            preview.left_alone();
        }
    }
}
