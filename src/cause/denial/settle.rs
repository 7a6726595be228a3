//! One denial per message: codes and wrappings around a sentence say it twice.

use super::found::Found;

/// How far a wrapping reaches before and behind the sentence that it wraps.
const BEFORE: usize = 300;
const BEHIND: usize = 400;
/// How far apart two codes of one message are on a line.
const BESIDE: usize = 250;
/// Within this, a code that says nothing is the echo of a denial that does.
const ECHO: usize = 4096;

/// `told` name something; `codes` come from wrappings.
pub(super) fn settle(text: &str, mut told: Vec<Found>, codes: Vec<Found>) -> Vec<Found> {
    told.sort_by_key(|found| found.span.start);
    told.dedup_by(|later, earlier| {
        let inside = later.span.start < earlier.span.end;
        let nothing_new = later.is_bare() && later.span.start < earlier.span.end + BEHIND;
        inside || nothing_new
    });
    let mut alone: Vec<Found> = Vec::new();
    let mut next = 0;
    for code in codes {
        while next + 1 < told.len() && told[next + 1].span.start < code.span.start {
            next += 1;
        }
        let near = [next, next + 1].into_iter().find(|at| {
            let sentence = told.get(*at);
            sentence.is_some_and(|sentence| wraps(text, &code, sentence))
        });
        if let Some(sentence) = near.and_then(|at| told.get_mut(at)) {
            if sentence.action.is_empty() {
                sentence.action = code.action;
            }
            continue;
        }
        match alone.last_mut() {
            Some(last) if is_same_message(text, last, &code) => join(last, code),
            _ => alone.push(code),
        }
    }
    told.extend(alone);
    told.sort_by_key(|found| found.span.start);
    without_echoes(told)
}

fn wraps(text: &str, code: &Found, sentence: &Found) -> bool {
    if code.span.end <= sentence.span.start {
        let between = &text[code.span.end..sentence.span.start];
        let is_adjacent = between
            .chars()
            .all(|c| c.is_whitespace() || c.is_ascii_punctuation());
        // A record in JSON has its code and its message on lines of their own.
        let agree = sentence.principal.is_none() && sentence.action == code.action;
        let is_same = is_adjacent || agree || !between.contains('\n');
        return between.len() <= BEFORE && is_same;
    }
    if code.span.start >= sentence.span.end {
        let between = &text[sentence.span.end..code.span.start];
        return between.len() <= BEHIND && (code.is_bare() || !between.contains('\n'));
    }
    true
}

fn is_same_message(text: &str, last: &Found, code: &Found) -> bool {
    let between = text.get(last.span.end..code.span.start).unwrap_or_default();
    let agree = last.action.is_empty() || code.action.is_empty() || last.action == code.action;
    between.len() <= BESIDE && agree && !between.contains('\n')
}

fn join(last: &mut Found, code: Found) {
    last.span.end = last.span.end.max(code.span.end);
    if last.action.is_empty() {
        last.action = code.action;
    }
    last.resource = last.resource.take().or(code.resource);
}

fn without_echoes(found: Vec<Found>) -> Vec<Found> {
    let mut kept: Vec<Found> = Vec::with_capacity(found.len());
    let mut said_until: Option<usize> = None;
    // For each the next that says something.
    let mut ahead: Vec<Option<usize>> = vec![None; found.len()];
    let mut next = None;
    for (one, ahead) in found.iter().zip(&mut ahead).rev() {
        *ahead = next;
        next = Some(one.span.start).filter(|_| !one.is_bare()).or(next);
    }
    for (one, ahead) in found.into_iter().zip(ahead) {
        let after = said_until.is_some_and(|end| one.span.start <= end + ECHO);
        let before = ahead.is_some_and(|start| start <= one.span.end + BEFORE);
        if one.is_bare() && (after || before) {
            continue;
        }
        // A bare denial that stands for itself echoes in the lines behind it too.
        said_until = Some(one.span.end);
        kept.push(one);
    }
    kept
}
