//! A template that goes through a bucket goes through the one that the person's own file,
//! or the system's, names for the environment: a draft may name any.

use crate::gate::writes::{StackPart, Subject};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("bucket", "templates go into your own bucket", check);

fn check(case: &Case<'_>) -> Ruling {
    let Subject::Stack(_, StackPart::NewChangeSet(new)) = case.subject() else {
        return Ruling::Pass;
    };
    let Some(bucket) = new.through else {
        return Ruling::Pass;
    };
    let environment = case.environment;
    if environment.template_bucket.as_ref() == Some(bucket) {
        return Ruling::Pass;
    }
    let line = toml::Value::String(bucket.raw().to_owned());
    Ruling::stop(
        format!(
            "The template would be put into bucket {}, which environment {} does not name.",
            bucket.raw(),
            environment.name.raw()
        ),
        format!(
            "If it is meant, write in this environment's [[environment]] in your own config.toml: template_bucket = {line}"
        ),
    )
}
