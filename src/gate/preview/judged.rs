//! What it means: who gains and loses what, what the guards say, both texts.

use super::{Section, fact};
use crate::{
    facts::{Remote, Verdict},
    gate::{
        Covered, Plan, Simulated, Step,
        guards::Ruling,
        writes::{FilePart, Subject},
    },
    policy::{Change, diff::StatementChange},
};

pub(super) fn headline(plan: &Plan, to: &mut Vec<Section>) {
    if plan.assessment().observed.registry().is_some() {
        super::registry::headline(plan, to);
        return;
    }
    if plan.assessment().observed.stack().is_some() {
        super::stack::headline(plan, to);
        return;
    }
    if plan.assessment().observed.github().is_some() {
        return super::github::headline(plan, to);
    }
    let impact = &plan.assessment().impact;
    let what = match plan.write().file() {
        Some(_) => "what the file allows",
        None => "live access",
    };
    if impact.access.is_none() {
        to.push(Section::Headline(format!(
            "What this means for {what} could not be judged."
        )));
        note(impact.unjudged.as_deref(), to);
        return;
    }
    let (losses, gains) = (impact.lost(), impact.gained());
    let (lost, gained) = (
        format!("{} will be DENIED", kinds(losses.len())),
        format!("{} will be ALLOWED", kinds(gains.len())),
    );
    to.push(Section::Headline(match impact.verdict() {
        Verdict::Narrower => format!("NARROWS {what}. {lost}:"),
        Verdict::Broader => format!("BROADENS {what}. {gained}:"),
        Verdict::Different => format!("NARROWS AND BROADENS {what}. {lost}, {gained}:"),
        Verdict::Equal if impact.for_others.is_some() => {
            "The text differs, and allows exactly the same.".to_owned()
        }
        Verdict::Equal => "Same access, other text.".to_owned(),
        Verdict::Undecided => format!(
            "MAY CHANGE {what}: {}.",
            impact.why().unwrap_or("no proof was found")
        ),
    }));
    to.extend(losses.into_iter().map(|lost| Section::Loss(words(lost))));
    to.extend(gains.into_iter().map(|gain| Section::Gain(words(gain))));
    let covered = impact.covered.iter().map(Covered::words);
    to.extend(covered.map(Section::Note));
    note(impact.unjudged.as_deref(), to);
}

fn note(what: Option<&str>, to: &mut Vec<Section>) {
    to.extend(what.map(|what| Section::Note(what.to_owned())));
}

fn kinds(count: usize) -> String {
    match count {
        1 => "1 kind of request".to_owned(),
        count => format!("{count} kinds of request"),
    }
}

fn words((change, of_others): (&Change, bool)) -> String {
    let what = match of_others {
        true => format!("{}, for others who have the policy", change.what),
        false => change.what.clone(),
    };
    match &change.reason {
        Some(reason) => format!("{what} ({reason})"),
        None => what,
    }
}

pub(super) fn uses(plan: &Plan, to: &mut Vec<Section>) {
    // Each file once, with every line of it that relies on what changes.
    let mut places: Vec<(&str, Vec<String>)> = Vec::new();
    for hit in &plan.assessment().draft.uses {
        let line = hit.line.to_string();
        match places.iter_mut().find(|(path, _)| *path == hit.path) {
            Some((_, lines)) => lines.push(line),
            None => places.push((&hit.path, vec![line])),
        }
    }
    let places = places.into_iter();
    let places = places.map(|(path, lines)| format!("{path}:{}", lines.join(", ")));
    let places: Vec<String> = places.collect();
    if !places.is_empty() {
        to.push(Section::Uses(format!("used by {}", places.join("; "))));
    }
}

/// Stops first: what can't be confirmed need not be weighed.
pub(super) fn guards(plan: &Plan, to: &mut Vec<Section>) {
    for given in plan.stops() {
        if let Ruling::Stop { why, ask } = &given.verdict {
            to.push(Section::Stop {
                guard: given.id,
                why: why.clone(),
                ask: ask.clone(),
            });
        }
    }
    for given in plan.verdicts() {
        if let Ruling::Warn { what } = &given.verdict {
            to.extend(what.iter().cloned().map(Section::Warning));
        }
    }
}

pub(super) fn differences(plan: &Plan, to: &mut Vec<Section>) {
    let impact = &plan.assessment().impact;
    let changed = impact.statements.iter();
    let changed = changed.filter(|statement| statement.change != StatementChange::Same);
    to.extend(changed.cloned().map(Section::Statement));
    // Of a template the lines themselves: what is resolved shows no intrinsic and no comment.
    let subject = plan.write().change().subject();
    if let (Subject::File(_, _, FilePart::Template(_)), [Step::File(file)]) =
        (subject, plan.steps())
    {
        to.push(Section::Text {
            before: file.before.as_ref().map_or("", Remote::raw).to_owned(),
            after: file.after.raw().to_owned(),
        });
        return;
    }
    if let Some((before, after)) = plan
        .write()
        .change()
        .shown_texts(&plan.assessment().observed)
    {
        to.push(Section::Text { before, after });
        return;
    }
    // What a change set does is told change by change, and a batch entry by entry.
    if subject.executed().is_some() || subject.entries().is_some() {
        return;
    }
    let text = |part: &Option<Remote>| part.as_ref().map_or("", Remote::raw).to_owned();
    to.push(Section::Text {
        before: text(&impact.before),
        after: text(&impact.after),
    });
}

pub(super) fn simulated(plan: &Plan, to: &mut Vec<Section>) {
    let seen = &plan.assessment().observed;
    let elsewhere = seen.stack().is_some() || seen.registry().is_some() || seen.github().is_some();
    if plan.write().file().is_some() || elsewhere {
        return;
    }
    match &plan.assessment().simulated {
        Ok(answers) if answers.is_empty() => {
            to.push(fact("simulation", "was not asked about any request"));
        }
        Ok(answers) => {
            let answers = answers.iter().map(simulation);
            to.extend(answers.map(|answer| fact("simulated", answer)));
        }
        Err(fault) => to.push(fact(
            "simulation",
            format!("did not answer: {} {}", fault.what, fault.hint),
        )),
    }
}

fn simulation(answer: &Simulated) -> String {
    let mut text = format!(
        "{} on {}: {}",
        answer.action,
        answer.resource.raw(),
        answer.decision
    );
    if !answer.missing_context.is_empty() {
        let missing: Vec<&str> = answer.missing_context.iter().map(Remote::raw).collect();
        text.push_str(&format!(" (without a value for {})", missing.join(", ")));
    }
    text
}
