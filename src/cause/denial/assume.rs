//! Services that could not assume the role they were given.

use super::{found::Found, pattern::Pattern};
use crate::facts::DeniedWhy;

pub(super) static TRIGGER: Pattern = Pattern::new(concat!(
    r"(?i-u:The role defined for the function cannot be assumed by Lambda)",
    r"|ECS was unable to assume the role '(?<task>[!-&(-~]+)'",
    r"|Role (?<stack>arn:[!-~]+) is invalid or cannot be assumed",
    r"|(?i-u:Provided role) '?(?<rule>arn:[!-&(-~]+)'? cannot be assumed by principal '(?<principal>[!-&(-~]+)'",
    r"|Neither the global service principal (?<service>[a-z0-9.-]{1,100}), nor the regional one is authorized to assume the provided role",
));

pub(super) fn all(text: &str) -> Vec<Found> {
    TRIGGER.found(text, |found| {
        let of = |name| found.name(name).map(|found| found.as_str().to_owned());
        Some(Found {
            span: found.get(0)?.range(),
            principal: of("principal").or(of("service")),
            action: "sts:AssumeRole".to_owned(),
            resource: of("task").or(of("stack")).or(of("rule")),
            why: DeniedWhy::AssumeRole,
            ..Found::default()
        })
    })
}
