//! What a person writes for a step, and the record that is made of it. Secrets are masked
//! before anything of it is kept.

use super::{caller, here};
use crate::{
    facts::{Reason, Remote, StepOutcome, StepRecord},
    gate::{
        Fingerprint,
        field::{Field, Misfilled},
    },
    logs::masked,
    panes::{Acted, Asking, Cx, runbooks::Runbooks, runbooks::rows::Execution},
    runbooks::{Kind, Step},
};

const DONE: &str = "done";
pub(super) const REFUSE: &str = "refuse";
pub(super) const SKIP: &str = "skip";
pub(super) const LEAVE: &str = "leave";

/// Of what a command printed so much is kept, beside the hash of all of it.
const PRINTED: usize = 400;

/// What a step of this kind must be told; `typed`: what was written and not recorded.
pub(super) fn asking(step: &Step, typed: Vec<String>) -> Acted {
    let labels: &[(&str, &str)] = match &step.kind {
        Kind::External { .. } => &[
            ("Who ran it", "a name"),
            ("Exit code", "0 where it went well"),
            (
                "What it printed",
                "the last lines; a hash of them is kept too",
            ),
        ],
        Kind::Human { .. } => &[
            ("Who agreed", "a name: it stands in the record"),
            ("What was checked", "each point, and what was seen"),
        ],
        _ => &[("What is to be kept", "a sentence or two")],
    };
    let mut typed = typed.into_iter();
    let field = |(label, note): &(&str, &str)| Field {
        label: Remote::from(*label),
        note: Remote::from(*note),
        value: Remote::new(typed.next().unwrap_or_default()),
    };
    Acted::Asks(Asking {
        id: DONE,
        title: step.title.clone(),
        fields: labels.iter().map(field).collect(),
    })
}

/// Why something is not done.
pub(super) fn why(id: &'static str, title: String) -> Acted {
    Acted::Asks(Asking {
        id,
        title,
        fields: vec![Field {
            label: Remote::from("Why"),
            note: Remote::from("for whoever reads it later"),
            value: Remote::default(),
        }],
    })
}

/// What was written becomes a record.
pub(in crate::panes::runbooks) fn noted(
    pane: &mut Runbooks,
    id: &str,
    values: &[String],
    cx: &Cx<'_>,
) -> Result<Acted, Misfilled> {
    if let Some(field) = values.iter().position(|value| value.trim().is_empty()) {
        return Err(misfilled(field, "Something must stand here."));
    }
    let (one, step) = here(pane, cx).map_err(|why| Misfilled { field: 0, why })?;
    let text = |at: usize| values.get(at).map_or("", |value| value.trim());
    let (of, outcome, note) = match (id, &step.kind) {
        (REFUSE, _) => (step.id.as_str(), StepOutcome::Refused, text(0).to_owned()),
        (SKIP, _) => (step.id.as_str(), StepOutcome::Skipped, text(0).to_owned()),
        (LEAVE, _) => ("", StepOutcome::Left, text(0).to_owned()),
        (_, Kind::External { .. }) => {
            let Ok(code) = text(1).parse::<i32>() else {
                return Err(misfilled(1, "An exit code is a number."));
            };
            let outcome = match code {
                0 => StepOutcome::Attested,
                _ => StepOutcome::Failed,
            };
            (step.id.as_str(), outcome, attested(text(0), code, text(2)))
        }
        (_, Kind::Human { .. }) => {
            let note = format!("{} agreed: {}", text(0), text(1));
            (step.id.as_str(), StepOutcome::Done, note)
        }
        _ => (step.id.as_str(), StepOutcome::Done, text(0).to_owned()),
    };
    let record = record(&one, of, outcome, Some(&note), cx);
    Ok(Acted::Recorded(Box::new(record)))
}

fn misfilled(field: usize, why: &str) -> Misfilled {
    Misfilled {
        field,
        why: Reason::from(why),
    }
}

/// Nothing here can verify it: the hash says at least which output was meant.
fn attested(who: &str, code: i32, printed: &str) -> String {
    let hash = Fingerprint::of(printed.as_bytes()).hex();
    let kept: String = printed.chars().take(PRINTED).collect();
    format!("{who} ran it, exit code {code}, output {hash}: {kept}")
}

/// A record of a step, or of the execution as a whole.
pub(super) fn record(
    one: &Execution<'_>,
    step: &str,
    outcome: StepOutcome,
    note: Option<&str>,
    cx: &Cx<'_>,
) -> StepRecord {
    let masked = |note: &str| {
        let masked = masked(note.as_bytes());
        Remote::new(String::from_utf8_lossy(&masked))
    };
    StepRecord {
        step: step.to_owned(),
        outcome,
        at: cx.now,
        caller: caller(cx),
        who: Remote::default(),
        seen: Vec::new(),
        note: note.map(masked),
        ..one.first.clone()
    }
}
