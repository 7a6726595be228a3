//! Which call a message is about, read from what an SDK or CloudFormation put around it.

use super::{pattern::Pattern, service};
use crate::policy;

/// The wrappings that stand before a message.
pub(super) static BEFORE: Pattern = Pattern::new(concat!(
    r"when calling the (?<operation>[A-Za-z0-9]{1,100}) operation",
    r"|operation error (?<service>[A-Za-z0-9 ]{1,60}): (?<of_service>[A-Za-z0-9]{1,100})",
    r"|API: (?<action>[a-z0-9-]{1,40}:[A-Za-z0-9]{1,100})",
));

/// The Java SDKs name the service behind it.
pub(super) static BEHIND: Pattern = Pattern::new(
    r#"\A[\s"'\\.)]{0,8}\(?(?:Service: )?(?<service>[A-Za-z0-9 ]{1,60})[;,] Status Code: "#,
);

/// CloudTrail names source and operation before the error.
pub(super) static EVENT: Pattern = Pattern::new(
    r#"event(?:Source\\{0,3}"\s{0,8}:\s{0,8}\\{0,3}"(?<source>[a-z0-9.-]{1,60})|Name\\{0,3}"\s{0,8}:\s{0,8}\\{0,3}"(?<name>[A-Za-z0-9]{1,100}))"#,
);

const WRAPPING: usize = 700;
const EVENT_HEAD: usize = 2048;
const TAIL: usize = 120;

/// The action of the message between `start` and `end`; empty where nothing says it.
/// Nothing before `floor` is looked at: it belongs to the message before.
pub(super) fn action(text: &str, floor: usize, start: usize, end: usize) -> String {
    let head = before(text, floor, start, WRAPPING);
    let behind = &text[end..text.floor_char_boundary((end + TAIL).min(text.len()))];
    let said_behind = BEHIND
        .captures(behind)
        .find_map(|found| service::prefix(found.name("service")?.as_str()));
    if let Some(found) = BEFORE.captures(head).last() {
        let of = |name| found.name(name).map(|found| found.as_str());
        if let Some((service, operation)) = of("action").and_then(|said| said.split_once(':')) {
            return called(service, operation);
        }
        if let (Some(service), Some(operation)) = (of("service"), of("of_service")) {
            return named(service::prefix(service), operation);
        }
        if let Some(operation) = of("operation") {
            return named(said_behind, operation);
        }
    }
    event(before(text, floor, start, EVENT_HEAD)).unwrap_or_default()
}

fn event(head: &str) -> Option<String> {
    let (mut source, mut name) = (None, None);
    for found in EVENT.captures(head) {
        source = found.name("source").or(source);
        name = found.name("name").or(name);
    }
    let service = source.and_then(|source| service::prefix(source.as_str()));
    Some(named(service, name?.as_str()))
}

/// `service:Action`, or the operation alone.
pub(super) fn named(service: Option<&str>, operation: &str) -> String {
    match service.or_else(|| service::of_operation(operation)) {
        Some(service) => service::action(service, operation),
        None => operation.to_owned(),
    }
}

/// The action behind CloudFormation's `API: ec2:deleteTags`: the service's name is
/// the action's, and the operation is written as some SDKs write it.
fn called(service: &str, operation: &str) -> String {
    let mut letters = operation.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    let operation: String = first.into_iter().chain(letters).collect();
    let service = service::prefix(service).unwrap_or(service);
    as_listed(&service::action(service, &operation))
}

/// In the letters of AWS's own list, where it is on it: no policy counts case, and
/// people look an action up by its name.
pub(super) fn as_listed(action: &str) -> String {
    policy::catalogue::spelled(action).unwrap_or_else(|| action.to_owned())
}

/// At most so many bytes before a place, on a character boundary.
pub(super) fn before(text: &str, floor: usize, at: usize, most: usize) -> &str {
    let start = text.ceil_char_boundary(at.saturating_sub(most).max(floor).min(at));
    &text[start.min(at)..at]
}
