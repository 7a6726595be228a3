//! The handover as Markdown.

use super::{Handover, needed, timeline::moments, without_secrets};
use crate::{
    cause::chain::{Link, LinkKind},
    checks::watch::Trouble,
    facts::{Priority, numbered, to_the_second},
    report::{code::code, journal::word},
};

pub fn as_markdown(handover: &Handover<'_>) -> String {
    let mut out = head(handover);
    let (known, open): (Vec<&Trouble>, Vec<&Trouble>) = handover
        .report
        .troubles
        .iter()
        .partition(|one| one.is_acknowledged());
    section(&mut out, "Open", "Nothing wrong was found.", &open, trouble);
    section(
        &mut out,
        "Acknowledged",
        "Nobody acknowledged anything.",
        &known,
        trouble,
    );
    closed(&mut out, handover);
    accepted(&mut out, handover);
    changes(&mut out, handover);
    left(&mut out, handover);
    unknown(&mut out, handover);
    let moments = moments(handover);
    section(
        &mut out,
        "Timeline",
        "Nothing is dated.",
        &moments,
        |moment| {
            let at = to_the_second(moment.at);
            vec![format!("- {at} {} {}", moment.what, code(&moment.of))]
        },
    );
    without_secrets(&out.join("\n"))
}

fn head(handover: &Handover<'_>) -> Vec<String> {
    let environment = code(handover.environment.raw());
    let mut out = vec![format!("# Handover of {environment}"), String::new()];
    if let Some(caller) = handover.caller {
        out.push(format!(
            "- account {}, region {}, as {}",
            code(caller.account.raw()),
            code(caller.region.raw()),
            code(caller.arn.raw())
        ));
    }
    let since = handover
        .since
        .map_or(String::new(), |at| format!("from {} ", to_the_second(at)));
    out.push(format!("- {since}until {}", to_the_second(handover.at)));
    out
}

/// A heading and what stands under it, or that there is nothing.
fn section<T>(
    out: &mut Vec<String>,
    title: &str,
    nothing: &str,
    all: &[T],
    each: impl Fn(&T) -> Vec<String>,
) {
    out.extend([String::new(), format!("## {title}"), String::new()]);
    match all.is_empty() {
        true => out.push(nothing.to_owned()),
        false => out.extend(all.iter().flat_map(each)),
    }
}

fn priority(trouble: &Trouble) -> &'static str {
    match trouble.priority() {
        Priority::P0 => "P0",
        Priority::P1 => "P1",
        Priority::P2 => "P2",
        Priority::P3 => "P3",
    }
}

fn trouble(trouble: &&Trouble) -> Vec<String> {
    let environment = code(trouble.environment.raw());
    let since = trouble
        .since
        .map_or(String::new(), |at| format!(", since {}", to_the_second(at)));
    let mut out = vec![
        format!("### {} {}", priority(trouble), code(&trouble.finding.title)),
        String::new(),
        format!("- in {environment}, by check {}{since}", trouble.check),
    ];
    if let Some(known) = &trouble.acknowledged {
        let again = match known.news.is_empty() {
            true => "",
            false => ", and says something new since",
        };
        let (by, at) = (code(known.what.by.raw()), to_the_second(known.what.at));
        let note = code(known.what.note.raw());
        out.push(format!("- acknowledged by {by} at {at}{again}: {note}"));
    }
    let (_, next) = trouble.to_mend();
    out.push(format!("- next: {}", code(&next.remedy)));
    let evidence = trouble.finding.evidence.iter();
    out.extend(evidence.map(|one| format!("- seen: {} ({})", code(&one.what), code(&one.source))));
    let also = trouble.also.iter();
    out.extend(also.map(|(check, of)| format!("- also ({check}): {}", code(&of.title))));
    let links = trouble.chain.iter();
    let links = links.filter(|link| link.kind != LinkKind::Needed);
    out.extend(links.enumerate().map(|(at, link)| told(at + 1, link)));
    out.extend(needed(trouble).map(|link| {
        let (what, by) = (code(&link.what), code(&link.evidence));
        format!("- to know more ({by}): {what}")
    }));
    out.push(String::new());
    out
}

