//! Other providers of identities: which claim says who, and how it is written.
//!
//! For one that is not listed the subject has to be asked for, whatever it looks
//! like: who gets tokens of it is not known here.

use super::{
    claim::{Claim, EXACT, EXACT_ALWAYS, Who},
    signs::{Letter, Sign, is_chosen, lead, split, text},
};

/// What the claim says of whoever asks the provider at this host.
pub(super) fn claim(host: &str, name: &str) -> Claim {
    match (host, name) {
        ("accounts.google.com", "aud" | "azp" | "oaud" | "sub")
        | ("www.amazon.com", "app_id" | "user_id")
        | ("graph.facebook.com", "app_id" | "id") => Claim::Who(&EXACT),
        ("cognito-identity.amazonaws.com", "aud" | "sub") => Claim::Who(&EXACT_ALWAYS),
        ("gitlab.com", "sub") => Claim::Who(&GITLAB),
        ("app.terraform.io" | "agent.buildkite.com", "sub") => Claim::Who(&ORGANIZATION),
        ("oidc.vercel.com", "sub") => Claim::Who(&OWNER),
        (host, "sub") if host.starts_with("oidc.eks.") => Claim::Who(&NAMESPACE),
        (_, "sub") => Claim::Who(&SUBJECT),
        (_, "aud") => Claim::Always,
        _ => Claim::Free,
    }
}

/// A guest of a pool says of itself that it is one.
pub(super) fn guest(name: &str) -> Claim {
    match name {
        // Whose pool it is does not matter: its guests need not be anybody.
        "aud" | "sub" => Claim::Always,
        "amr" => Claim::Fixed("unauthenticated"),
        _ => Claim::Free,
    }
}

pub(super) fn saml(name: &str) -> Claim {
    match name {
        "aud" => Claim::Who(&EXACT_ALWAYS),
        "sub" | "namequalifier" => Claim::Who(&EXACT),
        _ => Claim::Free,
    }
}

const FILLERS: &[&str] = &[
    "stranger",
    "stranger/any",
    "stranger/any:ref_type:branch:ref:main",
    "project_path:stranger/any:ref_type:branch:ref:main",
    "organization:stranger:project:any",
    "stranger:project:any",
    "owner:stranger:project:any:environment:production",
    "system:serviceaccount:stranger:any",
    "stranger:any",
    "-stranger",
    "-stranger/any",
    "-stranger:project:any",
    "any",
    "",
];

const FEW: &[&str] = &["stranger", "any", "/any", ":any", ""];

macro_rules! tenants {
    ($($name:ident: $begins:literal to $end:literal, $own:literal;)*) => {$(
        static $name: Who = Who {
            own: &[$own],
            fillers: FILLERS,
            few: FEW,
            strange: |letters| is_foreign(letters, $begins, $end),
            names: |signs| {
                let (text, whole) = lead(signs);
                let tenant = text.strip_prefix($begins);
                tenant.is_some_and(|tenant| {
                    let end = tenant.find($end);
                    end.map_or(whole && !tenant.is_empty(), |at| at > 0)
                })
            },
            may_lack: false,
        };
    )*};
}

// Before and behind whose it is, and what a stranger's looks like.
tenants! {
    GITLAB: "project_path:" to '/', "project_path:stranger/any:ref_type:branch:ref:main";
    ORGANIZATION: "organization:" to ':', "organization:stranger:project:any";
    OWNER: "owner:" to ':', "owner:stranger:project:any:environment:production";
    // Of one cluster of Kubernetes: whose the namespace is.
    NAMESPACE: "system:serviceaccount:" to ':', "system:serviceaccount:stranger:any";
}

fn is_foreign(letters: &[Letter], begins: &str, end: char) -> bool {
    let all = text(letters);
    let behind = letters.get(begins.chars().count()..);
    let (Some(behind), true) = (behind, all.starts_with(begins)) else {
        return false;
    };
    let (tenant, rest) = split(behind, end);
    is_chosen(tenant) && rest.is_some_and(|rest| !rest.is_empty())
}

/// Nobody knows how it is written: a stranger's when nothing but its form is given.
static SUBJECT: Who = Who {
    own: &["stranger", "stranger:any/any"],
    fillers: &["stranger", "stranger:any", "stranger/any", "any", ""],
    few: FEW,
    strange: |letters| {
        let (first, claims) = split(letters, ':');
        let claims = claims.unwrap_or(first);
        claims
            .iter()
            .all(|(c, chosen)| *chosen || matches!(c, ':' | '/'))
    },
    names: |signs| {
        let colon = signs.iter().position(|sign| *sign == Sign::Char(':'));
        let claims = colon.and_then(|at| signs.get(at + 1..)).unwrap_or(signs);
        let is_said = |sign: &Sign| matches!(sign, Sign::Char(c) if !matches!(c, ':' | '/'));
        claims.iter().any(is_said)
    },
    may_lack: false,
};
