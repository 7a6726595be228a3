//! Roles one by one, for a caller who may not list the account. Each part that
//! is denied becomes unknown with the missing action named; the rest still counts.

use std::{collections::BTreeSet, sync::Arc};

use tokio::{sync::Semaphore, task::JoinSet};

use super::{authorization::boundary, document, is_customer_managed};
use crate::{
    edge::aws::session::Session,
    facts::{
        Arn, Authorization, Fault, FaultKind, InlinePolicy, ManagedPolicy, PolicyName, Reading,
        Role, RoleName, RoleReading,
    },
};

/// IAM throttles by account: more at once brings less.
const AT_ONCE: usize = 8;
const MAX_PAGES: usize = 100;

pub(in crate::edge::aws) async fn roles(
    session: &Arc<Session>,
    names: &[RoleName],
) -> Result<Authorization, Fault> {
    let wanted: BTreeSet<RoleName> = names.iter().cloned().collect();
    let mut readings = side_by_side(session, wanted, |session, name| async move {
        let role = role(&session, &name).await;
        let role = role.map_or_else(Reading::Unknown, Reading::Known);
        RoleReading { name, role }
    })
    .await?;
    readings.sort_by(|a, b| a.name.cmp(&b.name));
    give_up(&readings)?;

    let policies: BTreeSet<Arn> = readings
        .iter()
        .filter_map(|reading| reading.role.known())
        .flat_map(named_policies)
        .filter(is_customer_managed)
        .collect();
    let mut managed = side_by_side(session, policies, |session, arn| async move {
        managed(&session, arn).await
    })
    .await?;
    managed.sort_by(|a, b| a.arn.cmp(&b.arn));
    Ok(Authorization {
        roles: readings,
        managed,
        complete: false,
        source: "iam:GetRole, iam:GetRolePolicy and the lists of each role".to_owned(),
        pages: 0,
    })
}

/// Runs one task for each item, a few at a time; dropping it stops them all.
pub(in crate::edge::aws) async fn side_by_side<I, O, F, T>(
    session: &Arc<Session>,
    items: BTreeSet<I>,
    ask: F,
) -> Result<Vec<O>, Fault>
where
    F: Fn(Arc<Session>, I) -> T + Clone + Send + 'static,
    T: Future<Output = O> + Send,
    I: Send + 'static,
    O: Send + 'static,
{
    let gate = Arc::new(Semaphore::new(AT_ONCE));
    let mut tasks = JoinSet::new();
    for item in items {
        let (session, gate, ask) = (Arc::clone(session), Arc::clone(&gate), ask.clone());
        tasks.spawn(async move {
            let _turn = gate.acquire_owned().await;
            ask(session, item).await
        });
    }
    let mut answers = Vec::with_capacity(tasks.len());
    while let Some(answer) = tasks.join_next().await {
        answers.push(answer.map_err(|error| {
            Fault::new(
                FaultKind::Bug,
                "Reading a role stopped halfway.",
                "Report this with the text below.",
            )
            .caused_by(error.to_string())
        })?);
    }
    Ok(answers)
}

/// Expired credentials end everything; a network that is down, or throttling,
/// does where it left nothing readable. Both are no statement on any role.
fn give_up(readings: &[RoleReading]) -> Result<(), Fault> {
    let passing = |kind: &FaultKind| matches!(kind, FaultKind::Offline | FaultKind::Throttled);
    let mut nothing_known = true;
    let mut first = None;
    for reading in readings {
        match &reading.role {
            Reading::Unknown(fault) if fault.kind == FaultKind::Expired => {
                return Err(fault.clone());
            }
            Reading::Unknown(fault) if passing(&fault.kind) => first = first.or(Some(fault)),
            _ => nothing_known = false,
        }
    }
    match first {
        Some(fault) if nothing_known => Err(fault.clone()),
        _ => Ok(()),
    }
}

pub(super) fn named_policies(role: &Role) -> Vec<Arn> {
    let attached = role.attached.known().cloned().unwrap_or_default();
    let boundary = role.boundary.known().cloned().flatten();
    attached.into_iter().chain(boundary).collect()
}

async fn role(session: &Session, name: &RoleName) -> Result<Role, Fault> {
    let of = format!("role {}", name.raw());
    let call = session.call("iam:GetRole", &of);
    let answer = session
        .iam
        .get_role()
        .role_name(name.raw())
        .send()
        .await
        .map_err(|error| call.fault(&error))?;
    let Some(role) = answer.role else {
        return Err(call.malformed("it holds no role"));
    };
    Ok(Role {
        name: name.clone(),
        arn: Arn::new(role.arn.clone()),
        path: role.path.clone(),
        trust: document(role.assume_role_policy_document(), call),
        inline: reading(inline(session, name).await)?,
        attached: reading(attached(session, name).await)?,
        boundary: boundary(role.permissions_boundary(), call),
    })
}

