//! All that one template declares of live roles, and what could not be told of it.

use super::{
    DeclaredRole, TemplateSide,
    declared::{name, one},
    standalone_policies::{StandalonePolicies, standalone},
};
use crate::{
    facts::{Authorization, Role, RoleName, Unknown},
    rules::drift::Warning,
    template::{self, TemplateRoles},
};

/// All that one template declares of live roles.
#[derive(Clone, Debug, Default)]
pub(in crate::rules::drift) struct Found {
    pub(in crate::rules::drift) roles: Vec<DeclaredRole>,
    pub(in crate::rules::drift) beside: Vec<StandalonePolicies>,
    /// Keys that the template gives twice.
    pub(in crate::rules::drift) warnings: Vec<Warning>,
}

/// What a template declares, and what could not be told of it.
pub(in crate::rules::drift) fn all(
    side: &TemplateSide,
    live: &Authorization,
    unknown: &mut Vec<Unknown>,
) -> Found {
    let mut say = |what: String, why: String, hint: &str| {
        unknown.push(Unknown {
            what,
            why,
            hint: hint.to_owned(),
        });
    };
    let path = &side.file.path;
    let (template, found) = match template::parse(side.file.text.raw()) {
        Ok(template) => {
            let found = template::roles(&template, &side.inputs());
            (template, found)
        }
        Err(malformed) => {
            let fault = malformed.fault(path);
            say(path.clone(), fault.what, &fault.hint);
            return Found::default();
        }
    };
    let deployed = deployed(side);
    let unseen = super::unexpanded::unseen(side, &template, &found, &mut say);
    let repeated = found.repeated.iter();
    let mut all = Found {
        warnings: repeated.map(|said| Warning::of(path, said)).collect(),
        ..Found::default()
    };
    for role in &found.roles {
        match name(side, role) {
            Some(name) => {
                let live = live_role(live, &name);
                let mut declared = one(side, role, name, live.as_ref(), deployed.as_ref());
                declared.unseen.clone_from(&unseen);
                all.roles.push(declared);
            }
            None => say(
                format!("{path}:{}", role.span.place.line),
                format!("The name of role {} is not known.", role.logical_id),
                "Allow cloudformation:DescribeStacks and cloudformation:ListStackResources, or write its parameters under [[drift.template]].",
            ),
        }
    }
    for note in &found.notes {
        say(
            format!("{path}:{}", note.span.place.line),
            format!("{} {}", note.logical_id, note.what)
                .trim()
                .to_owned(),
            "Compare what it makes by hand.",
        );
    }
    all.beside = standalone(side, &found, deployed.as_ref(), live, &mut say);
    all
}

fn deployed(side: &TemplateSide) -> Option<TemplateRoles> {
    let deployed = side.deployed.as_ref()?.known()?;
    let template = template::parse(deployed.body.raw()).ok()?;
    Some(template::roles(&template, &side.live_inputs()))
}

/// The live role, where it could be read.
fn live_role(live: &Authorization, name: &RoleName) -> Option<Role> {
    let reading = live.roles.iter().find(|reading| reading.name == *name)?;
    reading.role.known().cloned()
}
