//! From a draft that lacks something to the gate: the state's side of the form.

use super::{Form, Purpose, filled};
use crate::{
    gate::Draft,
    shell::{State, layer::Layer},
};

impl State {
    /// To the gate; by way of a form, where something has to be written first.
    pub(in crate::shell) fn prepare_or_ask(&mut self, draft: Box<Draft>) {
        let fields = draft.write.change().fields();
        match fields.is_empty() {
            true => self.prepare(draft),
            false => {
                let form = Form::of(Purpose::Draft(draft), fields);
                self.layers.push(Layer::Form(Box::new(form)));
            }
        }
    }

    pub(super) fn form(&mut self) -> Option<&mut Form> {
        match self.layers.last_mut() {
            Some(Layer::Form(form)) => Some(form),
            _ => None,
        }
    }

    pub(in crate::shell) fn step_form(&mut self, by: isize) {
        if let Some(form) = self.form() {
            form.step(by);
        }
    }

    /// The next line; from the last one, the draft goes to the gate.
    pub(in crate::shell) fn submit_form(&mut self) {
        let Some(form) = self.form() else { return };
        if form.at + 1 < form.fields.len() {
            return form.step(1);
        }
        let Purpose::Draft(draft) = &form.purpose else {
            return self.keep_note();
        };
        match filled(draft, &form.values) {
            Ok(draft) => {
                self.layers.pop();
                self.prepare(draft);
            }
            Err(wrong) => {
                form.at = wrong.field;
                form.wrong = Some(wrong);
            }
        }
    }
}
