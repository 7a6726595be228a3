//! The findings of any check in the forms that others take: SARIF for code scanning,
//! annotations of GitHub Actions, and Markdown for a comment. Judges nothing, and says in
//! each form what could not be told: a form without findings is no proof that all is well.

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::text::joined;
use crate::facts::{Evidence, Finding, Priority, Unknown};

pub(super) const SARIF_SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What a check found and what it could not tell, with what failed to be read.
#[derive(Debug)]
pub(super) struct Told<'a> {
    pub(super) heading: String,
    pub(super) verdict: String,
    pub(super) findings: &'a [Finding],
    pub(super) unknown: &'a [Unknown],
    /// A line for each fault.
    pub(super) faults: Vec<String>,
}

/// A place in a file of the repository.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'a> {
    pub(super) path: &'a str,
    pub(super) line: Option<u32>,
    pub(super) column: Option<u32>,
}

impl Told<'_> {
    fn open(&self) -> Vec<String> {
        let unknown = self.unknown.iter();
        let unknown = unknown.map(|one| format!("{}: {} {}", one.what, one.why, one.hint));
        self.faults.iter().cloned().chain(unknown).collect()
    }
}

/// The file that evidence is from: `dir/file.json`, `file.yml:12:3`. A call or an ARN is none.
fn place(evidence: &Evidence) -> Option<Place<'_>> {
    let mut parts = evidence.source.split(':');
    let path = parts.next()?;
    let numbers: Vec<&str> = parts.collect();
    let numbered: Option<Vec<u32>> = numbers.iter().map(|it| it.parse().ok()).collect();
    let numbered = numbered?;
    let named = path
        .rsplit('/')
        .next()
        .is_some_and(|name| name.contains('.'));
    let is_path = named && !path.starts_with('/') && !path.contains(char::is_whitespace);
    is_path.then(|| Place {
        path,
        line: numbered.first().copied(),
        column: numbered.get(1).copied(),
    })
}

fn level(priority: Priority) -> &'static str {
    match priority {
        Priority::P0 | Priority::P1 => "error",
        Priority::P2 => "warning",
        Priority::P3 => "note",
    }
}

pub(super) fn sarif(told: &Told<'_>) -> String {
    let mut rules: Vec<&str> = told.findings.iter().map(|it| it.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let rule = |id: &&str| json!({"id": id, "shortDescription": {"text": id}});
    let note = |text: String| json!({"level": "warning", "message": {"text": text}});
    let whole = json!({
        "$schema": SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "watchkeeper",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(rule).collect::<Vec<_>>(),
            }},
            "invocations": [{
                "executionSuccessful": told.faults.is_empty(),
                "toolExecutionNotifications": told.open().into_iter().map(note).collect::<Vec<_>>(),
            }],
            "columnKind": "unicodeCodePoints",
            "results": told.findings.iter().map(result).collect::<Vec<_>>(),
        }],
    });
    serde_json::to_string_pretty(&whole).unwrap_or_default()
}

fn result(finding: &Finding) -> Value {
    let subject = &finding.subject;
    let parent = subject.parent.iter().map(String::as_str);
    let whole: Vec<&str> = parent.chain([subject.name.as_str()]).collect();
    let logical = json!({
        "name": subject.name,
        "fullyQualifiedName": whole.join("/"),
        "kind": subject.kind,
    });
    let mut location = json!({"logicalLocations": [logical]});
    if let Some(place) = finding.evidence.iter().find_map(place) {
        let mut physical = json!({"artifactLocation": {
            "uri": uri(place.path), "uriBaseId": "%SRCROOT%",
        }});
        if let Some(line) = place.line {
            physical["region"] = json!({"startLine": line.max(1)});
        }
        location["physicalLocation"] = physical;
    }
    json!({
        "ruleId": finding.rule,
        "level": level(finding.priority),
        "message": {"text": format!("{} {}", sentence(&finding.title), finding.remedy)},
        "partialFingerprints": {"watchkeeper/v1": fingerprint(&[&finding.id, &finding.title])},
        "locations": [location],
    })
}

fn sentence(title: &str) -> String {
    match title.ends_with(['.', '!', '?']) {
        true => title.to_owned(),
        false => format!("{title}."),
    }
}

/// It stays the same when lines move.
pub(super) fn fingerprint(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\0").as_bytes());
    let half = digest.iter().take(16);
    half.map(|byte| format!("{byte:02x}")).collect()
}

