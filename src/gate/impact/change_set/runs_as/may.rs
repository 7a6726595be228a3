//! What a role may do that something is to run as: a live one by what was read of
//! it, one of the same template by its policies there. What could not be read is an
//! error, for then nobody knows what is given.

use super::super::{
    super::{
        effective::{nothing, one},
        grant::{self, Grant},
        policy_sides::PolicySides,
    },
    declared::{self, DeclaredPolicies},
    open,
    templates::{Templates, When},
};
use crate::{
    facts::{Arn, Fault, Reason, ResourceChange, RoleName},
    gate::{RoleState, StackState},
    policy::{Document, Kind, Version},
};

/// Documents, AWS's own policies by name, and the limit over all.
#[derive(Default)]
struct Whole {
    documents: Vec<Document>,
    of_aws: Vec<String>,
    boundary: Option<String>,
}

/// As the rest of a sentence: `* on *`, `nothing`.
pub(super) fn live(state: &StackState, name: &str) -> Result<String, Reason> {
    let found = state.reading_of(&RoleName::new(name));
    let role = found.ok_or_else(|| format!("Role {name} was not read."))?;
    let mut whole = Whole::default();
    whole.all_of(role, &DeclaredPolicies::default())?;
    Ok(whole.words())
}

/// A role of the same template: by all policies that the template gives it, and by
/// those that it has besides where it is there already.
pub(super) fn own(state: &Templates<'_>, id: &str) -> Result<String, Reason> {
    let change = state.change_of(id);
    let is_role = |change: &&ResourceChange| change.resource_type.raw() == "AWS::IAM::Role";
    let Some(change) = change.filter(is_role) else {
        // It is there, and somebody may have given it more than its template says.
        return Err(format!(
            "Role {id} of this stack stays as it is, and what it may do now was not read: its template does not say what was attached to it by hand."
        ).into());
    };
    let (said, policies) = match in_template(state, id) {
        Ok(found) => found,
        Err(_) => (DeclaredPolicies::after(state, change)?, Vec::new()),
    };
    let mut whole = Whole::default();
    let live = state.live_role(change);
    match (change.role(), live) {
        (Some(_), Some(role)) => whole.all_of(role, &said)?,
        (Some(name), None) => return Err(format!("Role {} was not read.", name.raw()).into()),
        (None, _) => {}
    }
    for (name, text) in &said.policies {
        whole.add(name, text)?;
    }
    for name in &said.managed {
        match policies.iter().find(|(arn, _)| arn == name) {
            Some((arn, text)) => whole.add(arn, text)?,
            None => whole.attach(&Arn::new(name.as_str()), live)?,
        }
    }
    whole.boundary = said.boundary;
    Ok(whole.words())
}

type Managed = Vec<(String, String)>;

/// With the documents of the managed policies that the template itself makes.
fn in_template(state: &Templates<'_>, id: &str) -> Result<(DeclaredPolicies, Managed), Reason> {
    if state.proposed.is_none() {
        return Err("The change set's template was not read.".into());
    }
    let found = state.text(When::After)?.roles();
    let role = found
        .role(id)
        .ok_or_else(|| format!("What role {id} would be could not be read from the template."))?;
    let own = found.managed.iter().map(|managed| {
        let document = managed.policy.document.clone();
        let name = managed.arn.with_tokens();
        let text = document.map_err(|malformed| malformed.fault(&name).what)?;
        Ok((name, text))
    });
    let own: Result<Managed, Reason> = own.collect();
    Ok((declared::of_template_role(role)?, own?))
}

impl Whole {
    /// What a live role has but for what `but` says of it.
    fn all_of(&mut self, state: &RoleState, but: &DeclaredPolicies) -> Result<(), Reason> {
        let name = state.name.raw();
        let unread = |what: &str, fault: &Fault| {
            format!("{what} of role {name} could not be read: {}", fault.what)
        };
        let role = state.role.read();
        let role =
            role.map_err(|fault| format!("Role {name} could not be read: {}", fault.what))?;
        let inline = role.inline.read();
        for policy in inline.map_err(|fault| unread("The inline policies", fault))? {
            let policy_name = policy.name.raw();
            if !but.policies.iter().any(|(said, _)| said == policy_name) {
                let text = policy.document.read();
                let text = text.map_err(|fault| unread(&format!("Policy {policy_name}"), fault))?;
                self.add(policy_name, text.raw())?;
            }
        }
        let attached = role.attached.read();
        for arn in attached.map_err(|fault| unread("The attached policies", fault))? {
            if !but.managed.iter().any(|said| said == arn.raw()) {
                self.attach(arn, Some(state))?;
            }
        }
        let boundary = role.boundary.read();
        let boundary = boundary.map_err(|fault| unread("The permissions boundary", fault))?;
        self.boundary = boundary.as_ref().map(|arn| arn.raw().to_owned());
        Ok(())
    }

    fn add(&mut self, name: &str, text: &str) -> Result<(), Reason> {
        let document = open::after(name, text, Kind::Identity)?;
        self.documents.push(document);
        Ok(())
    }

    fn attach(&mut self, arn: &Arn, role: Option<&RoleState>) -> Result<(), Reason> {
        // AWS writes it, and its name says which one it is.
        if arn.is_of_aws() {
            self.of_aws.push(arn.raw().to_owned());
            return Ok(());
        }
        let role = role.ok_or_else(|| format!("Policy {} was not read.", arn.raw()))?;
        let text = managed(role, arn)?;
        self.add(arn.raw(), &text)
    }

    /// Nothing is left out: of policies in two versions of the language each counts
    /// by itself.
    fn words(self) -> String {
        let mut words = Vec::new();
        for version in [Version::V2008, Version::V2012] {
            let alike = self.documents.iter().filter(|one| one.version == version);
            let after: Vec<Document> = alike.cloned().collect();
            let mut before = nothing(Kind::Identity);
            before.version = version;
            let whole = [before.clone(), one(after.iter())];
            let gains = grant::gained(&PolicySides::new([before], after), &whole);
            words.extend(Grant::all_words(&gains));
        }
        let of_aws = self.of_aws.iter();
        words.extend(of_aws.map(|arn| format!("all that AWS's policy {arn} allows")));
        if words.is_empty() {
            return "nothing by policies of its own".to_owned();
        }
        let words = words.join("; ");
        match self.boundary {
            Some(arn) => format!("{words}; no more than its permissions boundary {arn} allows"),
            None => words,
        }
    }
}

fn managed(role: &RoleState, arn: &Arn) -> Result<String, Reason> {
    let policy = role.managed(arn);
    let policy = policy.ok_or_else(|| format!("Policy {} was not read.", arn.raw()))?;
    let text = policy.document.read();
    let text = text.map_err(|fault| format!("Policy {}: {}", arn.raw(), fault.what))?;
    Ok(text.raw().to_owned())
}
