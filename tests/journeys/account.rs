//! Small accounts to answer with by hand.

use crate::support::harness::Harness;
use watchkeeper::{
    ask::{Answer, Ask, Question, RepoAsk, iam, repo, sts},
    facts::{
        Authorization, Caller, Codified, CodifiedFile, CodifiedRole, DriftSettings, Environment,
        Fault, FaultKind, InlinePolicy, Reading, Role, RoleReading, Settings,
    },
};

pub(crate) const DEV: &str = "817685572750";
pub(crate) const OTHER: &str = "493812065174";

/// `dev` and `prod`, both described by the repository.
pub(crate) fn settings() -> Settings {
    let environment = |name: &str| Environment {
        name: name.into(),
        profile: Some(format!("ops-{name}")),
        region: Some("eu-west-1".into()),
        production: name == "prod",
        ..Environment::unknown(name.into())
    };
    Settings {
        environments: vec![environment("dev"), environment("prod")],
        current: "dev".into(),
        drift: Some(DriftSettings {
            policies: vec!["iam".into()],
            search: vec![".".into()],
            ..DriftSettings::default()
        }),
        ..Settings::default()
    }
}

pub(crate) fn identity(environment: &str) -> Ask {
    sts::CallerIdentity.of(&environment.into()).into()
}

pub(crate) fn listing(environment: &str) -> Ask {
    iam::Authorization.of(&environment.into()).into()
}

pub(crate) const CODIFIED: Ask = Ask::Repo(RepoAsk::Codified);

pub(crate) fn caller(account: &str) -> Answer {
    sts::CallerIdentity::answered(who(account))
}

pub(crate) fn who(account: &str) -> Caller {
    Caller {
        checked_at: "2026-05-18T14:02:11Z".parse().unwrap(),
        ..crate::support::caller(account)
    }
}

/// A policy that lets these actions be used on everything.
pub(crate) fn policy(actions: &[&str]) -> String {
    serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}],
    })
    .to_string()
}

/// Live roles of one inline policy each: role, policy, document.
pub(crate) fn live(roles: &[(&str, &str, &str)]) -> Answer {
    iam::Authorization::answered(authorization(roles))
}

pub(crate) fn authorization(roles: &[(&str, &str, &str)]) -> Authorization {
    let role = |(role, policy, document): &(&str, &str, &str)| RoleReading {
        name: (*role).into(),
        role: Reading::Known(Role {
            name: (*role).into(),
            arn: format!("arn:aws:iam::{DEV}:role/{role}").as_str().into(),
            path: "/".into(),
            trust: Reading::Known("{}".into()),
            inline: Reading::Known(vec![InlinePolicy {
                name: (*policy).into(),
                document: Reading::Known((*document).into()),
            }]),
            attached: Reading::Known(Vec::new()),
            boundary: Reading::Known(None),
        }),
    };
    Authorization {
        roles: roles.iter().map(role).collect(),
        managed: Vec::new(),
        complete: true,
        source: "iam:GetAccountAuthorizationDetails".into(),
        pages: 1,
    }
}

/// The repository's side of the same.
pub(crate) fn codified(roles: &[(&str, &str, &str)]) -> Answer {
    repo::Codified::answered(files(roles))
}

pub(crate) fn files(roles: &[(&str, &str, &str)]) -> Codified {
    let role = |(role, policy, document): &(&str, &str, &str)| CodifiedRole {
        name: (*role).into(),
        dir: format!("iam/{role}"),
        policies: vec![(
            (*policy).into(),
            CodifiedFile {
                path: format!("iam/{role}/{policy}.json"),
                text: (*document).into(),
                commits: Vec::new(),
            },
        )],
        trust: None,
        attachments: None,
        boundary: None,
    };
    Codified {
        roles: roles.iter().map(role).collect(),
        broken: Vec::new(),
    }
}

pub(crate) fn expired() -> Fault {
    Fault::new(
        FaultKind::Expired,
        "The credentials of profile ops-dev have expired.",
        "Run `aws sso login --profile ops-dev`, then press R.",
    )
}

pub(crate) fn offline() -> Fault {
    Fault::new(
        FaultKind::Offline,
        "IAM did not answer within 20 s.",
        "Look at the network, then press R.",
    )
}

pub(crate) fn wrong_account() -> Fault {
    Fault::new(
        FaultKind::WrongAccount {
            expected: DEV.into(),
            found: OTHER.into(),
        },
        format!("dev is account {DEV}, but the credentials are of {OTHER}."),
        "Use credentials of the right account, then press R.",
    )
}

pub(crate) fn denied_listing() -> Fault {
    Fault::new(
        FaultKind::Denied {
            action: "iam:GetAccountAuthorizationDetails".into(),
            resource: None,
        },
        "oncall may not list the account's roles.",
        "Allow iam:GetAccountAuthorizationDetails.",
    )
}

/// A console on which `alpha` differs: live has more actions than the repository.
pub(crate) fn drifted() -> Harness {
    let mut console = Harness::by_hand(settings());
    console.answer(
        &CODIFIED,
        Ok(codified(&[("alpha", "reads", &policy(&["s3:GetObject"]))])),
    );
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.answer(
        &listing("dev"),
        Ok(live(&[("alpha", "reads", &policy(&["s3:*"]))])),
    );
    console
}
