//! The theme, changed while the console runs: for this run, nothing is written down.

use super::{
    State,
    choices::{Choices, Pick},
    layer::Layer,
};
use crate::ui::{Choice, Picker, Theme, theme};

/// What a person calls a theme: its file without folder and ending.
fn called(theme: &Theme) -> &str {
    let file = theme.name().rsplit('/').next().unwrap_or_default();
    file.strip_suffix(".toml").unwrap_or(file)
}

impl State {
    /// The person's own, and those that come with the program.
    pub(super) fn theme_choices(&self, kind: &str) -> Choices {
        let now = called(&self.look.theme);
        let own: Vec<&str> = self.own_themes.iter().map(called).collect();
        let others = theme::BUILT_IN.iter().map(|(name, _)| *name);
        let others = others.filter(|name| !own.contains(name));
        let choice = |name: &str| Choice {
            pick: Pick::Theme(name.to_owned()),
            id: name.to_owned(),
            label: format!("{kind}{name}"),
            note: if name == now { "now" } else { "" }.to_owned(),
        };
        own.iter().copied().chain(others).map(choice).collect()
    }

    /// Offers the themes, the one that is worn selected.
    pub(super) fn offer_themes(&mut self) {
        let choices = self.theme_choices("");
        let worn = called(&self.look.theme);
        let here = choices.iter().position(|choice| choice.id == worn);
        let picker = Picker::starting_at(here.unwrap_or(0));
        self.layers.push(Layer::Themes(picker));
    }

    /// Draws in this theme from now on.
    pub(super) fn wear(&mut self, name: &str) {
        if let Some(own) = self.own_themes.iter().find(|own| called(own) == name) {
            return self.look.change_theme(own);
        }
        let text = theme::BUILT_IN.iter().find(|(known, _)| *known == name);
        let read = text.map(|(name, text)| {
            let file = format!("{name}.toml");
            Theme::parse(&file, text, theme::BUILT_IN)
        });
        if let Some(Ok(theme)) = read {
            self.look.change_theme(&theme);
        }
    }
}
