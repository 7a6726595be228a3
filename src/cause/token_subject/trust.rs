//! A trust policy against a token: does it accept it, and if not, what keeps it from that.

use serde::{Deserialize, Serialize};

use super::{ACTION, Presented};
use crate::{
    facts::Arn,
    policy::{
        Compiled, Condition, Context, Decision, Document, Effect, Kind, Request, Statement, Values,
        parse,
    },
};

/// GitHub's provider, and what the keys of its claims begin with.
const PROVIDER: &str = "token.actions.githubusercontent.com";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrustVerdict {
    Accepts,
    Refuses {
        /// What does not match, a sentence each.
        because: Vec<String>,
        /// What it wants of the subject.
        asked: Vec<String>,
    },
    /// It rests on a claim that is not known; with what.
    Open(String),
}

impl TrustVerdict {
    pub(super) fn sentences(&self, role: &Arn) -> Vec<String> {
        let name = role.last_segment();
        match self {
            Self::Accepts => vec![format!(
                "The trust policy of {name} accepts it now: it was changed since, or an organization's policy refuses."
            )],
            Self::Refuses { because, .. } => {
                let mut said = vec![format!("The trust policy of {name} does not accept it.")];
                said.extend(because.iter().cloned());
                said
            }
            Self::Open(why) => vec![format!(
                "Whether the trust policy of {name} accepts it is not known: {why}."
            )],
        }
    }
}

/// What the role's trust policy says of the token.
pub fn judge(role: &Arn, trust: &str, presented: &Presented) -> TrustVerdict {
    let document = match parse(trust, Kind::Trust) {
        Ok(document) => document.within(role.partition()),
        Err(error) => return TrustVerdict::Open(format!("it can't be read: {}", error.what)),
    };
    let request = request(role, presented);
    let known = |condition: &Condition| is_known(condition, presented);
    let decides = |statements: Vec<Statement>| {
        let document = Document::new(Kind::Trust, document.version, statements);
        Compiled::new(&document).decide(&request)
    };
    let open = |of: Effect| {
        let concerned = document.statements.iter().filter(|one| one.effect == of);
        let concerned = concerned.filter(|one| speaks_of_it(one, &decides));
        let mut conditions = concerned.flat_map(|one| &one.conditions);
        conditions.find(|condition| !known(condition))
    };
    let decided = decides(document.statements.clone());
    match (decided, open(Effect::Allow), open(Effect::Deny)) {
        (Decision::Allowed, _, None) => TrustVerdict::Accepts,
        (Decision::Allowed, _, Some(condition))
        | (Decision::ImplicitlyDenied, Some(condition), _) => open_for(condition, presented),
        (Decision::ExplicitlyDenied, ..) => TrustVerdict::Refuses {
            because: vec!["A statement of it denies the request.".to_owned()],
            asked: Vec::new(),
        },
        (Decision::ImplicitlyDenied, None, _) => refused(&document, presented, &decides),
    }
}

fn request(role: &Arn, presented: &Presented) -> Request {
    let partition = role.partition().unwrap_or("aws");
    let account = role.account();
    let account = account.as_ref().map_or("", |account| account.raw());
    let mut context = Context::default();
    let mut set = |name: &str, value: &str| {
        context.set(&format!("{PROVIDER}:{name}"), Values::One(value.to_owned()));
    };
    if let Some(subject) = &presented.subject {
        set("sub", subject);
    }
    for (name, value) in &presented.claims {
        set(name, value);
    }
    Request {
        principal: Some(format!(
            "federated:arn:{partition}:iam::{account}:oidc-provider/{PROVIDER}"
        )),
        action: ACTION.to_owned(),
        resource: role.raw().to_owned(),
        context,
    }
}

/// The claim that a condition is on, if it is one of GitHub's.
fn claim(condition: &Condition) -> Option<&str> {
    let (provider, name) = condition.key.value.split_once(':')?;
    provider.eq_ignore_ascii_case(PROVIDER).then_some(name)
}

fn is_known(condition: &Condition, presented: &Presented) -> bool {
    match claim(condition) {
        Some(name) if name.eq_ignore_ascii_case("sub") => presented.subject.is_some(),
        Some(name) => presented
            .claims
            .iter()
            .any(|(known, _)| known.eq_ignore_ascii_case(name)),
        None => false,
    }
}

/// It would decide the request if it had no conditions.
fn speaks_of_it(statement: &Statement, decides: &impl Fn(Vec<Statement>) -> Decision) -> bool {
    let bare = Statement {
        conditions: Vec::new(),
        ..statement.clone()
    };
    decides(vec![bare]) != Decision::ImplicitlyDenied
}

fn open_for(condition: &Condition, presented: &Presented) -> TrustVerdict {
    let why = match (claim(condition), &presented.open) {
        (Some("sub"), Some(why)) => why.clone(),
        _ => format!(
            "it asks for {}, which is not known here",
            condition.key.value
        ),
    };
    TrustVerdict::Open(why)
}

