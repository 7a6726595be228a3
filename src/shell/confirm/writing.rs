//! A write under way and what came of it: the state's side of the layer after the
//! approval, and every way out of the layer and of the console.
//!
//! What goes on for minutes can be set aside, to watch the stack meanwhile; its
//! outcome comes to the front by itself, and nothing else is proposed before.

use jiff::Timestamp;

use super::{Applied, Ended, Stage};
use crate::{
    ask::{Ask, AwsAsk, Ticket},
    facts::{EnvironmentName, Reason, Remote},
    flow::Effect,
    gate::{Draft, Origin, Outcome, WriteProgress, WriteReport},
    shell::{State, layer::Layer},
};

impl State {
    pub(in crate::shell) fn written(&mut self, ticket: Ticket, report: WriteReport, at: Timestamp) {
        self.bring_back(ticket);
        let Some(confirm) = self.at_gate() else {
            return;
        };
        if !confirm.writes(ticket) {
            return;
        }
        match report {
            WriteReport::Moved { what, assessment } => self.show(*assessment, what, at),
            WriteReport::Refused(fault) => confirm.stage = Stage::Fault(fault),
            WriteReport::Done {
                outcome,
                verified,
                change,
                request_ids,
                made,
                unjournaled,
            } => {
                let ended = Ended {
                    outcome,
                    verified,
                    change,
                    request_ids,
                    made: made.clone(),
                    unjournaled,
                };
                self.done(ended, made.as_ref());
            }
        }
    }

    /// How far it has come, be it looked at or set aside.
    pub(in crate::shell) fn writing(&mut self, of: Ticket, heard: WriteProgress) {
        let layer = self.layers.iter_mut().find_map(|layer| match layer {
            Layer::Confirm(confirm) => Some(confirm),
            _ => None,
        });
        let confirm = layer
            .or(self.aside.as_mut())
            .map(|confirm| &mut confirm.stage);
        if let Some(Stage::Writing {
            ticket, progress, ..
        }) = confirm
            && *ticket == of
        {
            *progress = Some(heard);
        }
    }

    fn done(&mut self, ended: Ended, made: Option<&Remote>) {
        let Some(confirm) = self.at_gate() else {
            return;
        };
        let draft = confirm.draft.clone();
        let Stage::Writing { applied, .. } = &mut confirm.stage else {
            return;
        };
        let applied = applied.clone();
        // What only prepared took nothing away that an earlier change could be undone by.
        if ended.outcome == Outcome::Applied && !applied.prepares {
            self.undo = undo(draft.as_deref(), &applied, &ended.change);
        }
        self.show_where_it_is_seen(draft.as_deref(), made);
        self.outdate(&applied.environment, applied.on_github);
        let next = draft.and_then(|draft| self.keep_account(&draft, &ended.outcome, made));
        let applied_all = ended.outcome == Outcome::Applied
            && ended.verified.failed.is_empty()
            && ended.unjournaled.is_none();
        if let Some(confirm) = self.at_gate() {
            confirm.stage = Stage::Done {
                applied,
                ended: Box::new(ended),
                next,
            };
        }
        if self.leaving && applied_all {
            self.leave_console();
        }
    }

    /// The panes go to where the write and what comes of it are seen.
    fn show_where_it_is_seen(&mut self, draft: Option<&Draft>, made: Option<&Remote>) {
        let Some(draft) = draft.filter(|draft| draft.environment == self.environment) else {
            return;
        };
        self.with_every_pane(|pane, cx| pane.show_write(&draft.write, made, cx));
    }

    /// A write that goes on for minutes makes room for looking at what it does.
    fn set_aside(&mut self) {
        let Some(Layer::Confirm(confirm)) = self.layers.pop() else {
            return;
        };
        let draft = confirm.draft.clone();
        self.aside = Some(confirm.looked_away());
        // Whoever looks at something else stays.
        self.leaving = false;
        self.said = Some("It goes on. Its outcome will come to the front.".to_owned());
        self.show_where_it_is_seen(draft.as_deref(), None);
        if let Some(draft) = &draft {
            let on_github = draft.write.change().subject().github().is_some();
            self.outdate(&draft.environment, on_github);
        }
    }

