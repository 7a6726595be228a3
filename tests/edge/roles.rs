//! Roles read one by one where parts are denied. Against our own server: moto
//! does not deny in IAM's words.

use watchkeeper::facts::{Authorization, Fault, FaultKind, Reading, Role};

use super::{
    fake::{Fake, Reply, Request, denied, error, result},
    fixture::{Fixture, roles},
};

const POLICY: &str = "arn:aws:iam::123456789012:policy/logs";

/// Two inline policies, one attached of the customer's, one of AWS's own.
fn role_part(request: &Request) -> Reply {
    let name = request.field("RoleName");
    match request.operation.as_str() {
        "GetRole" => result(
            "GetRole",
            &format!(
                "<Role><Path>/</Path><RoleName>{name}</RoleName><RoleId>AROA</RoleId><Arn>arn:aws:iam::123456789012:role/{name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>%7B%7D</AssumeRolePolicyDocument></Role>"
            ),
        ),
        "ListRolePolicies" => match request.field("Marker") {
            "" => result(
                "ListRolePolicies",
                "<PolicyNames><member>one</member></PolicyNames><IsTruncated>true</IsTruncated><Marker>m</Marker>",
            ),
            _ => result(
                "ListRolePolicies",
                "<PolicyNames><member>two</member></PolicyNames><IsTruncated>false</IsTruncated>",
            ),
        },
        "GetRolePolicy" => result(
            "GetRolePolicy",
            &format!(
                "<RoleName>{name}</RoleName><PolicyName>x</PolicyName><PolicyDocument>%7B%22Id%22%3A1%7D</PolicyDocument>"
            ),
        ),
        "ListAttachedRolePolicies" => result(
            "ListAttachedRolePolicies",
            &format!(
                "<AttachedPolicies><member><PolicyName>logs</PolicyName><PolicyArn>{POLICY}</PolicyArn></member><member><PolicyName>ReadOnlyAccess</PolicyName><PolicyArn>arn:aws:iam::aws:policy/ReadOnlyAccess</PolicyArn></member></AttachedPolicies><IsTruncated>false</IsTruncated>"
            ),
        ),
        "GetPolicy" => result(
            "GetPolicy",
            &format!("<Policy><Arn>{POLICY}</Arn><DefaultVersionId>v3</DefaultVersionId></Policy>"),
        ),
        "GetPolicyVersion" => result(
            "GetPolicyVersion",
            &format!(
                "<PolicyVersion><Document>%7B%22v%22%3A%22{}%22%7D</Document><VersionId>v3</VersionId></PolicyVersion>",
                request.field("VersionId")
            ),
        ),
        other => panic!("nobody should call {other}"),
    }
}

async fn read(
    answers: impl Fn(&Request) -> Reply + Send + Sync + 'static,
    names: &[&str],
) -> (Result<Authorization, Fault>, Fake) {
    let fake = Fake::start(answers);
    let read = roles(&Fixture::at(&fake.url).aws(), names).await;
    (read, fake)
}

fn role(read: &Authorization) -> &Role {
    read.roles[0].role.known().unwrap()
}

fn missing_action<T: std::fmt::Debug>(reading: &Reading<T>) -> &str {
    match reading {
        Reading::Unknown(Fault {
            kind: FaultKind::Denied { action, .. },
            ..
        }) => action,
        other => panic!("{other:?} is not denied"),
    }
}

#[tokio::test]
async fn every_page_of_names_is_read_and_only_the_customers_own_policies_are_fetched() {
    let (read, fake) = read(role_part, &["alpha", "beta"]).await;
    let read = read.unwrap();
    assert_eq!(role(&read).inline.known().unwrap().len(), 2);
    assert_eq!(role(&read).attached.known().unwrap().len(), 2);
    assert_eq!(read.managed.len(), 1);
    assert_eq!(read.managed[0].default_version, "v3");
    assert_eq!(
        read.managed[0].document.known().unwrap().raw(),
        r#"{"v":"v3"}"#
    );
    assert_eq!(fake.count("GetPolicy"), 1, "shared by two roles, read once");
}

#[tokio::test]
async fn one_denied_role_is_unknown_with_its_action_and_the_others_are_read() {
    let (read, _) = read(
        |request| match (request.operation.as_str(), request.field("RoleName")) {
            ("GetRole", "beta") => denied(request, "role beta"),
            _ => role_part(request),
        },
        &["alpha", "beta"],
    )
    .await;
    let read = read.unwrap();
    assert!(read.roles[0].role.known().is_some());
    assert_eq!(missing_action(&read.roles[1].role), "iam:GetRole");
    let Reading::Unknown(Fault {
        kind: FaultKind::Denied { resource, .. },
        ..
    }) = &read.roles[1].role
    else {
        unreachable!("it was denied above")
    };
    assert_eq!(resource.as_deref(), Some("role beta"));
}

#[tokio::test]
async fn each_denied_part_says_which_action_is_missing() {
    let (read, _) = read(
        |request| match request.operation.as_str() {
            "ListRolePolicies" | "ListAttachedRolePolicies" => denied(request, "*"),
            _ => role_part(request),
        },
        &["alpha"],
    )
    .await;
    let read = read.unwrap();
    assert_eq!(missing_action(&role(&read).inline), "iam:ListRolePolicies");
    assert_eq!(
        missing_action(&role(&read).attached),
        "iam:ListAttachedRolePolicies"
    );
    assert!(role(&read).trust.known().is_some());
}

#[tokio::test]
async fn a_denied_document_keeps_its_policys_name() {
    let (read, _) = read(
        |request| match (request.operation.as_str(), request.field("PolicyName")) {
            ("GetRolePolicy", "two") | ("GetPolicyVersion", _) => denied(request, "x"),
            _ => role_part(request),
        },
        &["alpha"],
    )
    .await;
    let read = read.unwrap();
    let inline = role(&read).inline.known().unwrap();
    assert!(inline[0].document.known().is_some());
    assert_eq!(inline[1].name.raw(), "two");
    assert_eq!(missing_action(&inline[1].document), "iam:GetRolePolicy");
    assert_eq!(read.managed[0].name.raw(), "logs");
    assert_eq!(
        missing_action(&read.managed[0].document),
        "iam:GetPolicyVersion"
    );
}

#[tokio::test]
async fn expired_credentials_are_no_property_of_a_role() {
    let (read, _) = read(
        |request| match request.operation.as_str() {
            "ListAttachedRolePolicies" => error(403, "ExpiredToken", "expired"),
            _ => role_part(request),
        },
        &["alpha"],
    )
    .await;
    assert_eq!(read.unwrap_err().kind, FaultKind::Expired);
}

#[tokio::test]
async fn a_service_that_fails_for_all_roles_fails_the_ask() {
    let (read, _) = read(
        |_| error(500, "ServiceFailure", "sorry"),
        &["alpha", "beta"],
    )
    .await;
    assert_eq!(read.unwrap_err().kind, FaultKind::Offline);
}
