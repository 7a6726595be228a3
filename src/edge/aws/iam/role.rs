//! Roles one by one, for a caller who may not list the account. Each part that
//! is denied becomes unknown with the missing action named; the rest still counts.

use std::{collections::BTreeSet, sync::Arc};

use tokio::{sync::Semaphore, task::JoinSet};

use super::{authorization::boundary, document, is_customer_managed};
use crate::{
    edge::aws::{pages::Pages, session::Session},
    facts::{
        Arn, Authorization, Fault, FaultKind, InlinePolicy, ManagedPolicy, PolicyName, Reading,
        Remote, Role, RoleName, RoleReading,
    },
};

/// IAM throttles by account: more at once brings less.
const AT_ONCE: usize = 8;

pub(in crate::edge::aws) async fn roles(
    session: &Arc<Session>,
    names: &[RoleName],
) -> Result<Authorization, Fault> {
    let wanted: BTreeSet<RoleName> = names.iter().cloned().collect();
    let mut readings = side_by_side(session, wanted, |session, name| async move {
        let role = role(&session, &name).await.into();
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
    let request = session.iam.get_role().role_name(name.raw());
    let Some(role) = call.answer(request.send()).await?.role else {
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
        let request = session.iam.get_role_policy().role_name(role.raw());
        let answer = call.answer(request.policy_name(&name).send()).await;
        policies.push(InlinePolicy {
            name: PolicyName::new(name),
            document: match reading(answer)? {
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
    let (mut names, mut pages) = (Vec::new(), Pages::default());
    loop {
        let request = session.iam.list_role_policies().role_name(role.raw());
        let request = request.set_marker(pages.token());
        let page = call.answer(request.send()).await?;
        names.extend(page.policy_names);
        if !pages.more_if(page.is_truncated, page.marker, call)? {
            return Ok(names);
        }
    }
}

async fn attached(session: &Session, role: &RoleName) -> Result<Vec<Arn>, Fault> {
    let of = format!("role {}", role.raw());
    let call = session.call("iam:ListAttachedRolePolicies", &of);
    let (mut arns, mut pages) = (Vec::new(), Pages::default());
    loop {
        let request = session.iam.list_attached_role_policies();
        let request = request.role_name(role.raw());
        let request = request.set_marker(pages.token());
        let page = call.answer(request.send()).await?;
        for policy in page.attached_policies() {
            let Some(arn) = policy.policy_arn() else {
                return Err(call.malformed("an attached policy without an ARN"));
            };
            arns.push(Arn::from(arn));
        }
        if !pages.more_if(page.is_truncated, page.marker, call)? {
            return Ok(arns);
        }
    }
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
    let request = session.iam.get_policy().policy_arn(arn.raw());
    let policy = call.answer(request.send()).await?.policy;
    let version = policy.and_then(|policy| policy.default_version_id);
    version.ok_or_else(|| call.malformed("it names no default version"))
}

async fn version_document(session: &Session, arn: &Arn, version: &str) -> Reading<Remote> {
    let of = format!("version {version} of policy {}", arn.raw());
    let call = session.call("iam:GetPolicyVersion", &of);
    let request = session.iam.get_policy_version().policy_arn(arn.raw());
    match call.answer(request.version_id(version).send()).await {
        Ok(answer) => {
            let version = answer.policy_version();
            document(version.and_then(|version| version.document()), call)
        }
        Err(fault) => Reading::Unknown(fault),
    }
}