/// A relative reference: whatever is not plain is percent-encoded.
pub(super) fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// Commands to the runner, each of which makes an annotation: our own, with what others
/// wrote encoded so that it ends neither its value nor its line.
pub(super) fn annotations(told: &Told<'_>) -> String {
    let mut lines: Vec<String> = told.findings.iter().map(of_finding).collect();
    let open = told.open().into_iter();
    lines.extend(open.map(|text| annotation("warning", None, "could not tell", &text)));
    lines.join("\n")
}

fn of_finding(finding: &Finding) -> String {
    let place = finding.evidence.iter().find_map(place);
    let text = format!("{} {}", sentence(&finding.title), finding.remedy);
    annotation(command(finding.priority), place, &finding.rule, &text)
}

fn command(priority: Priority) -> &'static str {
    match level(priority) {
        "note" => "notice",
        level => level,
    }
}

fn annotation(command: &str, place: Option<Place<'_>>, title: &str, text: &str) -> String {
    let mut properties = Vec::new();
    if let Some(Place { path, line, column }) = place {
        properties.push(format!("file={}", property(path)));
        properties.extend(line.map(|line| format!("line={line}")));
        properties.extend(column.map(|column| format!("col={column}")));
    }
    properties.push(format!("title={}", property(title)));
    format!("::{command} {}::{}", properties.join(","), data(text))
}

fn data(text: &str) -> String {
    let text = crate::facts::shown(text);
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A comment on a pull request: a table, and what to do behind each row.
pub(super) fn comment(told: &Told<'_>) -> String {
    let mut lines = vec![
        format!("### {}", escaped(&told.heading)),
        String::new(),
        escaped(&told.verdict),
    ];
    if !told.findings.is_empty() {
        lines.extend([
            String::new(),
            "| Priority | Finding | Remedy |".to_owned(),
            "|---|---|---|".to_owned(),
        ]);
        lines.extend(told.findings.iter().map(|finding| {
            let (title, remedy) = (escaped(&finding.title), escaped(&finding.remedy));
            format!("| {:?} | {title} | {remedy} |", finding.priority)
        }));
    }
    let open = told.open();
    if !open.is_empty() {
        lines.extend([
            String::new(),
            "Could not be told:".to_owned(),
            String::new(),
        ]);
        lines.extend(open.iter().map(|one| format!("- {}", escaped(one))));
    }
    joined(&lines)
}

/// What others chose ends no cell and makes neither links nor markup, nor names anybody.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '|' | '[' | ']' | '<' | '>' | '`' | '\\' | '*' | '_' | '#' | '!' => {
                out.push('\\');
                out.push(c);
            }
            '@' => out.push_str("&#64;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Evidence, annotation, escaped, place, uri};

    fn evidence(source: &str) -> Evidence {
        Evidence {
            what: "x".to_owned(),
            source: source.to_owned(),
            at: None,
        }
    }

    #[test]
    fn a_file_is_a_place_and_a_call_is_none() {
        let at = |source: &str| {
            let evidence = evidence(source);
            place(&evidence).map(|it| (it.path.to_owned(), it.line, it.column))
        };
        assert_eq!(
            at("iam/a/b.json"),
            Some(("iam/a/b.json".into(), None, None))
        );
        assert_eq!(at("a.yml:3:7"), Some(("a.yml".into(), Some(3), Some(7))));
        for source in [
            "iam:GetRolePolicy",
            "arn:aws:iam::1:role/a.b",
            "the repository",
        ] {
            assert_eq!(at(source), None, "{source}");
        }
    }

    #[test]
    fn what_others_wrote_ends_no_annotation_and_no_cell() {
        let said = annotation("error", None, "a,b:c", "x\n::set-env name=A::b 100%");
        assert_eq!(said.lines().count(), 1);
        assert!(said.starts_with("::error title=a%2Cb%3Ac::x"), "{said}");
        assert!(said.ends_with("100%25"), "{said}");
        assert_eq!(escaped("a|b @c"), "a\\|b &#64;c");
    }

    #[test]
    fn a_path_is_a_reference_whatever_it_is_called() {
        assert_eq!(uri(".github/workflows/ci.yml"), ".github/workflows/ci.yml");
        assert_eq!(uri("a b/é:1"), "a%20b/%C3%A9%3A1");
    }
}
