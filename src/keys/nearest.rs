//! Which known name a mistyped one was meant to be.
//!
//! For messages about files that people write; it never corrects anything.

/// The known name most like a mistyped one, if any is like it at all.
pub fn nearest<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let likeness = |name: &str| strsim::normalized_damerau_levenshtein(wrong, name);
    let best = known
        .into_iter()
        .map(|name| (likeness(name), name))
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    best.filter(|(likeness, _)| *likeness >= 0.5)
        .map(|(_, name)| name)
}
