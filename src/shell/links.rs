//! Going where a text leads, and coming back: the trail. What a pane shows of a
//! destination is the pane's.

use super::State;
use crate::{
    ask::Ask,
    facts::EnvironmentName,
    flow::{Effect, Link},
    keys::LEADER,
    panes::{Spot, address_of},
    ui::{Destination, Filter},
};

/// A way that was gone.
#[derive(Debug)]
pub(super) struct Step {
    /// The pane it began in, and where in that.
    from: usize,
    spot: Spot,
    filter: Filter,
    environment: EnvironmentName,
    /// How deep in its pane it ended: what is opened from there is left first.
    arrived: usize,
}

impl State {
    pub(super) fn go_to(&mut self, to: &Destination) {
        if let Destination::File { path, line } = to {
            return self.edit_file(path, *line);
        }
        let environment = self.environment.clone();
        let to = match to {
            Destination::Environment(name, to) => {
                self.environment.clone_from(name);
                match to {
                    Some(to) => to,
                    None => return self.settle(),
                }
            }
            _ => to,
        };
        let from = self.focused;
        let spot = self.pane().spot();
        let filter = std::mem::take(&mut self.filter);
        for at in 0..self.panes.len() {
            self.focused = at;
            match self.with_pane(|pane, cx| pane.reach(to, cx)) {
                None => {}
                Some(Ok(())) => {
                    self.search.clear();
                    let arrived = self.pane().depth();
                    self.trail.push(Step {
                        from,
                        spot,
                        filter,
                        environment,
                        arrived,
                    });
                    return self.arrived(to);
                }
                Some(Err(why)) => {
                    self.said = Some(why.to_string());
                    break;
                }
            }
        }
        (self.focused, self.filter, self.environment) = (from, filter, environment);
    }

    fn arrived(&mut self, to: &Destination) {
        self.settle();
        if let Destination::Proposal(..) = to {
            // The person sees there what can be proposed, and chooses.
            self.pending = vec![LEADER];
            if self.continuations().is_empty() {
                self.pending.clear();
            }
        }
    }

    /// What the text that is read names, where a browser can show it. Nothing while
    /// something lies over it, and nothing leads out of a restricted console.
    pub(super) fn links_on_screen(&self) -> Vec<Link> {
        let is_bare = self.layers.is_empty() && self.pending.is_empty() && self.said.is_none();
        if !is_bare || self.is_too_small() || self.settings.restricted {
            return Vec::new();
        }
        let cx = self.cx();
        let named = self.pane().names_on_screen(&cx).into_iter();
        let links = named.filter_map(|(cells, to)| {
            let address = address_of(&to, &cx)?.ok()?;
            Link::new(cells.y, cells.x, cells.width, address)
        });
        links.collect()
    }

    /// Back along the trail, unless something was opened since.
    pub(super) fn come_back(&mut self) -> bool {
        let depth = self.pane().depth();
        let Some(step) = self.trail.pop_if(|step| depth <= step.arrived) else {
            return false;
        };
        self.focused = step.from;
        self.filter = step.filter;
        self.environment = step.environment;
        self.with_pane(|pane, cx| pane.return_to(step.spot, cx));
        self.settle();
        true
    }

    /// Another way was taken: nothing leads back.
    pub(super) fn forget_trail(&mut self) {
        self.trail.clear();
        self.search.clear();
    }

    /// Hands a file to the person's editor.
    pub(super) fn edit_file(&mut self, path: &str, line: Option<u32>) {
        if self.settings.restricted {
            self.said = Some("No editor is started in restricted mode.".into());
            return;
        }
        let path = path.to_owned();
        self.emit(Effect::Edit { path, line });
    }

    /// What may have been changed in the working tree is read again.
    pub(super) fn edited(&mut self, said: Option<String>) {
        self.said = said;
        let wants = self.pane().wants(&self.cx());
        let of_tree = wants.into_iter().filter(|ask| matches!(ask, Ask::Repo(_)));
        self.refresh.extend(of_tree);
    }

    /// `E`: the file that the text has its cursor on, else the one of what is selected.
    pub(super) fn edit_named(&mut self) {
        let named = self.pane().leads_to(&self.cx());
        let named = named.filter(|to| matches!(to, Destination::File { .. }));
        match named.or_else(|| self.pane().file(&self.cx())) {
            Some(Destination::File { path, line }) => self.edit_file(&path, line),
            _ => self.said = Some("No file in the repository belongs to what is selected.".into()),
        }
    }
}
