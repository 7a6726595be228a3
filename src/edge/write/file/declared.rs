//! Whether one of the project's templates declares what a direct write is about,
//! also where its stack is in a region that nobody asked, or may not be asked.
//!
//! As far as names are told by the template, its defaults and the project's own
//! values: a name that CloudFormation makes up only the stack knows.

use super::{WorkingTree, utf8};
use crate::{
    facts::{AccountId, Arn, Fault, FaultKind, Reading, Region, RoleName, TemplateSource},
    gate::Owner,
    template::{self, Inputs, Surroundings, Text},
};

/// A project names a handful.
const MOST: usize = 100;
const PUT_RIGHT: &str = "Put the template right, or take it out of `[[drift.template]]`.";

/// What a write to a role is about.
pub(in crate::edge::write) struct Sought {
    pub(in crate::edge::write) role: RoleName,
    /// The managed policy that would get a new version.
    pub(in crate::edge::write) policy: Option<Arn>,
    pub(in crate::edge::write) account: AccountId,
    pub(in crate::edge::write) region: Region,
}

impl WorkingTree {
    /// The first template that declares it. Where none does and one could not be
    /// read, that is not known.
    pub(in crate::edge::write) fn declares(&self, sought: &Sought) -> Reading<Option<Owner>> {
        let mut unread = None;
        if self.repo.drift.template.len() > MOST {
            unread = Some(unreadable(&format!("Only {MOST} templates are read.")));
        }
        for source in self.repo.drift.template.iter().take(MOST) {
            match self.is_declared(source, sought) {
                Ok(true) => {
                    return Reading::Known(Some(Owner::Template {
                        path: source.path(),
                        stack: source.stack.raw().to_owned(),
                    }));
                }
                Ok(false) => {}
                Err(fault) => unread = unread.or(Some(fault)),
            }
        }
        unread.map_or(Reading::Known(None), Reading::Unknown)
    }

    fn is_declared(&self, source: &TemplateSource, sought: &Sought) -> Result<bool, Fault> {
        let path = source.path();
        let bytes = self.bytes(&path, template::MAX_BYTES as u64)?;
        let text = utf8(&path, bytes, PUT_RIGHT)?;
        let template = template::parse(&text).map_err(|malformed| {
            let fault = malformed.fault(&path);
            unreadable(&fault.what).caused_by(fault.source)
        })?;
        let inputs = Inputs {
            parameters: source.parameters.clone(),
            surroundings: Surroundings {
                account: Some(sought.account.raw().to_owned()),
                region: Some(sought.region.raw().to_owned()),
                stack_name: Some(source.stack.short().to_owned()),
                ..Surroundings::default()
            },
            ..Inputs::default()
        };
        let found = template::roles(&template, &inputs);
        // No two roles of an account differ by case alone.
        let is_role = |name: &Text| {
            let name = name.known();
            name.is_some_and(|name| name.eq_ignore_ascii_case(sought.role.raw()))
        };
        let is_policy = |arn: &Text| {
            let arn = arn.known();
            arn.is_some() && arn == sought.policy.as_ref().map(Arn::raw)
        };
        let mut roles = found.roles.iter().filter_map(|role| role.name.as_ref());
        Ok(roles.any(is_role) || found.managed.iter().any(|policy| is_policy(&policy.arn)))
    }
}

fn unreadable(what: &str) -> Fault {
    Fault::new(FaultKind::Malformed, what, PUT_RIGHT)
}
