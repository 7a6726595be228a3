//! Versions as tags and advisories write them: `v4.2.2`, `>= 1.0, < 2.3`.

/// Up to three numbers; None: it is no version.
pub(super) fn number(text: &str) -> Option<[u64; 3]> {
    let text = text.trim().trim_start_matches('v');
    let mut numbers = [0; 3];
    let mut count = 0;
    for (part, number) in text.split('.').zip(&mut numbers) {
        *number = part.parse().ok()?;
        count += 1;
    }
    (count > 0 && text.split('.').count() == count).then_some(numbers)
}

/// Whether a version is in a range of an advisory; None: one of them is not understood.
pub(super) fn is_in(version: &str, range: &str) -> Option<bool> {
    let version = number(version)?;
    let mut within = true;
    for bound in range.split(',').map(str::trim) {
        let at = bound.find(|c: char| c.is_ascii_digit() || c == 'v')?;
        let (operator, limit) = bound.split_at(at);
        let limit = number(limit)?;
        within &= match operator.trim() {
            "<" => version < limit,
            "<=" => version <= limit,
            ">" => version > limit,
            ">=" => version >= limit,
            "=" | "==" => version == limit,
            _ => return None,
        };
    }
    Some(within)
}

/// The newest full version among the names, if it is newer than this one.
pub(super) fn newest<'a>(version: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let own = number(version)?;
    let full = names.filter(|name| name.split('.').count() == 3);
    let numbered = full.filter_map(|name| Some((number(name)?, name)));
    let (highest, name) = numbered.max_by_key(|(number, _)| *number)?;
    (highest > own).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::{is_in, newest, number};

    #[test]
    fn a_range_is_every_bound_and_what_is_not_understood_is_not_guessed() {
        assert_eq!(is_in("v1.2.3", ">= 1.0, < 2.3"), Some(true));
        assert_eq!(is_in("v2.3.0", ">= 1.0, < 2.3"), Some(false));
        assert_eq!(is_in("v45.0.7", "<= 45.0.7"), Some(true));
        assert_eq!(is_in("v1", "~> 1.0"), None);
        assert_eq!(is_in("main", "< 2"), None);
        assert_eq!(number("v1.2.3.4"), None);
    }

    #[test]
    fn only_a_full_version_is_newer() {
        let tags = ["v5", "v4.2.2", "v4.10.0", "nightly"];
        assert_eq!(newest("v4.2.2", tags.into_iter()), Some("v4.10.0"));
        assert_eq!(newest("v4.10.0", tags.into_iter()), None);
    }
}
