//! A launch template or a task definition that something runs by: it says as whom. One
//! that the change set adds says so itself; one that was there gives its role now to
//! whatever is made to run by it. Of one that is not the stack's nothing is known.

use super::{
    Side, is_new,
    side::Source,
    sites::{self, Names, Site},
};
use crate::{
    facts::Reason,
    template::{Part, Symbol},
};

/// What it gives, in words; None: the other resource says so itself.
pub(super) fn gives(side: &Side<'_>, site: &Site) -> Result<Option<String>, Reason> {
    let Some(id) = leads_to(side, site) else {
        let name = match &site.source {
            Source::Own(name) | Source::Named(name) | Source::Open(name) => name,
        };
        return Err(format!(
            "Which role it runs as depends on {name} ({}), which is not of this stack and was not read.",
            site.at
        ).into());
    };
    let Some(other) = behind(side, &id) else {
        return Ok(None);
    };
    let mut words = Vec::new();
    for site in sites::all(&other, &other.properties()?)? {
        if site.names == Names::Through {
            return Err(format!(
                "Which role it runs as depends on what {id} of this stack names ({}), which is not followed here.",
                site.at
            ).into());
        }
        words.extend(super::gives(&other, &site)?);
    }
    words.dedup();
    let words = words.join("; ");
    Ok((!words.is_empty()).then(|| format!("{words} (by {id} of this stack)")))
}

/// The resource of the same template that it names, also where AWS gives its name already.
fn leads_to(side: &Side<'_>, site: &Site) -> Option<String> {
    if let Source::Own(id) = &site.source {
        return Some(id.clone());
    }
    let path: Vec<String> = site.at.split('.').map(str::to_owned).collect();
    let text = side.text_at(&path)?;
    let [Part::Symbol(Symbol::Resource(id))] = text.parts() else {
        return None;
    };
    side.type_of(id).map(|_| id.clone())
}

/// The other resource as it is to be; None: it is added, and its own change says what it gives.
fn behind<'s>(side: &'s Side<'_>, id: &'s str) -> Option<Side<'s>> {
    match side.state.change_of(id) {
        Some(change) if is_new(change) => None,
        Some(change) => Some(Side::after(side.state, change)),
        None => Some(Side::proposed(side.state, id, side.type_of(id)?)),
    }
}

/// What has to be read of the other resource: with it, as whom the first one runs.
pub(super) fn sites_behind(side: &Side<'_>, site: &Site) -> Vec<Site> {
    let id = leads_to(side, site);
    let other = id.as_deref().and_then(|id| behind(side, id));
    let found = other.and_then(|other| {
        let properties = other.properties().ok()?;
        sites::all(&other, &properties).ok()
    });
    found.unwrap_or_default()
}
