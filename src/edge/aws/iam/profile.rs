//! The roles of an instance profile: whoever runs with the profile is one of them.

use crate::{
    edge::aws::Signing,
    facts::{Fault, FaultKind, Reading, Remote, RoleName},
    gate::ProfileState,
};

impl Signing {
    pub(in crate::edge) async fn profile(&self, name: &Remote) -> Result<ProfileState, Fault> {
        let of = format!("instance profile {}", name.raw());
        let call = self.session.call("iam:GetInstanceProfile", &of);
        let request = self.session.iam.get_instance_profile();
        let request = request.instance_profile_name(name.raw());
        let roles = match call.answer(request.send()).await {
            Ok(answer) => match answer.instance_profile {
                None => Reading::Unknown(call.malformed("it holds no profile")),
                Some(profile) => {
                    let roles = profile.roles().iter();
                    Reading::Known(roles.map(|role| RoleName::new(role.role_name())).collect())
                }
            },
            Err(fault) if lasts(&fault.kind) => Reading::Unknown(fault),
            Err(fault) => return Err(fault),
        };
        Ok(ProfileState {
            name: name.clone(),
            roles,
        })
    }
}

/// Credentials that ended or a network that is down say nothing about the profile.
fn lasts(kind: &FaultKind) -> bool {
    !matches!(
        kind,
        FaultKind::Expired | FaultKind::Offline | FaultKind::Throttled
    )
}
