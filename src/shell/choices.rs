//! What the palette and the list of environments offer, and what comes of a choice.

use super::{State, layer::Layer, scopes};
use crate::{
    checks::drift::Drift,
    facts::{Environment, EnvironmentName},
    ui::{Choice, Destination, Picker},
};

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pick {
    Command(&'static str),
    Environment(EnvironmentName),
    Place(Destination),
    Theme(String),
}

pub(super) type Choices = Vec<Choice<Pick>>;

impl State {
    pub(super) fn step_picker(&mut self, by: isize) {
        let choices = self.choices();
        if let Some(picker) = self.layers.last_mut().and_then(Layer::picker) {
            picker.step(by, &choices);
        }
    }

    pub(super) fn offer_environments(&mut self) {
        if self.settings.environments.len() == 1 {
            self.said =
                Some("There is only one environment. Define more in your config.toml.".into());
            return;
        }
        let mut all = self.settings.environments.iter();
        let here = all.position(|one| one.name == self.environment);
        let picker = Picker::starting_at(here.unwrap_or(0));
        self.layers.push(Layer::Environments(picker));
    }

    /// What the top layer offers to choose from.
    pub(super) fn choices(&self) -> Choices {
        match self.layers.last() {
            Some(Layer::Palette(_)) => self.palette_choices(),
            Some(Layer::Environments(_)) => self.environment_choices(""),
            Some(Layer::Themes(_)) => self.theme_choices(""),
            _ => Vec::new(),
        }
    }

    /// The commands that mean something under the palette, the pane's before everyone's;
    /// then all that can be gone to by its name.
    fn palette_choices(&self) -> Choices {
        let chain = self.pane().scope(&self.cx()).chain();
        let all = chain.iter().flat_map(|name| {
            let scope = scopes().iter().find(|scope| scope.name == *name);
            scope.into_iter().flat_map(|scope| scope.commands)
        });
        let command = |command: &'static crate::keys::Command| Choice {
            pick: Pick::Command(command.id),
            id: command.id.to_owned(),
            label: command.doc.to_owned(),
            note: self.keymap.keys_for(&chain, command.id).join(", "),
        };
        let mut choices: Choices = all
            .filter(|command| command.id != "app.palette")
            .map(command)
            .collect();
        if self.settings.environments.len() > 1 {
            choices.extend(self.environment_choices("environment "));
        }
        choices.extend(self.stack_choices());
        choices.extend(self.role_choices());
        choices.extend(self.theme_choices("theme "));
        choices
    }

    fn stack_choices(&self) -> impl Iterator<Item = Choice<Pick>> {
        let stacks = self.store.stacks(&self.environment).into_iter();
        stacks.map(|stack| Choice {
            pick: Pick::Place(Destination::Stack(stack.name.clone())),
            id: stack.name.raw().to_owned(),
            label: format!("stack {}", stack.name.raw()),
            note: stack.status.raw().to_owned(),
        })
    }

    /// Those that are compared with the repository, each once.
    fn role_choices(&self) -> Choices {
        let report = self.store.conclusion(&Drift::of(&self.environment));
        let items = report.map_or(&[][..], |report| &report.items);
        let groups = items.chunk_by(|a, b| a.role == b.role);
        let role = |group: &[crate::rules::drift::DriftItem]| {
            let worst = group.iter().min_by_key(|item| item.state)?;
            Some(Choice {
                pick: Pick::Place(Destination::Role(worst.role.clone(), None)),
                id: worst.role.raw().to_owned(),
                label: format!("role {}", worst.role.raw()),
                note: worst.headline().to_owned(),
            })
        };
        groups.filter_map(role).collect()
    }

    fn environment_choices(&self, kind: &str) -> Choices {
        let environments = self.settings.environments.iter();
        let choice = |environment: &Environment| {
            let name = environment.name.raw();
            let production = match environment.production {
                true => "  PRODUCTION",
                false => "",
            };
            let here = match environment.name == self.environment {
                true => "  (now)",
                false => "",
            };
            let account = environment.account.as_ref();
            Choice {
                pick: Pick::Environment(environment.name.clone()),
                id: name.to_owned(),
                label: format!("{kind}{name}{production}{here}"),
                note: account.map_or("", |account| account.raw()).to_owned(),
            }
        };
        environments.map(choice).collect()
    }

    pub(super) fn choose(&mut self) {
        let choices = self.choices();
        let Some(picker) = self.layers.last_mut().and_then(Layer::picker) else {
            return;
        };
        let picked = picker.chosen(&choices).map(|choice| choice.pick.clone());
        self.layers.pop();
        match picked {
            Some(Pick::Command(id)) => self.run(id),
            Some(Pick::Environment(name)) => {
                self.environment = name;
                self.forget_trail();
                self.settle();
            }
            Some(Pick::Place(to)) => self.go_to(&to),
            Some(Pick::Theme(name)) => self.wear(&name),
            None => {}
        }
    }
}
