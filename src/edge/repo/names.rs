//! File names that stand for role and policy names, and the reserved ones.
//!
//! A name that a file system would not keep as it is (`..`, a reserved name,
//! one with a leading dot) is percent-escaped in its file name. Decodes only.

use std::ffi::OsStr;

use percent_encoding::percent_decode_str;

/// What a JSON file in a role's directory is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Trust,
    Attachments,
    Boundary,
    Policy(String),
}

/// The part a file name stands for; None when it is no JSON file.
pub(super) fn part(file_name: &OsStr) -> Option<Result<Part, String>> {
    let name = file_name.to_string_lossy();
    let stem = name.strip_suffix(".json")?;
    if file_name.to_str().is_none() {
        return Some(Err("has a name that is not UTF-8".into()));
    }
    Some(match stem {
        "trust" => Ok(Part::Trust),
        "attachments" => Ok(Part::Attachments),
        "boundary" => Ok(Part::Boundary),
        stem => decoded(stem).map(Part::Policy),
    })
}

/// The name that a directory or file stem stands for.
pub(super) fn decoded(escaped: &str) -> Result<String, String> {
    let mut rest = escaped.as_bytes();
    while let Some(at) = rest.iter().position(|b| *b == b'%') {
        let digits = rest.get(at + 1..at + 3).unwrap_or_default();
        if digits.len() != 2 || !digits.iter().all(u8::is_ascii_hexdigit) {
            return Err("has a `%` in its name that is not followed by two hex digits".into());
        }
        rest = &rest[at + 3..];
    }
    let name = percent_decode_str(escaped)
        .decode_utf8()
        .map_err(|_| "has an escaped name that is not UTF-8".to_owned())?;
    if name.is_empty() || name.contains(['/', '\0']) {
        return Err("has a name that no role or policy can have".into());
    }
    Ok(name.into_owned())
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use std::ffi::OsStr;

    use super::{Part, decoded, part};

    #[test]
    fn reserved_names_are_parts_and_their_escapes_are_policies() {
        let policy = |name: &str| Some(Ok(Part::Policy(name.to_owned())));
        assert_eq!(part(OsStr::new("trust.json")), Some(Ok(Part::Trust)));
        assert_eq!(part(OsStr::new("%74rust.json")), policy("trust"));
        assert_eq!(part(OsStr::new("%2Ehidden.json")), policy(".hidden"));
        assert_eq!(part(OsStr::new("a+b=c,d@e.json")), policy("a+b=c,d@e"));
        assert_eq!(part(OsStr::new("README.md")), None);
    }

    #[test]
    fn an_escape_that_is_none_or_hides_a_slash_is_refused() {
        for name in ["100%", "%zz", "a%2", "%2F..", "%00", "%ff", ""] {
            assert!(decoded(name).is_err(), "{name}");
        }
        assert_eq!(decoded("%2E%2E").unwrap(), "..");
    }
}