/// Expired credentials are no property of a part.
fn reading<T>(result: Result<T, Fault>) -> Result<Reading<T>, Fault> {
    match result {
        Ok(value) => Ok(Reading::Known(value)),
        Err(fault) if fault.kind == FaultKind::Expired => Err(fault),
        Err(fault) => Ok(Reading::Unknown(fault)),
    }
}

async fn inline(session: &Session, role: &RoleName) -> Result<Vec<InlinePolicy>, Fault> {
    let mut policies = Vec::new();
    for name in inline_names(session, role).await? {
        let of = format!("policy {name} of role {}", role.raw());
        let call = session.call("iam:GetRolePolicy", &of);
        let answer = session
            .iam
            .get_role_policy()
            .role_name(role.raw())
            .policy_name(&name)
            .send()
            .await
            .map_err(|error| call.fault(&error));
        let found = reading(answer)?;
        policies.push(InlinePolicy {
            name: PolicyName::new(name),
            document: match found {
                Reading::Known(answer) => document(Some(&answer.policy_document), call),
                Reading::Unknown(fault) => Reading::Unknown(fault),
            },
        });
    }
    Ok(policies)
}

async fn inline_names(session: &Session, role: &RoleName) -> Result<Vec<String>, Fault> {
    let of = format!("role {}", role.raw());
    let call = session.call("iam:ListRolePolicies", &of);
    let (mut names, mut marker) = (Vec::new(), None);
    for _ in 0..MAX_PAGES {
        let page = session
            .iam
            .list_role_policies()
            .role_name(role.raw())
            .set_marker(marker)
            .send()
            .await
            .map_err(|error| call.fault(&error))?;
        names.extend(page.policy_names);
        marker = match (page.is_truncated, page.marker) {
            (false, _) => return Ok(names),
            (true, Some(next)) if !next.is_empty() => Some(next),
            (true, _) => return Err(call.malformed("a truncated page without a marker")),
        };
    }
    Err(call.malformed("its pages never end"))
}

async fn attached(session: &Session, role: &RoleName) -> Result<Vec<Arn>, Fault> {
    let of = format!("role {}", role.raw());
    let call = session.call("iam:ListAttachedRolePolicies", &of);
    let (mut arns, mut marker) = (Vec::new(), None);
    for _ in 0..MAX_PAGES {
        let page = session
            .iam
            .list_attached_role_policies()
            .role_name(role.raw())
            .set_marker(marker)
            .send()
            .await
            .map_err(|error| call.fault(&error))?;
        for policy in page.attached_policies() {
            let Some(arn) = policy.policy_arn() else {
                return Err(call.malformed("an attached policy without an ARN"));
            };
            arns.push(Arn::from(arn));
        }
        marker = match (page.is_truncated, page.marker) {
            (false, _) => return Ok(arns),
            (true, Some(next)) if !next.is_empty() => Some(next),
            (true, _) => return Err(call.malformed("a truncated page without a marker")),
        };
    }
    Err(call.malformed("its pages never end"))
}

pub(super) async fn managed(session: &Session, arn: Arn) -> ManagedPolicy {
    let name = PolicyName::from(arn.last_segment());
    let version = default_version(session, &arn).await;
    let (default_version, document) = match version {
        Ok(version) => {
            let document = version_document(session, &arn, &version).await;
            (version, document)
        }
        Err(fault) => (String::new(), Reading::Unknown(fault)),
    };
    ManagedPolicy {
        name,
        arn,
        default_version,
        document,
    }
}

async fn default_version(session: &Session, arn: &Arn) -> Result<String, Fault> {
    let of = format!("policy {}", arn.raw());
    let call = session.call("iam:GetPolicy", &of);
    session
        .iam
        .get_policy()
        .policy_arn(arn.raw())
        .send()
        .await
        .map_err(|error| call.fault(&error))?
        .policy
        .and_then(|policy| policy.default_version_id)
        .ok_or_else(|| call.malformed("it names no default version"))
}

async fn version_document(
    session: &Session,
    arn: &Arn,
    version: &str,
) -> Reading<crate::facts::Remote> {
    let of = format!("version {version} of policy {}", arn.raw());
    let call = session.call("iam:GetPolicyVersion", &of);
    let answer = session
        .iam
        .get_policy_version()
        .policy_arn(arn.raw())
        .version_id(version)
        .send()
        .await;
    match answer {
        Ok(answer) => document(
            answer
                .policy_version()
                .and_then(|version| version.document()),
            call,
        ),
        Err(error) => Reading::Unknown(call.fault(&error)),
    }
}
