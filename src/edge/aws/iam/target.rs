//! A role as the gate needs it: every document that decides what it may do,
//! AWS's own managed policies and the boundary's included, and what else hangs
//! on a managed policy that is to change.

use std::{collections::BTreeSet, sync::Arc};

use super::role::{managed, named_policies, roles, side_by_side};
use crate::{
    edge::aws::{Signing, cloudformation, pages::Pages, session::Session},
    facts::{Arn, Fault, FaultKind, ManagedPolicy, Reading, Region, Remote, RoleName},
    gate::{Holder, HolderKind, Owner, PolicyVersion, RoleState},
};

impl Signing {
    /// With who owns it, by the stacks of the regions that are known. `also` are managed
    /// policies that are not attached yet; `changing` is the one that would get a new version.
    pub(in crate::edge) async fn role(
        &self,
        name: &RoleName,
        also: &[Arn],
        changing: Option<&Arn>,
    ) -> Result<RoleState, Fault> {
        let mut state = alone(&self.session, name, also, changing).await?;
        state.owner = owner(&self.session, &self.regions, name, changing).await?;
        state.asked.clone_from(&self.regions);
        Ok(state)
    }

    /// The role and its documents; nobody is asked who owns it.
    pub(in crate::edge) async fn documents(
        &self,
        name: &RoleName,
        also: &[Arn],
    ) -> Result<RoleState, Fault> {
        alone(&self.session, name, also, None).await
    }
}

async fn alone(
    session: &Arc<Session>,
    name: &RoleName,
    also: &[Arn],
    changing: Option<&Arn>,
) -> Result<RoleState, Fault> {
    let answer = roles(session, std::slice::from_ref(name)).await?;
    let role = match answer.roles.into_iter().next() {
        Some(reading) => reading.role,
        None => Reading::Unknown(Fault::new(
            FaultKind::Missing,
            format!("There is no role {}.", name.raw()),
            "Refresh: it may have been deleted.",
        )),
    };
    let mut wanted: BTreeSet<Arn> = role
        .known()
        .map(named_policies)
        .into_iter()
        .flatten()
        .collect();
    wanted.extend(also.iter().cloned());
    wanted.extend(changing.cloned());
    let known = |arn: &Arn| answer.managed.iter().any(|policy| policy.arn == *arn);
    wanted.retain(|arn| !known(arn));
    let mut policies: Vec<ManagedPolicy> =
        side_by_side(session, wanted, |session, arn| async move {
            managed(&session, arn).await
        })
        .await?;
    policies.extend(answer.managed);
    policies.sort_by(|a, b| a.arn.cmp(&b.arn));
    let (versions, also_attached_to) = match changing {
        Some(arn) => (
            versions(session, arn).await?,
            attached_to(session, arn, name).await?,
        ),
        None => (Vec::new(), Vec::new()),
    };
    Ok(RoleState {
        name: name.clone(),
        role,
        managed: policies,
        versions,
        also_attached_to,
        owner: Reading::Unknown(Fault::new(
            FaultKind::Missing,
            "No stack was asked whether it owns the role.",
            "Refresh.",
        )),
        asked: Vec::new(),
    })
}

/// Of the policy that would change, and of the role.
async fn owner(
    session: &Arc<Session>,
    regions: &[Region],
    role: &RoleName,
    changing: Option<&Arn>,
) -> Result<Reading<Option<Owner>>, Fault> {
    let mut found = cloudformation::owner(session, regions, role.raw()).await?;
    if let Some(policy) = changing
        && !matches!(found, Reading::Known(Some(_)))
    {
        // A managed policy's physical id is its ARN.
        let of_policy = cloudformation::owner(session, regions, policy.raw()).await?;
        // That nobody owns the policy does not make known who owns the role.
        if !matches!(of_policy, Reading::Known(None)) {
            found = of_policy;
        }
    }
    Ok(found)
}

async fn versions(session: &Session, arn: &Arn) -> Result<Vec<PolicyVersion>, Fault> {
    let of = format!("policy {}", arn.raw());
    let call = session.call("iam:ListPolicyVersions", &of);
    let request = session.iam.list_policy_versions().policy_arn(arn.raw());
    let answer = call.answer(request.send()).await?;
    if answer.is_truncated {
        return Err(call.malformed("more versions than a policy can have"));
    }
    let version = |version: &aws_sdk_iam::types::PolicyVersion| PolicyVersion {
        id: version.version_id().unwrap_or_default().to_owned(),
        is_default: version.is_default_version(),
        created: version
            .create_date()
            .and_then(|date| jiff::Timestamp::from_second(date.secs()).ok()),
    };
    Ok(answer.versions().iter().map(version).collect())
}

/// Everything else that a new version would change: roles, users and groups.
async fn attached_to(session: &Session, arn: &Arn, but: &RoleName) -> Result<Vec<Holder>, Fault> {
    let of = format!("policy {}", arn.raw());
    let call = session.call("iam:ListEntitiesForPolicy", &of);
    let named = |kind: HolderKind, name: Option<&str>| Holder {
        kind,
        name: Remote::new(name.unwrap_or_default()),
    };
    let (mut found, mut pages) = (Vec::new(), Pages::default());
    loop {
        let request = session.iam.list_entities_for_policy();
        let request = request.policy_arn(arn.raw()).set_marker(pages.token());
        let page = call.answer(request.send()).await?;
        let roles = page.policy_roles().iter().map(|role| role.role_name());
        let others = roles.filter(|name| *name != Some(but.raw()));
        found.extend(others.map(|name| named(HolderKind::Role, name)));
        let users = page.policy_users().iter();
        found.extend(users.map(|user| named(HolderKind::User, user.user_name())));
        let groups = page.policy_groups().iter();
        found.extend(groups.map(|group| named(HolderKind::Group, group.group_name())));
        if !pages.more_if(page.is_truncated, page.marker, call)? {
            return Ok(found);
        }
    }
}
