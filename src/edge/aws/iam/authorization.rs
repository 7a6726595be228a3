//! The whole account in pages of GetAccountAuthorizationDetails: a thousand
//! roles and policies in one call where per-policy calls would be thousands.

use std::collections::{BTreeMap, HashSet};

use aws_sdk_iam::{
    operation::get_account_authorization_details::GetAccountAuthorizationDetailsOutput,
    types::{EntityType, ManagedPolicyDetail, RoleDetail},
};

use super::document;
use crate::{
    edge::aws::{fault::Call, session::Session},
    facts::{
        Arn, Authorization, Fault, InlinePolicy, ManagedPolicy, PolicyName, Reading, Role,
        RoleName, RoleReading,
    },
};

const ACTION: &str = "iam:GetAccountAuthorizationDetails";
const PAGE: i32 = 1000;
/// Far above the quotas (5,000 roles, 10,000 policies): an endpoint that never ends is not AWS.
const MAX_PAGES: u32 = 1000;
const MAX_ITEMS: usize = 50_000;

pub(in crate::edge::aws) async fn authorization(session: &Session) -> Result<Authorization, Fault> {
    let call = session.call(ACTION, "the account");
    let mut account = Account::default();
    let mut markers: HashSet<String> = HashSet::new();
    let mut marker: Option<String> = None;
    loop {
        let page = session
            .iam
            .get_account_authorization_details()
            .filter(EntityType::Role)
            .filter(EntityType::LocalManagedPolicy)
            .max_items(PAGE)
            .set_marker(marker.take())
            .send()
            .await
            .map_err(|error| call.fault(&error))?;
        let next = page.is_truncated.then(|| page.marker.clone());
        account.take(page, call)?;
        match next {
            None => return Ok(account.finish()),
            // A page may be short, or even empty: only this says whether there are more.
            Some(Some(next)) if !next.is_empty() => {
                if account.pages >= MAX_PAGES || !markers.insert(next.clone()) {
                    return Err(call.malformed("its pages never end: a marker came twice"));
                }
                marker = Some(next);
            }
            Some(_) => return Err(call.malformed("a truncated page without a marker")),
        }
    }
}

/// What the pages have brought so far, by name and by ARN: a role that moved
/// while the pages were read may come twice, and the later one holds.
#[derive(Default)]
struct Account {
    roles: BTreeMap<RoleName, Role>,
    managed: BTreeMap<Arn, ManagedPolicy>,
    pages: u32,
}

impl Account {
    fn take(
        &mut self,
        page: GetAccountAuthorizationDetailsOutput,
        call: Call<'_>,
    ) -> Result<(), Fault> {
        self.pages += 1;
        for detail in page.role_detail_list.unwrap_or_default() {
            let role = role(&detail, call)?;
            self.roles.insert(role.name.clone(), role);
        }
        for detail in page.policies.unwrap_or_default() {
            let policy = managed(&detail, call)?;
            self.managed.insert(policy.arn.clone(), policy);
        }
        if self.roles.len() + self.managed.len() > MAX_ITEMS {
            return Err(call.malformed(format!("more than {MAX_ITEMS} roles and policies")));
        }
        Ok(())
    }

    fn finish(self) -> Authorization {
        Authorization {
            roles: self
                .roles
                .into_iter()
                .map(|(name, role)| RoleReading {
                    name,
                    role: Reading::Known(role),
                })
                .collect(),
            managed: self.managed.into_values().collect(),
            complete: true,
            source: ACTION.to_owned(),
            pages: self.pages,
        }
    }
}

fn role(detail: &RoleDetail, call: Call<'_>) -> Result<Role, Fault> {
    let (Some(name), Some(arn)) = (detail.role_name(), detail.arn()) else {
        return Err(call.malformed("a role without a name or an ARN"));
    };
    let of = format!("role {name}");
    let call = Call { of: &of, ..call };
    let attached: Option<Vec<Arn>> = detail
        .attached_managed_policies()
        .iter()
        .map(|policy| policy.policy_arn().map(Arn::from))
        .collect();
    Ok(Role {
        name: RoleName::from(name),
        arn: Arn::from(arn),
        path: detail.path().unwrap_or("/").to_owned(),
        trust: document(detail.assume_role_policy_document(), call),
        inline: inline(detail, call),
        attached: attached.map_or_else(
            || Reading::Unknown(call.malformed("an attached policy without an ARN")),
            Reading::Known,
        ),
        boundary: boundary(detail.permissions_boundary(), call),
    })
}

fn inline(detail: &RoleDetail, call: Call<'_>) -> Reading<Vec<InlinePolicy>> {
    let policies: Option<Vec<_>> = detail
        .role_policy_list()
        .iter()
        .map(|policy| {
            Some(InlinePolicy {
                name: PolicyName::from(policy.policy_name()?),
                document: document(policy.policy_document(), call),
            })
        })
        .collect();
    policies.map_or_else(
        || Reading::Unknown(call.malformed("an inline policy without a name")),
        Reading::Known,
    )
}

pub(super) fn boundary(
    attached: Option<&aws_sdk_iam::types::AttachedPermissionsBoundary>,
    call: Call<'_>,
) -> Reading<Option<Arn>> {
    match attached {
        None => Reading::Known(None),
        Some(boundary) => match boundary.permissions_boundary_arn() {
            Some(arn) => Reading::Known(Some(Arn::from(arn))),
            None => Reading::Unknown(call.malformed("a permissions boundary without an ARN")),
        },
    }
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
