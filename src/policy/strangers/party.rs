//! The strangers that a statement could let in, one for each principal it lists.

use super::{
    Stranger,
    claim::{ARN, Claim, EXACT, ORG_PATH, USER_ID},
    github, tenants,
};
use crate::policy::{Kind, Principal, PrincipalType, Statement, canonical::fold_key};

/// Somebody who asks, and what the condition keys say of them.
#[derive(Clone, Debug)]
pub(super) struct Party {
    pub(super) stranger: Stranger,
    /// As a request says it.
    pub(super) principal: String,
    /// What a role is assumed by; None: whatever the statement allows.
    pub(super) actions: Option<&'static [&'static str]>,
    issuer: Issuer,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Issuer {
    GitHub { host: String },
    Provider { host: String },
    Guest,
    Saml,
    Account,
}

const COGNITO: &str = "cognito-identity.amazonaws.com";
const WEB: &[&str] = &["sts:AssumeRoleWithWebIdentity"];
const SAML: &[&str] = &["sts:AssumeRoleWithSAML"];
const ROLE: &[&str] = &["sts:AssumeRole"];

impl Party {
    pub(super) fn of(kind: Kind, statement: &Statement) -> Vec<Self> {
        let Some(principals) = &statement.principals else {
            return Vec::new();
        };
        if principals.negated {
            return Self::anyone(kind, statement);
        }
        let listed = principals.listed.iter();
        listed
            .flat_map(|principal| Self::of_principal(kind, statement, principal))
            .collect()
    }

    fn of_principal(kind: Kind, statement: &Statement, principal: &Principal) -> Vec<Self> {
        let name = principal.name.value.as_str();
        let is_star = !name.is_empty() && name.chars().all(|c| matches!(c, '*' | '?'));
        match principal.kind {
            PrincipalType::Anyone => Self::anyone(kind, statement),
            PrincipalType::Aws if is_star => vec![Self::account(kind)],
            PrincipalType::Federated if is_star => Self::federated("", statement),
            PrincipalType::Federated => Self::federated(name, statement),
            PrincipalType::Aws | PrincipalType::Service | PrincipalType::CanonicalUser => {
                Vec::new()
            }
        }
    }

    /// Another account's, and for a role whoever signs in with the keys it asks for.
    fn anyone(kind: Kind, statement: &Statement) -> Vec<Self> {
        let mut all = vec![Self::account(kind)];
        if kind == Kind::Trust {
            all.extend(Self::federated("", statement));
        }
        all
    }

    fn account(kind: Kind) -> Self {
        Self {
            stranger: Stranger::Anyone,
            principal: "arn:aws:iam::999988887777:role/stranger".to_owned(),
            actions: (kind == Kind::Trust).then_some(ROLE),
            issuer: Issuer::Account,
        }
    }

    fn federated(name: &str, statement: &Statement) -> Vec<Self> {
        let party = |stranger, actions, issuer| Self {
            stranger,
            principal: format!("federated:{name}"),
            actions: Some(actions),
            issuer,
        };
        if let Some((_, provider)) = name.split_once(":saml-provider/") {
            let stranger = Stranger::Asserted(provider.to_owned());
            return vec![party(stranger, SAML, Issuer::Saml)];
        }
        let host = host(name).or_else(|| asked(statement));
        let Some(host) = host else {
            let stranger = Stranger::Identity("an identity provider".to_owned());
            let host = String::new();
            return vec![party(stranger, WEB, Issuer::Provider { host })];
        };
        let stranger = Stranger::Identity(host.clone());
        match host.strip_prefix(github::HOST) {
            Some("") => vec![party(Stranger::Repository, WEB, Issuer::GitHub { host })],
            // An enterprise may have an issuer of its own, below GitHub's.
            Some(below) if below.starts_with('/') => {
                vec![party(stranger, WEB, Issuer::GitHub { host })]
            }
            _ => {
                let guest = (host == COGNITO).then(|| party(Stranger::Guest, WEB, Issuer::Guest));
                let provider = party(stranger, WEB, Issuer::Provider { host });
                [provider].into_iter().chain(guest).collect()
            }
        }
    }

    /// What a folded key says of them.
    pub(super) fn claim(&self, key: &str) -> Claim {
        let (of, name) = match key.rsplit_once(':') {
            Some((of, name)) if !key.starts_with("aws:") => (of, name),
            _ => ("aws", key),
        };
        let is_of = |host: &str| host.is_empty() || of == host;
        match &self.issuer {
            Issuer::Account => account(key),
            Issuer::GitHub { host } if is_of(host) => github::claim(name),
            Issuer::Provider { host } if is_of(host) && of != "aws" => tenants::claim(of, name),
            Issuer::Guest if is_of(COGNITO) => tenants::guest(name),
            Issuer::Saml if of == "saml" => tenants::saml(name),
            // Keys of another provider are not in a token of this one.
            _ if of.contains('.') || of == "saml" => Claim::Never,
            // Whoever signs in is of no account and of no organisation yet.
            _ if key.starts_with("aws:principal") => Claim::Never,
            _ => Claim::Free,
        }
    }
}

/// What a key says of somebody in another AWS account.
fn account(key: &str) -> Claim {
    match key {
        "aws:principalaccount"
        | "aws:principalorgid"
        | "aws:sourceaccount"
        | "aws:sourceowner"
        | "aws:sourceorgid"
        | "aws:sourcevpc"
        | "aws:sourcevpce"
        | "aws:vpceaccount"
        | "aws:vpceorgid"
        | "kms:calleraccount"
        | "s3:dataaccesspointaccount" => Claim::Who(&EXACT),
        "aws:principalarn"
        | "aws:sourcearn"
        | "aws:federatedprovider"
        | "s3:dataaccesspointarn"
        | "ec2:sourceinstancearn"
        | "lambda:sourcefunctionarn" => Claim::Who(&ARN),
        "aws:principalorgpaths" | "aws:sourceorgpaths" | "aws:vpceorgpaths" => {
            Claim::Who(&ORG_PATH)
        }
        "aws:userid" => Claim::Who(&USER_ID),
        "aws:principalisawsservice" => Claim::Fixed("false"),
        // A shared word, an address, a tag: they do not say whose account it is.
        _ => Claim::Free,
    }
}

/// The provider's host; None where the name is left to something else.
fn host(name: &str) -> Option<String> {
    let host = name
        .split_once(":oidc-provider/")
        .map_or(name, |(_, host)| host);
    let is_known = !host.is_empty() && !host.contains([':', '$', '*', '?', '{', '<']);
    is_known.then(|| host.to_ascii_lowercase())
}

/// The host whose keys the statement asks for.
fn asked(statement: &Statement) -> Option<String> {
    let mut keys = statement.conditions.iter().filter_map(|condition| {
        let key = fold_key(&condition.key.value);
        let (of, _) = key.rsplit_once(':')?;
        of.contains('.').then(|| of.to_owned())
    });
    keys.next()
}
