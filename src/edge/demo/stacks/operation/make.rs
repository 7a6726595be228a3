//! `CreateChangeSet`: from the template's text, with the parameters as they are sent.

use jiff::Timestamp;

use super::super::{
    Account,
    made::{self, Asked},
};
use crate::{
    facts::{Remote, Stack, stack::Parameter},
    gate::{
        Observed,
        writes::{CreateChangeSet, ParameterSource},
    },
    template,
};

pub(super) fn make(
    account: &Account<'_>,
    create: &CreateChangeSet,
    seen: &Observed,
    stack: &Stack,
    at: Timestamp,
) -> Result<(), String> {
    if create.mode.is_some() {
        return Err(
            "The demo's CloudFormation makes no change set that looks at drift.".to_owned(),
        );
    }
    let deployed = account.template(&create.stack);
    let deployed = deployed.map_err(|fault| fault.what)?;
    let resources = account.resources(&create.stack);
    let set = made::change_set(Asked {
        stack,
        resources: &resources.map_err(|fault| fault.what)?,
        deployed: deployed.body.raw(),
        template: create.template.raw(),
        name: &create.change_set,
        description: Some("Made by Watchkeeper, to be reviewed."),
        parameters: parameters(create, seen, stack)?,
        at,
    })?;
    account.recorded.propose(&set.id, create.template.clone());
    account.put_change_set(&set);
    Ok(())
}

/// As they are sent: kept, given, or the template's own default.
fn parameters(
    create: &CreateChangeSet,
    seen: &Observed,
    stack: &Stack,
) -> Result<Vec<Parameter>, String> {
    let template = template::parse(create.template.raw());
    let template = template.map_err(|malformed| malformed.fault("the template").what)?;
    let default = |key: &Remote| {
        let node = template.section("Parameters", key.raw())?.get("Default")?;
        node.text().map(Remote::new)
    };
    let mut sent = Vec::new();
    for standing in create.parameters(seen)? {
        let kept = stack.parameters.iter().find(|one| one.key == standing.key);
        let value = match (standing.is, kept) {
            (ParameterSource::Kept, Some(kept)) => {
                sent.push(kept.clone());
                continue;
            }
            (ParameterSource::Gone, _) => continue,
            (ParameterSource::Missing | ParameterSource::Kept, _) => None,
            (ParameterSource::New | ParameterSource::Differs, _) => {
                standing.expected.clone().or_else(|| default(&standing.key))
            }
        };
        let value = value
            .ok_or_else(|| format!("Parameters: [{}] must have values", standing.key.raw()))?;
        sent.push(Parameter {
            key: standing.key,
            value: Some(value),
            resolved: None,
            use_previous: false,
        });
    }
    Ok(sent)
}
