//! A step is taken: what it rests on is read from what is known, or asked of the person, and
//! becomes a record. A step without evidence cannot be done.

mod notes;

use super::{
    Runbooks,
    rows::{self, Execution, Key},
};
use crate::{
    ask::{Ask, MemoryAsk, Question, journal},
    facts::{Clip, JournalStage, Reason, Remote, Seen, StepOutcome, StepRecord},
    panes::{Acted, Cx, list_detail::ListDetail},
    runbooks::{Asked, Kind, Step, SubjectKind, Told, of_writes},
};

pub(super) use notes::noted;

type Taken = Result<Acted, Reason>;

/// The step to take of the selected execution.
pub(super) fn current<'a>(pane: &'a Runbooks, cx: &Cx<'a>) -> Option<(Execution<'a>, &'a Step)> {
    let one = rows::selected(pane, cx)?;
    let step = one.progress(cx)?.current()?;
    Some((one, step))
}

/// What the step to take rests on.
pub(super) fn asked_now(pane: &Runbooks, cx: &Cx<'_>) -> Vec<Ask> {
    let Some((one, step)) = current(pane, cx) else {
        return Vec::new();
    };
    let asked = step.kind.asked();
    asked.map_or_else(Vec::new, |asked| asked.asks(&one.scene(cx)))
}

pub(super) fn command(pane: &Runbooks, cx: &Cx<'_>) -> Option<Clip> {
    let (one, step) = current(pane, cx)?;
    let Kind::External { command } = &step.kind else {
        return None;
    };
    Some(Clip::name(&filled(command, &one)))
}

/// The quoted command with its two names.
pub(super) fn filled(command: &str, one: &Execution<'_>) -> String {
    command
        .replace("{subject}", one.first.subject.raw())
        .replace("{environment}", one.first.environment.raw())
}

pub(super) fn start(pane: &mut Runbooks, cx: &Cx<'_>) -> Taken {
    let (book, subject) = match pane.cursor().selected() {
        Some(Key::Offer(book, subject)) => (book.clone(), subject.clone()),
        Some(Key::Book(name)) => {
            let mut books = pane.books().iter();
            let book = books.find(|book| book.name == *name);
            if book.is_none_or(|book| book.subject != SubjectKind::None) {
                let why =
                    "Nothing that it mends was found here, so there is nothing to begin it for.";
                return Err(why.into());
            }
            (name.clone(), String::new())
        }
        Some(Key::Execution(_)) => return Err("This one is under way, or ended.".into()),
        None => return Err("No runbook is selected.".into()),
    };
    let Some(journal) = newest(cx) else {
        return Err("The journal of writes has not been read yet.".into());
    };
    is_idle(cx)?;
    let at = cx.now;
    let execution = format!("{book}-{}", at.as_millisecond());
    pane.began = Some(execution.clone());
    Ok(Acted::Recorded(Box::new(StepRecord {
        execution,
        runbook: book,
        environment: cx.environment.clone(),
        account: cx
            .store
            .caller(cx.environment)
            .map(|caller| caller.account.clone()),
        subject: Remote::new(subject),
        step: String::new(),
        outcome: StepOutcome::Started,
        at,
        caller: caller(cx),
        who: Remote::default(),
        journal,
        seen: Vec::new(),
        note: None,
    })))
}

/// The newest record of the journal; 0: it has none.
fn newest(cx: &Cx<'_>) -> Option<u64> {
    let view = cx.store.get(&journal::Entries.here())?;
    Some(view.lines.first().map_or(0, |line| line.seq))
}

/// A key that is pressed twice takes no step twice.
fn is_idle(cx: &Cx<'_>) -> Result<(), Reason> {
    let load = cx.store.load(&Ask::Memory(MemoryAsk::Executions));
    match load.is_some_and(|load| load.asking.is_some()) {
        true => Err("What was taken before is still being recorded.".into()),
        false => Ok(()),
    }
}

fn caller(cx: &Cx<'_>) -> Option<Remote> {
    let caller = cx.store.caller(cx.environment)?;
    Some(Remote::from(caller.arn.raw()))
}