fn refused(
    document: &Document,
    presented: &Presented,
    decides: &impl Fn(Vec<Statement>) -> Decision,
) -> TrustVerdict {
    let (mut because, mut asked) = (Vec::new(), Vec::new());
    let allowing = document
        .statements
        .iter()
        .filter(|one| one.effect == Effect::Allow);
    for statement in allowing.filter(|one| speaks_of_it(one, decides)) {
        for condition in &statement.conditions {
            let alone = Statement {
                conditions: vec![condition.clone()],
                ..statement.clone()
            };
            if decides(vec![alone]) == Decision::Allowed {
                continue;
            }
            let values: Vec<String> = condition
                .values
                .iter()
                .map(|one| one.value.clone())
                .collect();
            because.push(unmatched(condition, &values, presented));
            if claim(condition).is_some_and(|name| name.eq_ignore_ascii_case("sub")) {
                asked.extend(values);
            }
        }
    }
    if because.is_empty() {
        because.push(format!(
            "No statement of it allows {ACTION} for the provider {PROVIDER} of its account."
        ));
    }
    TrustVerdict::Refuses { because, asked }
}

/// `It asks for StringLike sub repo:ops/tree:*; the token has repo:ops@1/tree@2:...`
fn unmatched(condition: &Condition, values: &[String], presented: &Presented) -> String {
    let name = claim(condition).unwrap_or(&condition.key.value);
    let has = match name.eq_ignore_ascii_case("sub") {
        true => presented.subject.as_deref(),
        false => {
            let mut known = presented.claims.iter();
            let found = known.find(|(known, _)| known.eq_ignore_ascii_case(name));
            found.map(|(_, value)| value.as_str())
        }
    };
    let has = has.unwrap_or("no such claim");
    format!(
        "Its {} on {name} asks for {}, and the token has {has}.",
        condition.written.value,
        values.join(" or ")
    )
}

#[cfg(test)]
#[allow(clippy::panic, reason = "a test says what went wrong by panicking")]
mod tests {
    use super::*;

    const ROLE: &str = "arn:aws:iam::817685572750:role/deploy";

    fn trust(conditions: &str) -> String {
        format!(
            r#"{{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow",
            "Principal": {{"Federated": "arn:aws:iam::817685572750:oidc-provider/token.actions.githubusercontent.com"}},
            "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {conditions}}}]}}"#
        )
    }

    fn presents(subject: Option<&str>) -> Presented {
        Presented {
            subject: subject.map(str::to_owned),
            open: subject.is_none().then(|| "it is secret".to_owned()),
            claims: vec![("aud".to_owned(), "sts.amazonaws.com".to_owned())],
            ..Presented::default()
        }
    }

    const CLASSIC: &str = r#"{"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"},
        "StringLike": {"token.actions.githubusercontent.com:sub": "repo:ops/tree:*"}}"#;

    fn of(conditions: &str, subject: Option<&str>) -> TrustVerdict {
        judge(&Arn::from(ROLE), &trust(conditions), &presents(subject))
    }

    #[test]
    fn a_trust_of_the_classic_form_refuses_the_immutable_one_and_says_what_differs() {
        let verdict = of(CLASSIC, Some("repo:ops@1/tree@2:ref:refs/heads/main"));
        let TrustVerdict::Refuses { because, asked } = verdict else {
            panic!("{verdict:?}")
        };
        assert_eq!(
            because,
            [
                "Its StringLike on sub asks for repo:ops/tree:*, and the token has repo:ops@1/tree@2:ref:refs/heads/main."
            ]
        );
        assert_eq!(asked, ["repo:ops/tree:*"]);
        let classic = Some("repo:ops/tree:ref:refs/heads/main");
        assert_eq!(of(CLASSIC, classic), TrustVerdict::Accepts);
    }

    #[test]
    fn what_is_not_known_is_neither_accepted_nor_refused() {
        let open = |verdict: &TrustVerdict| matches!(verdict, TrustVerdict::Open(_));
        assert!(open(&of(CLASSIC, None)));
        let custom = r#"{"StringEquals": {"token.actions.githubusercontent.com:enterprise": "x"}}"#;
        assert!(open(&of(custom, Some("repo:ops/tree:ref:refs/heads/main"))));
        assert!(open(&judge(&Arn::from(ROLE), "{", &presents(None))));
    }

    #[test]
    fn another_provider_or_action_is_said() {
        let other = trust(CLASSIC).replace("AssumeRoleWithWebIdentity", "AssumeRoleWithSAML");
        let verdict = judge(&Arn::from(ROLE), &other, &presents(Some("repo:ops/tree:x")));
        let TrustVerdict::Refuses { because, .. } = verdict else {
            panic!("{verdict:?}")
        };
        assert!(because[0].starts_with("No statement of it allows"));
    }
}
