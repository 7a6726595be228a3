//! The whole account in pages of GetAccountAuthorizationDetails: a thousand
//! roles and policies in one call where per-policy calls would be thousands.

use std::collections::BTreeMap;

use aws_sdk_iam::{
    operation::get_account_authorization_details::GetAccountAuthorizationDetailsOutput,
    types::{
        AttachedPermissionsBoundary, EntityType, ManagedPolicyDetail, PolicyDetail, RoleDetail,
    },
};

use super::document;
use crate::{
    edge::aws::{fault::Call, pages::Pages, session::Session},
    facts::{
        Arn, Authorization, Fault, InlinePolicy, ManagedPolicy, PolicyName, Reading, Role,
        RoleName, RoleReading,
    },
};

const ACTION: &str = "iam:GetAccountAuthorizationDetails";
const PAGE: i32 = 1000;
/// Far above the quotas (5,000 roles, 10,000 policies): an endpoint that never ends is not AWS.
const MAX_ITEMS: usize = 50_000;

pub(in crate::edge::aws) async fn authorization(session: &Session) -> Result<Authorization, Fault> {
    let call = session.call(ACTION, "the account");
    let (mut account, mut pages) = (Account::default(), Pages::default());
    loop {
        let request = session.iam.get_account_authorization_details();
        let request = request.filter(EntityType::Role);
        let request = request.filter(EntityType::LocalManagedPolicy);
        let request = request.max_items(PAGE).set_marker(pages.token());
        let mut page = call.answer(request.send()).await?;
        let (truncated, marker) = (page.is_truncated, page.marker.take());
        account.take(page, call)?;
        if !pages.more_if(truncated, marker, call)? {
            return Ok(account.finish(pages.turned));
        }
    }
}

/// What the pages have brought so far, by name and by ARN: a role that moved
/// while the pages were read may come twice, and the later one holds.
#[derive(Default)]
struct Account {
    roles: BTreeMap<RoleName, Role>,
    managed: BTreeMap<Arn, ManagedPolicy>,
}

impl Account {
    fn take(
        &mut self,
        page: GetAccountAuthorizationDetailsOutput,
        call: Call<'_>,
    ) -> Result<(), Fault> {
        for detail in page.role_detail_list.unwrap_or_default() {
            let role = role(&detail, call)?;
            self.roles.insert(role.name.clone(), role);
        }
        for detail in page.policies.unwrap_or_default() {
            let policy = managed(&detail, call)?;
            self.managed.insert(policy.arn.clone(), policy);
        }
        let found = self.roles.len() + self.managed.len();
        call.at_most(MAX_ITEMS, found, "roles and policies")
    }

    fn finish(self, pages: u32) -> Authorization {
        let reading = |(name, role)| RoleReading {
            name,
            role: Reading::Known(role),
        };
        Authorization {
            roles: self.roles.into_iter().map(reading).collect(),
            managed: self.managed.into_values().collect(),
            complete: true,
            source: ACTION.to_owned(),
            pages,
        }
    }
}

fn role(detail: &RoleDetail, call: Call<'_>) -> Result<Role, Fault> {
    let (Some(name), Some(arn)) = (detail.role_name(), detail.arn()) else {
        return Err(call.malformed("a role without a name or an ARN"));
    };
    let of = format!("role {name}");
    let call = Call { of: &of, ..call };
    let attached = detail.attached_managed_policies().iter();
    let attached: Option<Vec<Arn>> = attached
        .map(|one| one.policy_arn().map(Arn::from))
        .collect();
    let attached = attached.ok_or_else(|| call.malformed("an attached policy without an ARN"));
    Ok(Role {
        name: RoleName::from(name),
        arn: Arn::from(arn),
        path: detail.path().unwrap_or("/").to_owned(),
        trust: document(detail.assume_role_policy_document(), call),
        inline: inline(detail, call),
        attached: attached.into(),
        boundary: boundary(detail.permissions_boundary(), call),
    })
}

fn inline(detail: &RoleDetail, call: Call<'_>) -> Reading<Vec<InlinePolicy>> {
    let policy = |policy: &PolicyDetail| {
        Some(InlinePolicy {
            name: PolicyName::from(policy.policy_name()?),
            document: document(policy.policy_document(), call),
        })
    };
    let policies: Option<Vec<_>> = detail.role_policy_list().iter().map(policy).collect();
    let policies = policies.ok_or_else(|| call.malformed("an inline policy without a name"));
    policies.into()
}

pub(super) fn boundary(
    attached: Option<&AttachedPermissionsBoundary>,
    call: Call<'_>,
) -> Reading<Option<Arn>> {
    let arn = |boundary: &AttachedPermissionsBoundary| {
        let arn = boundary.permissions_boundary_arn().map(Arn::from);
        arn.ok_or_else(|| call.malformed("a permissions boundary without an ARN"))
    };
    attached.map(arn).transpose().into()
}

fn managed(detail: &ManagedPolicyDetail, call: Call<'_>) -> Result<ManagedPolicy, Fault> {
    let Some(arn) = detail.arn().map(Arn::from) else {
        return Err(call.malformed("a managed policy without an ARN"));
    };
    let of = format!("policy {}", arn.raw());
    let call = Call { of: &of, ..call };
    let default = detail.policy_version_list().iter().find(|version| {
        version.is_default_version
            || (version.version_id().is_some()
                && version.version_id() == detail.default_version_id())
    });
    let version = default
        .and_then(|version| version.version_id())
        .or(detail.default_version_id());
    Ok(ManagedPolicy {
        name: PolicyName::from(detail.policy_name().unwrap_or(arn.last_segment())),
        default_version: version.unwrap_or_default().to_owned(),
        document: document(default.and_then(|version| version.document()), call),
        arn,
    })
}
