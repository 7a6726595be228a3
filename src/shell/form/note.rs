//! The note of an acknowledgement: asked for, kept, and given back to whoever wrote it where
//! it could not be kept. Nothing that was typed is lost.

use super::{Form, Purpose};
use crate::{
    ask::{Ask, MemoryAsk},
    facts::{Fault, Remote},
    flow::Effect,
    gate::field::Field,
    panes::Noting,
    shell::{State, layer::Layer},
};

pub(super) const TITLE: &str = "ACKNOWLEDGE";
pub(super) const NEXT: &str = "The note stays on this machine; an empty one opens it again.";

impl Form {
    fn of_note(noting: Noting) -> Self {
        let field = Field {
            label: Remote::new(noting.title.clone()),
            note: Remote::default(),
            value: noting.what.note.clone(),
        };
        Self::of(Purpose::Note(Box::new(noting)), vec![field])
    }

    /// The note as far as it was written; None: the form is for something else.
    pub(in crate::shell) fn noting(&self) -> Option<Noting> {
        let Purpose::Note(noting) = &self.purpose else {
            return None;
        };
        let mut noting = noting.as_ref().clone();
        let note = self.values.first().map_or("", |value| value.trim());
        noting.what.note = Remote::new(note);
        Some(noting)
    }
}

impl State {
    /// With what was begun of it, if somebody left that.
    pub(in crate::shell) fn ask_for_note(&mut self, mut noting: Noting) {
        let is_it = |begun: &mut Noting| begun.what.trouble == noting.what.trouble;
        if let Some(begun) = self.begun.take_if(is_it) {
            noting.what.note = begun.what.note;
        }
        let form = Form::of_note(noting);
        self.layers.push(Layer::Form(Box::new(form)));
    }

    pub(super) fn keep_note(&mut self) {
        let Some(noting) = self.form().and_then(|form| form.noting()) else {
            return;
        };
        self.layers.pop();
        self.emit(Effect::Acknowledge {
            environment: noting.environment.clone(),
            account: noting.account.clone(),
            what: noting.what.clone(),
        });
        self.begun = Some(noting);
    }

    /// What could not be kept waits for the person to try again.
    pub(in crate::shell) fn note_kept(&mut self, result: Result<(), Fault>) {
        match result {
            Ok(()) => {
                let noting = self.begun.take();
                let is_withdrawn = noting.is_some_and(|one| one.what.is_withdrawn());
                let said = match is_withdrawn {
                    true => "It is open again.",
                    false => "The note is kept on this machine.",
                };
                self.said = Some(said.to_owned());
                let is_of_notes =
                    |ask: &&Ask| matches!(ask, Ask::Memory(MemoryAsk::Acknowledgements(_)));
                let all = self.store.iter().map(|(ask, _)| ask).filter(is_of_notes);
                let asks: Vec<Ask> = all.cloned().collect();
                self.refresh.extend(asks);
            }
            Err(fault) => {
                let key = self.keymap.key_in_words("watch.acknowledge");
                self.said = Some(format!(
                    "{} {} Your text is kept: {key} has it.",
                    fault.what, fault.hint
                ));
            }
        }
    }
}
