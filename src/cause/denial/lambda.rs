//! Lambda's own phrases for what a function's execution role may not do.

use super::{call, found::Found, pattern::Pattern, service};

pub(super) static TRIGGER: Pattern = Pattern::new(concat!(
    r"(?i-u:provided execution role does not have permissions? to call)\s{1,8}(?<operation>[A-Za-z0-9]{1,100}) on (?<service>[A-Za-z0-9]{1,60})",
    r"|(?i-u:Your access has been denied by) (?<denier>[A-Za-z0-9]{1,60}), please make sure your [a-z ]{1,60} have permission to \*?(?<needed>[A-Za-z0-9]{1,100})\*?(?: for (?<what>[!-~]+))?",
));

pub(super) fn all(text: &str) -> Vec<Found> {
    TRIGGER.found(text, |found| {
        let of = |name| found.name(name).map(|found| found.as_str());
        let operation = of("operation").or(of("needed"))?;
        let service = of("service").or(of("denier")).and_then(service::prefix);
        Some(Found {
            span: found.get(0)?.range(),
            action: call::named(service, operation),
            resource: of("what").map(|what| what.trim_end_matches('.').to_owned()),
            ..Found::default()
        })
    })
}
