//! What a person reads before a broken journal is moved aside, and before a
//! stretch of it is settled.

use crate::{
    facts::to_the_second,
    gate::record::{Looking, Note, Record, Renewal, Renewed, Stretch},
    report::text::joined,
};

/// What would be done, what is lost by it, and what is to be typed.
pub fn asked(renewal: &Renewal) -> String {
    let renewed = renewal.renewed();
    let (aside, broken, count) = (&renewed.aside, &renewed.broken, renewed.count);
    let head = renewed.head.as_deref().unwrap_or("none");
    let carries = match renewal.carried() {
        [] => "  The new journal takes nothing over: nothing that can be read is open.",
        _ => "  The new journal takes over what is open:",
    };
    let mut out = vec![
        format!("The journal is BROKEN. {broken}"),
        format!("  {count} records and notes can be read; the last one has the hash {head}."),
        format!(
            "  All its files are moved into the folder {aside}, as they are: they are evidence."
        ),
        carries.to_owned(),
    ];
    out.extend(renewal.carried().iter().map(carried_line));
    out.push(
        "  What was written here could not be read, and may have been the intent of any write:"
            .to_owned(),
    );
    let stretches = renewed.stretches.iter();
    out.extend(stretches.map(|stretch| format!("    {}", stretch.name())));
    out.push("  Until a person has looked at each and settled it, nothing is written.".to_owned());
    out.push(String::new());
    let phrase = renewal.phrase();
    let (asks, text) = (phrase.asks(), phrase.text());
    out.push(format!("To renew the journal, type {asks}: {text}"));
    joined(&out)
}

fn carried_line(record: &Record) -> String {
    let what = &record.entry.what;
    let (title, target) = (&what.title, what.target.raw());
    format!(
        "    change {}: {title} {target}, since {}",
        record.entry.change,
        to_the_second(record.at)
    )
}

/// What was done, and what comes next.
pub fn renewed(renewal: &Renewal) -> String {
    let renewed = renewal.renewed();
    let mut out = vec![format!(
        "Renewed: the broken journal is in {}, and the new one has its head and {} of its changes.",
        renewed.aside,
        renewal.carried().len()
    )];
    let commands = renewed.stretches.iter().map(Stretch::name);
    out.extend(commands.map(|name| {
        format!("Look what {name} may have written, then: watchkeeper journal settle {name} looked")
    }));
    joined(&out)
}

/// What settling a stretch means.
pub fn asked_of_stretch(looking: &Looking, renewed: Option<&Renewed>) -> String {
    let name = looking.stretch().name();
    let folder = renewed.map_or("the folder of the broken journal", |renewed| &renewed.aside);
    let phrase = looking.phrase();
    [
        format!("{name} could not be read when the journal was renewed. Its file is in {folder}."),
        "It may have held the intent of a write, to AWS or to a file, whose outcome nobody knows."
            .to_owned(),
        "Check it yourself: the lines, CloudTrail for that time, git. Nothing checks it for you."
            .to_owned(),
        "Settled, it no longer stops writes. Only the journal is written.".to_owned(),
        String::new(),
        format!("To settle it, type {}: {}", phrase.asks(), phrase.text()),
    ]
    .join("\n")
}

pub fn looked(name: &str, note: &Note) -> String {
    format!(
        "Settled: note {} of the journal says that you looked at {name}.",
        note.seq
    )
}
