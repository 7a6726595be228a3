//! Which file stands for which part of a role: `<dir>/<role>/<policy>.json`.
//!
//! A name that a file system would not keep as it is (`..`, a reserved name,
//! one with a leading dot, one that differs from another only in case) is
//! percent-escaped in its file name. Text only: opens nothing.

use percent_encoding::percent_decode_str;

use super::{Codified, CodifiedRole, PolicyName, Reason, RoleName};

/// What a JSON file in a role's directory is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodifiedPart {
    Trust,
    Attachments,
    Boundary,
    Policy(PolicyName),
}

/// Stems that stand for themselves, so that no policy may have them.
const RESERVED: [(&str, CodifiedPart); 3] = [
    ("trust", CodifiedPart::Trust),
    ("attachments", CodifiedPart::Attachments),
    ("boundary", CodifiedPart::Boundary),
];

/// The part that a file name stands for; None when it is no JSON file. The
/// error is the end of a sentence that begins with the path.
pub fn part_of(file_name: &str) -> Option<Result<CodifiedPart, Reason>> {
    let stem = file_name.strip_suffix(".json")?;
    let reserved = RESERVED.into_iter().find(|(name, _)| *name == stem);
    Some(match reserved {
        Some((_, part)) => Ok(part),
        None => decoded(stem).map(|name| CodifiedPart::Policy(PolicyName::new(name))),
    })
}

/// The role that a directory's name stands for.
pub fn role_of(directory_name: &str) -> Result<RoleName, Reason> {
    decoded(directory_name).map(RoleName::new)
}

/// Where a part of a role is written down: the file that has it, else a new one
/// in the role's directory, else in a new directory of `directory`.
pub fn codified_path(
    codified: &Codified,
    directory: &str,
    role: &RoleName,
    part: &CodifiedPart,
) -> String {
    let known = codified.roles.iter().find(|known| known.name == *role);
    if let Some(path) = known.and_then(|known| file_of(known, part)) {
        return path.to_owned();
    }
    let broken = codified.broken.iter();
    let broken: Vec<&str> = broken.map(|file| file.path.as_str()).collect();
    let folder = match known {
        Some(known) => known.dir.clone(),
        None => {
            let steps = directory
                .split('/')
                .filter(|step| !matches!(*step, "" | "."));
            let directory = steps.collect::<Vec<_>>().join("/");
            let roles = codified.roles.iter().map(|role| role.dir.as_str());
            let taken = roles.chain(broken.iter().copied());
            let taken: Vec<&str> = taken.filter_map(|path| below(&directory, path)).collect();
            joined(&directory, &escaped(role.raw(), &[], &taken))
        }
    };
    let stem = match part {
        CodifiedPart::Trust => "trust".to_owned(),
        CodifiedPart::Attachments => "attachments".to_owned(),
        CodifiedPart::Boundary => "boundary".to_owned(),
        CodifiedPart::Policy(name) => {
            let files = known.map_or_else(Vec::new, files_of);
            let taken: Vec<&str> = files
                .into_iter()
                .chain(broken)
                .filter_map(|path| below(&folder, path)?.strip_suffix(".json"))
                .collect();
            let reserved = RESERVED.each_ref().map(|(name, _)| *name);
            escaped(name.raw(), &reserved, &taken)
        }
    };
    joined(&folder, &format!("{stem}.json"))
}

fn file_of<'a>(role: &'a CodifiedRole, part: &CodifiedPart) -> Option<&'a str> {
    let file = match part {
        CodifiedPart::Trust => role.trust.as_ref(),
        CodifiedPart::Attachments => role.attachments.as_ref().map(|(_, file)| file),
        CodifiedPart::Boundary => role.boundary.as_ref().map(|(_, file)| file),
        CodifiedPart::Policy(name) => {
            let mut policies = role.policies.iter();
            policies
                .find(|(known, _)| known == name)
                .map(|(_, file)| file)
        }
    };
    file.map(|file| file.path.as_str())
}

fn files_of(role: &CodifiedRole) -> Vec<&str> {
    let policies = role.policies.iter().map(|(_, file)| file);
    policies.map(|file| file.path.as_str()).collect()
}

/// The step of this path that follows the directory.
fn below<'a>(directory: &str, path: &'a str) -> Option<&'a str> {
    let rest = match directory {
        "" => path,
        directory => path.strip_prefix(directory)?.strip_prefix('/')?,
    };
    rest.split('/').next()
}

fn joined(directory: &str, name: &str) -> String {
    match directory {
        "" => name.to_owned(),
        directory => format!("{directory}/{name}"),
    }
}

