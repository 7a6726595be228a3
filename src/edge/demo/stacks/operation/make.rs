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
        writes::{NewChangeSet, ParameterSource},
    },
    template,
};

pub(super) fn make(
    account: &Account<'_>,
    new: &NewChangeSet<'_>,
    seen: &Observed,
    stack: &Stack,
    at: Timestamp,
) -> Result<(), String> {
    if new.reverts_drift {
        return Err(
            "The demo's CloudFormation makes no change set that looks at drift.".to_owned(),
        );
    }
    let deployed = account.template(new.stack);
    let deployed = deployed.map_err(|fault| fault.what)?;
    let resources = account.resources(new.stack);
    let set = made::change_set(Asked {
        stack,
        resources: &resources.map_err(|fault| fault.what)?,
        deployed: deployed.body.raw(),
        template: new.template.raw(),
        name: new.name,
        description: Some("Made by Watchkeeper, to be reviewed."),
        parameters: parameters(new, seen, stack)?,
        at,
    })?;
    account.recorded.propose(&set.id, new.template.clone());
    account.put_change_set(&set);
    Ok(())
}

/// As they are sent: kept, given, or the template's own default.
fn parameters(
    new: &NewChangeSet<'_>,
    seen: &Observed,
    stack: &Stack,
) -> Result<Vec<Parameter>, String> {
    let template = template::parse(new.template.raw());
    let template = template.map_err(|malformed| malformed.fault("the template").what)?;
    let default = |key: &Remote| {
        let node = template.section("Parameters", key.raw())?.get("Default")?;
        node.text().map(Remote::new)
    };
    let mut sent = Vec::new();
    for standing in new.parameters(seen).map_err(|why| why.to_string())? {
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
