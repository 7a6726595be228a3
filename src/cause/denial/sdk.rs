//! Error codes in the wrappings of SDKs, the CLI, CloudFormation and CloudTrail.
//!
//! For messages without a sentence, S3's bare "Access Denied" above all. A code
//! counts only inside such a wrapping: programs and other systems use the same
//! words.

use super::{call, found::Found, pattern::Pattern};

macro_rules! code {
    () => {
        r"(?:Client\.)?(?:(?:KMS)?AccessDenied(?:Exception|Fault|Error)?|UnauthorizedOperation|AuthorizationError(?:Exception)?|UnauthorizedAccess(?:Exception)?)"
    };
}

pub(super) static TRIGGER: Pattern = Pattern::new(concat!(
    // botocore and the CLI
    r"(?:An error occurred )?\((?:",
    code!(),
    r"|403|Forbidden)\) when calling the [A-Za-z0-9]{1,100} operation(?: \(reached max retries: [0-9]{1,4}\))?(?:: (?:Access Denied|Forbidden))?",
    // Go, version 2
    r"|api error (?:",
    code!(),
    r"|Forbidden)\b(?:: (?:Access Denied|Forbidden))?",
    // Java, PHP, CloudFormation's handlers
    r"|(?:Error |HandlerError)Code: ",
    code!(),
    r"\b|Access [Dd]enied\.?\s\(Service: ",
    r"|Service returned error code ",
    code!(),
    // CloudTrail, JSON and XML bodies
    r#"|"(?:errorCode|[Cc]ode|__type)\\{0,3}"\s{0,8}:\s{0,8}\\{0,3}"(?:[A-Za-z0-9.]{1,80}#)?"#,
    code!(),
    r#"\\{0,3}""#,
    r"|<Code>",
    code!(),
    r"</Code>(?:\s{0,8}<Message>Access Denied</Message>)?",
    // Rust, JavaScript and PHP objects
    r#"|\b[Cc]ode: {1,4}(?:Some\()?["']?"#,
    code!(),
    r#"\b["']?"#,
    // Go version 1, JavaScript
    r"|\b",
    code!(),
    r": ?(?:Access [Dd]enied\b|\s{0,8}status code: 40[03])",
    // CloudFormation
    r"|API: [a-z0-9-]{1,40}:[A-Za-z0-9]{1,100} (?:Access Denied|",
    code!(),
    r"\b)",
    r"|S3 error: Access Denied",
    // SQS
    r"|Access to the resource (?<resource>https?://[!-~]+) is denied",
));

pub(super) fn all(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for hit in TRIGGER.captures(text) {
        let Some(whole) = hit.get(0) else { continue };
        if is_of_another_system(text, whole.start(), whole.as_str()) {
            continue;
        }
        let floor = found.last().map_or(0, |last| last.span.end);
        // The wrapping that names the operation may be the hit itself.
        let end = whole.end();
        let message = text[..end].strip_suffix("(Service: ").map_or(end, str::len);
        found.push(Found {
            span: whole.start()..text[..message].trim_end().len(),
            action: call::action(text, floor, end, message),
            resource: hit.name("resource").map(|url| url.as_str().to_owned()),
            ..Found::default()
        });
        if found.len() >= super::MOST {
            break;
        }
    }
    found
}

/// Java's file system and Spring have exceptions of the same name, with their
/// package before it; MySQL and others go on with "for user".
fn is_of_another_system(text: &str, start: usize, whole: &str) -> bool {
    let qualified = whole.starts_with("AccessDenied") && text[..start].ends_with('.');
    let rest = &text[start + whole.len()..];
    qualified || rest.trim_start().starts_with("for user")
}
