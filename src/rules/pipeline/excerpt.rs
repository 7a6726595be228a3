//! A line of a file as evidence: short, and without what looks like a secret.

/// A longer line is no evidence that anybody reads.
const LONGEST: usize = 160;

/// With what tokens begin, of AWS, GitHub, Slack and of keys in text.
const TOKENS: &[&str] = &[
    "AKIA",
    "ASIA",
    "ghp_",
    "gho_",
    "ghu_",
    "ghs_",
    "ghr_",
    "github_pat_",
    "xoxb-",
    "xoxp-",
    "sk_live_",
    "eyJ",
];

/// Keys whose value is a secret where it is written out.
const KEYS: &[&str] = &[
    "secret",
    "password",
    "passwd",
    "token",
    "api_key",
    "apikey",
    "access-key",
];

const MASK: &str = "***";

pub(super) fn excerpt(line: &str) -> String {
    let line = line.trim();
    let masked = tokens_masked(&value_masked(line));
    match masked.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}...", &masked[..at]),
        None => masked,
    }
}

/// The name speaks of something that nobody else should read.
pub(super) fn is_secret_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.replace('_', "");
    let wanted = [
        "secret",
        "password",
        "passwd",
        "token",
        "apikey",
        "accesskey",
        "privatekey",
    ];
    wanted.iter().any(|one| name.contains(one))
}

/// `password: hunter2` without the value; an expression or a reference is no secret.
fn value_masked(line: &str) -> String {
    let Some((key, value)) = line.split_once(": ") else {
        return line.to_owned();
    };
    let key = key.to_ascii_lowercase();
    let is_secret = KEYS.iter().any(|one| key.contains(one));
    let value = value.trim();
    let is_literal = !value.contains("${") && !value.contains("{{") && !value.starts_with('!');
    let is_word = matches!(
        value,
        "true" | "false" | "write" | "read" | "none" | "String" | "|" | ">"
    );
    match is_secret && is_literal && !is_word && !value.is_empty() {
        true => format!("{}: {MASK}", &line[..key.len()]),
        false => line.to_owned(),
    }
}

fn tokens_masked(line: &str) -> String {
    let mut out = line.to_owned();
    for token in TOKENS {
        let mut from = 0;
        while let Some(at) = out.get(from..).and_then(|rest| rest.find(token)) {
            let start = from + at;
            let begins = !out[..start].ends_with(|c: char| c.is_ascii_alphanumeric());
            let rest = &out[start..];
            let is_part = |c: char| c.is_ascii_alphanumeric() || "_-./+=".contains(c);
            let length = rest.find(|c: char| !is_part(c)).unwrap_or(rest.len());
            from = start + length.max(1);
            if begins && length >= 16 {
                out.replace_range(start..start + length, MASK);
                from = start + MASK.len();
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn secrets_are_not_quoted_and_references_are() {
        assert_eq!(
            excerpt("  aws-secret-access-key: abc/DEF"),
            "aws-secret-access-key: ***"
        );
        assert_eq!(
            excerpt("password: ${{ secrets.PASSWORD }}"),
            "password: ${{ secrets.PASSWORD }}"
        );
        assert_eq!(
            excerpt("run: curl -H ghp_0123456789abcdefghij x"),
            "run: curl -H *** x"
        );
        assert_eq!(excerpt("id-token: write"), "id-token: write");
        assert_eq!(excerpt(&"é".repeat(500)).chars().count(), 163);
    }
}
