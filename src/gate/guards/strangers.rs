//! Nobody is let in who is not named: a token of a stranger passes no trust policy,
//! and no other account's principal passes a resource's own policy, by this change.
//!
//! Whether the text is committed makes no difference, nor whether it goes to AWS or
//! into a file: the engine was asked with a stranger's request, and it passes.

use crate::policy::strangers::{Passage, Proof, Stranger};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("strangers", "no stranger is let in", check);

fn check(case: &Case<'_>) -> Ruling {
    let impact = &case.assessment.impact;
    let own = impact.open_to.iter().map(|passage| (None, passage));
    let resources = impact.resources.iter();
    let of_resources = resources.flat_map(|resource| {
        let passages = resource.open_to.iter();
        passages.map(move |passage| (Some(resource.name()), passage))
    });
    let all: Vec<(Option<String>, &Passage)> = own.chain(of_resources).collect();
    let Some((_, first)) = all.first() else {
        return Ruling::Pass;
    };
    let ask = ask(first);
    let said = all.iter().map(|(whose, passage)| match whose {
        Some(id) => format!("{id}: {}", passage.words()),
        None => passage.words(),
    });
    let said = said.collect::<Vec<String>>().join(" ");
    Ruling::stop(
        match case.stack() {
            Some(_) => format!("Stop and escalate: {said}"),
            None => said,
        },
        ask,
    )
}

/// What the document would have to ask for.
fn ask(passage: &Passage) -> &'static str {
    if passage.proof == Proof::Unclear {
        return "Name who may in a condition that every request must meet, without a wildcard or a variable in the name, or have the statement reviewed and changed by whoever is responsible for IAM.";
    }
    match (&passage.stranger, passage.is_trust) {
        (Stranger::Repository, _) => {
            "Spell the owner and the repository out in a condition on token.actions.githubusercontent.com:sub, for example repo:OWNER/NAME:environment:NAME."
        }
        (Stranger::Identity(_), _) => {
            "Ask for the provider's sub in a condition, spelt out up to the name that is yours."
        }
        (Stranger::Guest, _) => {
            "Ask for cognito-identity.amazonaws.com:amr = authenticated, and for your pool in cognito-identity.amazonaws.com:aud."
        }
        (Stranger::Asserted(_), _) => {
            "Ask for SAML:aud with StringEquals: https://signin.aws.amazon.com/saml for the console."
        }
        (Stranger::Anyone, true) => {
            "Name the principals, or ask for aws:PrincipalOrgID, aws:PrincipalAccount or aws:PrincipalArn with a value that names them. A shared word, an address or a tag does not say who."
        }
        (Stranger::Anyone, false) => {
            "Name the principals, or ask for aws:PrincipalOrgID, aws:PrincipalAccount, aws:SourceAccount or aws:SourceArn with a value that names them. A shared word, an address or a tag does not say who."
        }
    }
}
