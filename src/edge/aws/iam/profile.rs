//! The roles of an instance profile: whoever runs with the profile is one of them.

use crate::{
    edge::aws::session::Session,
    facts::{Fault, FaultKind, Reading, Remote, RoleName},
    gate::ProfileState,
};

pub(in crate::edge::aws) async fn profile(
    session: &Session,
    name: &Remote,
) -> Result<ProfileState, Fault> {
    let of = format!("instance profile {}", name.raw());
    let call = session.call("iam:GetInstanceProfile", &of);
    let answer = session
        .iam
        .get_instance_profile()
        .instance_profile_name(name.raw())
        .send()
        .await;
    let roles = match answer {
        Ok(answer) => match answer.instance_profile {
            None => Reading::Unknown(call.malformed("it holds no profile")),
            Some(profile) => {
                let roles = profile.roles().iter();
                Reading::Known(roles.map(|role| RoleName::new(role.role_name())).collect())
            }
        },
        Err(error) => match call.fault(&error) {
            fault if lasts(&fault.kind) => Reading::Unknown(fault),
            fault => return Err(fault),
        },
    };
    Ok(ProfileState {
        name: name.clone(),
        roles,
    })
}

/// Credentials that ended or a network that is down say nothing about the profile.
fn lasts(kind: &FaultKind) -> bool {
    !matches!(
        kind,
        FaultKind::Expired | FaultKind::Offline | FaultKind::Throttled
    )
}
