//! The pane's commands: what they are called, and what they move.

use super::{Journal, detail, rows::Key};
use crate::{
    facts::Clip,
    flow::Effect,
    gate::Draft,
    keys::{Command, Scope},
    panes::{Cx, cursor::Listed},
    ui::Line,
};

pub const SCOPE: Scope = Scope {
    name: "journal",
    title: "Journal",
    over: &["list", "global"],
    typing: false,
    commands: &[
        Command::new("journal.next", "next change", "Go to the next change").in_footer(),
        Command::new(
            "journal.previous",
            "previous change",
            "Go to the previous change",
        ),
        Command::new(
            "journal.copy-entry",
            "entry",
            "Copy everything that the detail says",
        ),
        Command::new(
            "journal.copy-head",
            "head hash",
            "Copy the hash of the newest record",
        ),
        Command::new(
            "journal.undo",
            "undo",
            "Propose to put back what was there before the selected change",
        )
        .proposing_write(),
    ],
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub const DETAIL_SCOPE: Scope = Scope {
    name: "journal-detail",
    title: "Journal, detail",
    over: &["journal", "list", "global"],
    typing: false,
    commands: &[],
};

impl Journal {
    pub(super) fn run(&mut self, id: &str, cx: &Cx<'_>) -> Vec<Effect> {
        match id {
            "journal.next" => self.jump(true, cx),
            "journal.previous" => self.jump(false, cx),
            "journal.copy-entry" => copy(self.detail_text(cx).map(Clip::whole)),
            "journal.copy-head" => {
                let head = super::view(cx).and_then(|view| view.head.as_deref());
                copy(head.map(Clip::name))
            }
            "app.copy" => copy(self.change(cx).as_deref().map(Clip::name)),
            _ => self.moved(id, cx),
        }
    }

    /// The number of the selected change: what `journal show --change` takes.
    fn change(&self, cx: &Cx<'_>) -> Option<String> {
        match self.cursor.selected()? {
            Key::Change(change) => Some(change.clone()),
            Key::Record(seq) => {
                let mut lines = super::view(cx)?.lines.iter();
                Some(lines.find(|line| line.seq == *seq)?.change.clone())
            }
        }
    }

    /// The draft that the journal kept for the selected change.
    pub(super) fn undo(&self, cx: &Cx<'_>) -> Result<Draft, String> {
        let change = self.change(cx).ok_or("No change is selected.")?;
        let lines = super::view(cx).map_or(&[][..], |view| &view.lines);
        let mut kept = lines
            .iter()
            .filter(|line| line.change == change)
            .filter_map(|line| line.undo.as_ref());
        let text = kept
            .next()
            .ok_or("The journal has nothing that would undo this change.")?;
        serde_json::from_str(text.raw())
            .map_err(|error| format!("What the journal kept can't be read: {error}."))
    }

    fn detail_text(&self, cx: &Cx<'_>) -> Option<String> {
        let lines = detail::lines(self, cx);
        let text: Vec<String> = lines.iter().map(Line::text).collect();
        (!text.is_empty()).then(|| text.join("\n"))
    }
}

fn copy(clip: Option<Clip>) -> Vec<Effect> {
    clip.map_or_else(Vec::new, |clip| vec![Effect::Copy { clip }])
}
