//! What a person reads before settling a doubt. Shows all that the journal knows,
//! the texts first: what is asked must stand last, where it is read.

use crate::{
    facts::{Fault, to_the_second},
    gate::{
        Outcome, Typed,
        record::{Record, Settling, Stage, ToldAs, Who},
    },
    report::text::joined,
};

/// The doubt, what settling it means, and what is to be typed.
pub fn asked(settling: &Settling) -> String {
    let mut out = texts(settling.doubt());
    out.extend(doubt(settling.doubt()));
    out.push(String::new());
    out.extend(meaning(settling.told()).map(str::to_owned));
    let told = settling.told().word().to_uppercase();
    let (asks, text) = (settling.phrase().asks(), settling.phrase().text());
    out.push(format!("To settle it as {told}, type {asks}: {text}"));
    joined(&out)
}

fn texts(doubt: &Record) -> Vec<String> {
    let what = &doubt.entry.what;
    let mut out = Vec::new();
    let sides = [
        ("What was there before:", &what.before),
        ("What was to be there after:", &what.after),
    ];
    for (said, text) in sides {
        let Some(text) = text else {
            out.push(format!("{said} nothing, as far as the journal says."));
            continue;
        };
        out.push(said.to_owned());
        // Marked at the edge: no line of it can pass for one of ours.
        let rows = text.raw().split('\n');
        out.extend(rows.map(|line| format!("    | {line}")));
    }
    out.push(String::new());
    out
}

fn doubt(doubt: &Record) -> Vec<String> {
    let what = &doubt.entry.what;
    let account = what.account.as_ref();
    let place = [
        Some(what.environment.raw()),
        Some(account.map_or("signed by no account", |account| account.raw())),
        what.region.as_deref(),
    ];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    let mut out = vec![
        format!("IN DOUBT since {}: {}", to_the_second(doubt.at), what.title),
        label("Target", what.target.raw()),
    ];
    out.extend(what.part.iter().map(|part| label("", part.raw())));
    out.push(label("Where", &place.join("   ")));
    let trees = what.tree.iter();
    out.extend(trees.map(|tree| label("Tree", &format!("{} on {}", tree.root, tree.host))));
    out.extend(what.caller.iter().map(|arn| label("As", arn.raw())));
    out.push(label("Who", &who(&doubt.entry.who)));
    out.push(label("Change", &doubt.entry.change));
    out.extend(what.steps.iter().map(|step| label("Step", step)));
    out.push(label("Why", &why(&doubt.entry.stage)));
    out
}

fn label(name: &str, value: &str) -> String {
    format!("  {name:<8} {value}")
}

fn who(who: &Who) -> String {
    let from = who.ssh_client.as_ref();
    let from = from.map_or_else(String::new, |client| format!(" from {client}"));
    format!("{}@{}{from}", who.user, who.host)
}

fn why(stage: &Stage) -> String {
    match stage {
        Stage::Done {
            outcome: Outcome::InDoubt(Fault { what, .. }),
            ..
        } => what.clone(),
        _ => {
            "The journal has its intent and nothing after it: how it ended is not known.".to_owned()
        }
    }
}

fn meaning(told: ToldAs) -> [&'static str; 3] {
    [
        "Check the target yourself first: nothing checks it for you.",
        match told {
            ToldAs::Applied => "Settled as applied, the journal says that the change was made.",
            ToldAs::NotApplied => {
                "Settled as not applied, the journal says that the change was not made."
            }
        },
        "The target can be proposed again. Only the journal is written: nothing in AWS, no file.",
    ]
}

/// What came of it.
pub fn settled(record: &Record, told: ToldAs) -> String {
    format!(
        "Settled as {}: record {} of change {}. {} can be proposed again.",
        told.word(),
        record.seq,
        record.entry.change,
        record.entry.what.target.raw(),
    )
}

/// Why what was typed settles nothing.
pub fn refused(typed: Typed) -> String {
    let why = mistyped(typed);
    format!("Nothing was settled: {why}. The change stays in doubt.")
}

/// What is wrong with what was typed.
pub fn mistyped(typed: Typed) -> String {
    match typed {
        Typed::WrongAt(at) => format!("character {} is wrong", at + 1),
        Typed::Begun | Typed::Exact => "that is not all of it".to_owned(),
    }
}