/// The step of an execution that is carried out here.
fn here<'a>(pane: &'a Runbooks, cx: &Cx<'a>) -> Result<(Execution<'a>, &'a Step), Reason> {
    is_idle(cx)?;
    let Some((one, step)) = current(pane, cx) else {
        return Err("There is no step to take: select a runbook that is under way.".into());
    };
    if one.first.environment != *cx.environment {
        let name = one.first.environment.raw();
        let key = cx.key("app.environment");
        return Err(format!("It is carried out in {name}: {key} goes there first.").into());
    }
    Ok((one, step))
}

pub(super) fn done(pane: &mut Runbooks, cx: &Cx<'_>) -> Taken {
    let typed = std::mem::take(&mut pane.typed);
    let (one, step) = here(pane, cx)?;
    match &step.kind {
        Kind::Look { at } | Kind::Judge { by: at, .. } => {
            let told = at.tell(&one.scene(cx));
            if told.holds.is_none() {
                return Err(untold(&told));
            }
            Ok(recorded(&one, step, StepOutcome::Done, seen(at, told), cx))
        }
        Kind::Wait { until, is, minutes } => {
            let told = until.tell(&one.scene(cx));
            let (Some(holds), said) = (told.holds, told.said.join("; ")) else {
                return Err(untold(&told));
            };
            if holds == *is {
                return Ok(recorded(
                    &one,
                    step,
                    StepOutcome::Done,
                    seen(until, told),
                    cx,
                ));
            }
            let since = one.records.last().map_or(one.first.at, |last| last.at);
            let waited = cx.now.duration_since(since).as_mins();
            if waited < *minutes {
                return Err(
                    format!("Not yet, after {waited} of {minutes} minutes: {said}.").into(),
                );
            }
            Ok(recorded(
                &one,
                step,
                StepOutcome::Expired,
                seen(until, told),
                cx,
            ))
        }
        Kind::Propose { writes, .. } => {
            let (told, stage) = of_writes(writes, &one.scene(cx));
            let outcome = match (told.holds, stage) {
                (Some(true), _) => StepOutcome::Done,
                (_, Some(JournalStage::Refused)) => StepOutcome::StoppedByGuard,
                _ => return Err(untold(&told)),
            };
            let seen = Seen {
                question: "journaled".to_owned(),
                holds: told.holds,
                said: told.said,
            };
            Ok(recorded(&one, step, outcome, vec![seen], cx))
        }
        Kind::Human { .. } | Kind::Record { .. } | Kind::External { .. } => {
            Ok(notes::asking(step, typed))
        }
    }
}

fn untold(told: &Told) -> Reason {
    format!("This cannot be taken as done: {}", told.said.join("; ")).into()
}

fn seen(asked: &Asked, told: Told) -> Vec<Seen> {
    vec![Seen {
        question: asked.question.name.to_owned(),
        holds: told.holds,
        said: told.said,
    }]
}

pub(super) fn refuse(pane: &mut Runbooks, cx: &Cx<'_>) -> Taken {
    let (_, step) = here(pane, cx)?;
    match &step.kind {
        Kind::Human { who, .. } => Ok(notes::why(notes::REFUSE, format!("{who} says no"))),
        _ => Err("Only a step at which a person must agree can be refused.".into()),
    }
}

pub(super) fn skip(pane: &mut Runbooks, cx: &Cx<'_>) -> Taken {
    let (_, step) = here(pane, cx)?;
    match &step.kind {
        // What decides is not left out.
        Kind::Judge { .. } => Err("A step that decides how it goes on cannot be skipped.".into()),
        _ => Ok(notes::why(notes::SKIP, format!("Skip: {}", step.title))),
    }
}

pub(super) fn leave(pane: &mut Runbooks, cx: &Cx<'_>) -> Taken {
    let (one, _) = here(pane, cx)?;
    let title = one.book.map_or("", |book| book.title.as_str());
    Ok(notes::why(notes::LEAVE, format!("Give up: {title}")))
}

fn recorded(
    one: &Execution<'_>,
    step: &Step,
    outcome: StepOutcome,
    seen: Vec<Seen>,
    cx: &Cx<'_>,
) -> Acted {
    Acted::Recorded(Box::new(StepRecord {
        seen,
        ..notes::record(one, &step.id, outcome, None, cx)
    }))
}
