//! From what a person wrote to the gate, or back to the pane: the state's side of the form.

use super::{Form, Purpose, filled};
use crate::{
    gate::{Draft, field::Misfilled},
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

    /// The next line; from the last one, what was written goes where it belongs.
    pub(in crate::shell) fn submit_form(&mut self) {
        let Some(form) = self.form() else { return };
        if form.at + 1 < form.fields.len() {
            return form.step(1);
        }
        let done = match &form.purpose {
            Purpose::Draft(draft) => filled(draft, &form.values).map(|draft| {
                self.layers.pop();
                self.prepare(draft);
            }),
            Purpose::Note(_) => {
                self.keep_note();
                Ok(())
            }
            Purpose::Pane(asking) => {
                let (id, values) = (asking.id, form.values.clone());
                self.give_back(id, &values)
            }
        };
        if let (Err(wrong), Some(form)) = (done, self.form()) {
            form.at = wrong.field;
            form.wrong = Some(wrong);
        }
    }

    fn give_back(&mut self, id: &'static str, values: &[String]) -> Result<(), Misfilled> {
        let acted = self.with_pane(|pane, cx| pane.noted(id, values, cx))?;
        self.layers.pop();
        self.acted(Some(acted));
        Ok(())
    }
}