    fn bring_back(&mut self, ticket: Ticket) {
        if let Some(confirm) = self.aside.take_if(|aside| aside.writes(ticket)) {
            self.layers.push(Layer::Confirm(confirm));
        }
    }

    /// A write is under way, be it looked at or not.
    pub(in crate::shell) fn is_writing(&self) -> bool {
        let writes = |layer: &Layer| matches!(layer, Layer::Confirm(confirm) if matches!(confirm.stage, Stage::Writing { .. }));
        self.aside.is_some() || self.layers.iter().any(writes)
    }

    /// What is being written while something else is looked at, in a few words.
    pub(in crate::shell) fn writing_aside(&self) -> Option<String> {
        let aside = self.aside.as_ref()?;
        let (title, target) = aside.heading();
        Some(match &aside.stage {
            Stage::Writing {
                progress: Some(WriteProgress::Following(state)),
                ..
            } => format!("{title} {target}: {state}"),
            _ => format!("{title} {target}"),
        })
    }

    /// What the write may have changed is read again, or when somebody wants it next.
    fn outdate(&mut self, environment: &EnvironmentName, on_github: bool) {
        let touched = |ask: &Ask| match ask {
            Ask::Repo(_) | Ask::Journal(_) => true,
            Ask::Aws(_, AwsAsk::Sts(_)) | Ask::Memory(_) => false,
            Ask::GitHub(..) => on_github,
            Ask::Aws(of, _) => !on_github && of == environment && !ask.is_query(),
        };
        let wants = self.pane().wants(&self.cx());
        self.refresh = wants.iter().filter(|ask| touched(ask)).cloned().collect();
        self.store
            .drop_answers(|ask| touched(ask) && !wants.contains(ask));
    }

    /// Esc: everything stays as it is, unless a write is under way.
    pub(super) fn leave(&mut self) {
        let Some(confirm) = self.at_gate() else {
            return;
        };
        let effect = match &mut confirm.stage {
            Stage::Writing { applied, .. } if applied.goes_on => return self.set_aside(),
            Stage::Writing { warned, .. } => {
                *warned = true;
                return;
            }
            Stage::Preparing { ticket } => Some(Effect::Cancel { ticket: *ticket }),
            Stage::Preview(preview) => preview.left(),
            Stage::Fault(_) | Stage::Done { .. } => None,
        };
        self.turn.effects.extend(effect);
        self.layers.pop();
        // Whoever goes back stays.
        self.leaving = false;
    }

    /// Leaving the program in the middle of a write is possible, but said first; so is
    /// leaving something behind.
    pub(in crate::shell) fn quit(&mut self) {
        if let Some(confirm) = self.aside.take() {
            self.layers.push(Layer::Confirm(confirm));
        }
        match self.at_gate().map(|confirm| &mut confirm.stage) {
            Some(Stage::Writing { quitting, .. }) if !*quitting => {
                *quitting = true;
                return;
            }
            // It was said what is left behind; nothing more is asked over a write.
            Some(Stage::Writing { .. }) => return self.emit(Effect::Quit),
            Some(Stage::Preview(preview)) => {
                let note = preview.left();
                self.turn.effects.extend(note);
            }
            _ => {}
        }
        match self.leaving {
            true => self.emit(Effect::Quit),
            false => self.leave_console(),
        }
    }
}

/// The draft that takes the change back, through the same gate.
fn undo(draft: Option<&Draft>, applied: &Applied, change: &str) -> Result<Draft, Reason> {
    let write = applied
        .undo
        .clone()
        .map_err(|why| format!("The last change can't be undone from here: {why}."))?;
    Ok(Draft {
        environment: applied.environment.clone(),
        write,
        origin: Origin::Undo {
            change: change.to_owned(),
        },
        uses: Vec::new(),
        peers: draft.and_then(|draft| draft.peers.clone()),
    })
}