fn told(number: usize, link: &Link) -> String {
    let at = link
        .at
        .map_or(String::new(), |at| format!("{} ", to_the_second(at)));
    let (said, by) = (code(&link.said()), code(&link.evidence));
    format!("{number}. {at}{said} ({by})")
}

fn closed(out: &mut Vec<String>, handover: &Handover<'_>) {
    let (all, nothing) = match &handover.closed {
        Ok(all) => (all.as_slice(), "Nothing that was open went."),
        Err(why) => (&[][..], why.as_str()),
    };
    section(out, "Closed", nothing, all, |one| {
        let at = one
            .at
            .map_or(String::new(), |at| format!("{} ", to_the_second(at)));
        vec![format!("- {at}{}", code(&one.title))]
    });
}

fn accepted(out: &mut Vec<String>, handover: &Handover<'_>) {
    let all = &handover.report.accepted;
    section(
        out,
        "Accepted",
        "No acceptance was used.",
        all,
        |(found, by)| {
            vec![format!(
                "- {} until {}, by {}: {}",
                code(&found.title),
                by.until,
                code(&by.by),
                code(&by.why)
            )]
        },
    );
}

fn changes(out: &mut Vec<String>, handover: &Handover<'_>) {
    let nothing = match &handover.journal {
        Ok(_) => "The journal has no change of this watch.",
        Err(why) => why.as_str(),
    };
    section(out, "Changes", nothing, &handover.changes(), |line| {
        vec![format!(
            "- {} **{}** {}: {} by {}, change {}, record {}",
            to_the_second(line.at),
            word(line.stage),
            code(&line.title),
            code(&line.names()),
            code(line.who.raw()),
            code(&line.change),
            code(&line.hash)
        )]
    });
    let Ok(view) = &handover.journal else { return };
    let count = numbered(usize::try_from(view.count).unwrap_or(usize::MAX), "record");
    out.push(String::new());
    out.push(match (&view.broken, &view.head) {
        (Some(broken), _) => format!("**The journal is broken**: {}", code(broken)),
        (None, Some(head)) => format!("The journal is whole: {count}, head `{head}`."),
        (None, None) => "The journal has no records.".to_owned(),
    });
}

/// What somebody has to end or to look at.
fn left(out: &mut Vec<String>, handover: &Handover<'_>) {
    let mut all = Vec::new();
    if let Ok(view) = &handover.journal {
        if view.in_doubt() > 0 {
            let count = numbered(view.in_doubt(), "change");
            all.push(format!("{count} IN DOUBT: look at each in the journal"));
        }
        let sets = view.left_over.iter();
        all.extend(sets.map(|one| {
            let (set, stack) = (code(one.name.raw()), code(one.stack.raw()));
            format!("change set {set} of stack {stack} is still there")
        }));
    }
    let unlooked = handover.report.unlooked.iter();
    all.extend(unlooked.map(|of| format!("nobody looked at {}", code(of.raw()))));
    section(out, "Left", "Nothing was left.", &all, |one| {
        vec![format!("- {one}")]
    });
}

fn unknown(out: &mut Vec<String>, handover: &Handover<'_>) {
    let open = handover.report.open.iter();
    let all: Vec<_> = open
        .flat_map(|one| one.unknown.iter().map(move |what| (one, what)))
        .collect();
    section(
        out,
        "Not known",
        "Everything could be read.",
        &all,
        |(open, one)| {
            let said = format!("{}: {} {}", one.what, one.why, one.hint);
            vec![format!(
                "- in {}: {}",
                code(open.environment.raw()),
                code(&said)
            )]
        },
    );
}
