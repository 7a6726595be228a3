//! The OIDC providers that a trust policy admits, and what their claims are called.
//!
//! A provider's claims are condition keys named by its host: `HOST:aud`, `HOST:sub`.

use super::rule::{Allowing, demanding, is_wild};
use crate::{
    facts::Arn,
    policy::{Condition, Kind, Place, PrincipalType, Statement},
};

/// An OIDC provider in a statement that lets its identities assume the role.
pub(super) struct Provider<'a> {
    /// None where the document leaves the name to a template's parameter.
    host: Option<&'a str>,
    pub(super) place: Place,
}

#[derive(Clone, Copy)]
pub(super) enum Claim {
    /// For whom the token was issued.
    Audience,
    /// Of whom it speaks.
    Subject,
}

/// None: it lets no such identity assume a role.
pub(super) fn providers<'a>(allowing: &Allowing<'a>) -> Option<Vec<Provider<'a>>> {
    let statement = allowing.statement;
    let principals = statement.principals.as_ref().filter(|it| !it.negated)?;
    let covers = statement.action.covering();
    if allowing.document.kind != Kind::Trust || !covers("sts:AssumeRoleWithWebIdentity") {
        return None;
    }
    let listed = principals.listed.iter();
    let providers = listed
        .filter(|principal| principal.kind == PrincipalType::Federated)
        .map(|principal| &principal.name)
        .filter(|name| {
            let is_saml = Arn::new(name.value.as_str()).kind() == Some("saml-provider");
            !is_saml && !is_wild(&name.value)
        })
        .map(|name| Provider {
            host: host(&name.value),
            place: name.place,
        });
    Some(providers.collect())
}

fn host(name: &str) -> Option<&str> {
    let host = name
        .split_once(":oidc-provider/")
        .map_or(name, |(_, host)| host);
    (!host.contains([':', '$', '*', '?'])).then_some(host)
}

impl<'a> Provider<'a> {
    pub(super) fn is_github(&self) -> bool {
        // An enterprise may have an issuer of its own, below GitHub's.
        let own = self
            .host
            .and_then(|host| host.strip_prefix("token.actions.githubusercontent.com"));
        own.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The condition key of the claim, for words.
    pub(super) fn key(&self, claim: Claim) -> String {
        let name = self.names(claim).first().copied().unwrap_or_default();
        format!("{}:{name}", self.host.unwrap_or("the provider"))
    }

    /// The conditions that ask for listed values of the claim.
    pub(super) fn demanded(&self, statement: &'a Statement, claim: Claim) -> Vec<&'a Condition> {
        let (host, names) = (self.host, self.names(claim));
        demanding(statement, move |key| {
            key.rsplit_once(':').is_some_and(|(of, name)| {
                host.is_none_or(|host| of.eq_ignore_ascii_case(host))
                    && names.iter().any(|one| name.eq_ignore_ascii_case(one))
            })
        })
        .collect()
    }

    /// The providers known to AWS by name call some claims otherwise.
    fn names(&self, claim: Claim) -> &'static [&'static str] {
        match (claim, self.host.unwrap_or_default()) {
            (Claim::Audience, "accounts.google.com") => &["aud", "oaud"],
            (Claim::Audience, "graph.facebook.com" | "www.amazon.com") => &["app_id"],
            (Claim::Audience, _) => &["aud"],
            // A pool's identities are told apart by how they signed in.
            (Claim::Subject, "cognito-identity.amazonaws.com") => &["sub", "amr"],
            (Claim::Subject, "graph.facebook.com") => &["id"],
            (Claim::Subject, "www.amazon.com") => &["user_id"],
            (Claim::Subject, _) => &["sub"],
        }
    }
}