/// A name as a file's stem. Where `taken` has it in other capitals, or it is
/// reserved in any, its first letter is escaped too.
fn escaped(name: &str, reserved: &[&str], taken: &[&str]) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "+=,.@-_".contains(c);
    let mut out = String::with_capacity(name.len() + 2);
    for (at, letter) in name.char_indices() {
        match plain(letter) && (at > 0 || letter != '.') {
            true => out.push(letter),
            false => push_escaped(&mut out, letter),
        }
    }
    let clashes = reserved.iter().any(|word| word.eq_ignore_ascii_case(&out))
        || taken
            .iter()
            .any(|other| *other != out && other.eq_ignore_ascii_case(&out));
    if clashes && let Some(at) = out.find(|c: char| c.is_ascii_alphabetic()) {
        let (before, rest) = out.split_at(at);
        let mut letters = rest.chars();
        let mut again = before.to_owned();
        if let Some(first) = letters.next() {
            push_escaped(&mut again, first);
        }
        again.push_str(letters.as_str());
        return again;
    }
    out
}

fn push_escaped(out: &mut String, letter: char) {
    let mut bytes = [0; 4];
    for byte in letter.encode_utf8(&mut bytes).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// The name that a directory or file stem stands for.
fn decoded(escaped: &str) -> Result<String, Reason> {
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
    use super::{CodifiedPart, codified_path, decoded, escaped, part_of};
    use crate::facts::{Codified, CodifiedFile, CodifiedRole, PolicyName, Remote, RoleName};

    fn policy(name: &str) -> CodifiedPart {
        CodifiedPart::Policy(PolicyName::from(name))
    }

    fn with(policies: &[&str]) -> Codified {
        let file = |name: &&str| CodifiedFile {
            path: format!("iam/web/{name}.json"),
            text: Remote::from("{}"),
            commits: Vec::new(),
        };
        let policies = policies.iter();
        Codified {
            roles: vec![CodifiedRole {
                name: RoleName::from("web"),
                dir: "iam/web".to_owned(),
                policies: policies
                    .map(|name| (PolicyName::from(*name), file(name)))
                    .collect(),
                trust: None,
                attachments: None,
                boundary: None,
            }],
            broken: Vec::new(),
        }
    }

    #[test]
    fn reserved_names_are_parts_and_their_escapes_are_policies() {
        let read = |name| part_of(name).map(Result::ok);
        assert_eq!(read("trust.json"), Some(Some(CodifiedPart::Trust)));
        assert_eq!(read("%74rust.json"), Some(Some(policy("trust"))));
        assert_eq!(read("%2Ehidden.json"), Some(Some(policy(".hidden"))));
        assert_eq!(read("a+b=c,d@e.json"), Some(Some(policy("a+b=c,d@e"))));
        assert_eq!(read("README.md"), None);
    }

    #[test]
    fn an_escape_that_is_none_or_hides_a_slash_is_refused() {
        for name in ["100%", "%zz", "a%2", "%2F..", "%00", "%ff", ""] {
            assert!(decoded(name).is_err(), "{name}");
        }
        assert_eq!(decoded("%2E%2E").unwrap(), "..");
    }

    #[test]
    fn what_is_escaped_reads_back_as_the_name_and_never_leads_elsewhere() {
        for name in [
            ".",
            "..",
            ".git",
            "trust",
            "Trust",
            "100%",
            "ü\u{202e}",
            "a b",
        ] {
            let stem = escaped(name, &["trust"], &[]);
            assert_eq!(decoded(&stem).unwrap(), name);
            assert!(!stem.starts_with('.') && !stem.contains('/'), "{stem}");
            assert!(!stem.eq_ignore_ascii_case("trust"), "{stem}");
        }
        assert_eq!(escaped("a+b=c,d@e-f_g.h", &[], &[]), "a+b=c,d@e-f_g.h");
        // No role can have this name, and the reader refuses it.
        assert_eq!(escaped("a/../b", &[], &[]), "a%2F..%2Fb");
    }

    #[test]
    fn a_new_file_goes_where_the_role_is_and_an_old_one_stays() {
        let (none, web) = (Codified::default(), RoleName::from("web"));
        let new = codified_path(&none, "./iam/", &web, &policy("boundary"));
        assert_eq!(new, "iam/web/%62oundary.json");
        assert_eq!(
            codified_path(&none, ".", &web, &CodifiedPart::Trust),
            "web/trust.json"
        );
        let known = with(&["logs"]);
        assert_eq!(
            codified_path(&known, "other", &web, &policy("logs")),
            "iam/web/logs.json"
        );
        assert_eq!(
            codified_path(&known, "other", &web, &policy("s3")),
            "iam/web/s3.json"
        );
    }

    #[test]
    fn names_that_differ_only_in_case_get_files_that_differ_in_more() {
        let (known, web) = (with(&["logs"]), RoleName::from("web"));
        assert_eq!(
            codified_path(&known, "iam", &web, &policy("LOGS")),
            "iam/web/%4COGS.json"
        );
        let upper = RoleName::from("WEB");
        let path = codified_path(&known, "iam", &upper, &CodifiedPart::Trust);
        assert_eq!(path, "iam/%57EB/trust.json");
    }
}
