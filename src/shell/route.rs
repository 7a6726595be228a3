//! A key press: the top layer's scope first, then the pane's, then everyone's.

use super::{State, confirm::Input, layer::Layer};
use crate::keys::{Chord, Lookup, Next};

/// Smaller than this, nothing can be read, so no key may act unseen.
pub(super) const LEAST: (u16, u16) = (60, 15);

impl State {
    pub(super) fn key(&mut self, chord: Chord) {
        self.said = None;
        if self.is_too_small() {
            return self.key_when_too_small(chord);
        }
        let chain = self.chain();
        match self.keymap.lookup(&chain, &self.pending, chord) {
            Lookup::Command(id) => {
                self.pending.clear();
                if chord.typed().is_some() {
                    self.letter_at_gate();
                }
                self.run(id);
            }
            Lookup::Pending(_) => self.pending.push(chord),
            Lookup::None => self.unbound(chord),
        }
    }

    /// A finished sequence that means nothing is dropped; a plain character is typed.
    fn unbound(&mut self, chord: Chord) {
        let was_pending = !std::mem::take(&mut self.pending).is_empty();
        if let Some(c) = chord.typed().filter(|_| !was_pending) {
            if self.leaving && self.quits(chord) {
                return self.quit();
            }
            if let Some(confirm) = self.at_gate() {
                return match confirm.is_over() && self.quits(chord) {
                    true => self.confirm_command("app.back"),
                    false => self.confirm_input(Input::Typed(c)),
                };
            }
            self.edit(|text| text.push(c));
        }
    }

    /// It is bound to quitting where nothing is typed and nothing is open.
    fn quits(&self, chord: Chord) -> bool {
        let bound = self.keymap.lookup(&["global"], &[], chord);
        bound == Lookup::Command("app.quit") || bound == Lookup::Command("app.leave")
    }

    /// Only quitting works: whatever it is bound to.
    fn key_when_too_small(&mut self, chord: Chord) {
        if self.quits(chord) {
            // Nobody can be asked what becomes of what was made: the next start does.
            self.leaving |= !self.is_writing();
            self.quit();
        }
    }

    pub(super) fn is_too_small(&self) -> bool {
        self.size.0 < LEAST.0 || self.size.1 < LEAST.1
    }

    /// The first of the keys for a command, or its id where no key has it.
    pub(super) fn key_for(&self, chain: &[&str], id: &str) -> String {
        let keys = self.keymap.keys_for(chain, id);
        keys.into_iter().next().unwrap_or_else(|| id.to_owned())
    }

    /// The key that leaves the gate, as a sentence names it.
    pub(super) fn leaves(&self) -> String {
        let chain = super::confirm::SCOPE.chain();
        self.keymap.key_in_words_at(&chain, "app.back")
    }

    /// The scopes that apply now, innermost first.
    pub(super) fn chain(&self) -> Vec<&'static str> {
        match self.layers.last() {
            Some(layer) => {
                let name = layer.scope(self.now);
                let scope = super::scopes().iter().find(|scope| scope.name == name);
                scope.map_or_else(Vec::new, crate::keys::Scope::chain)
            }
            None => self.pane().scope(&self.cx()).chain(),
        }
    }

    /// What may follow the chords pressed so far.
    pub(super) fn continuations(&self) -> Vec<Next> {
        let Some((last, before)) = self.pending.split_last() else {
            return Vec::new();
        };
        match self.keymap.lookup(&self.chain(), before, *last) {
            Lookup::Pending(next) => next,
            Lookup::Command(_) | Lookup::None => Vec::new(),
        }
    }

    /// Pasted text goes where text is typed, and nowhere else: a paste is no command.
    pub(super) fn pasted(&mut self, text: &str) {
        if self.preview_pasted() {
            return;
        }
        let typing = matches!(
            self.layers.last(),
            Some(
                Layer::Filter
                    | Layer::Search
                    | Layer::Form(_)
                    | Layer::Palette(_)
                    | Layer::Environments(_)
                    | Layer::Themes(_),
            )
        );
        if typing && !self.is_too_small() {
            let line: String = text.chars().filter(|c| !c.is_control()).take(200).collect();
            self.edit(|input| input.push_str(&line));
        }
    }
}
