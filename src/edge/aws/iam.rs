//! IAM: roles with their policies, all of the account or some by name.
//!
//! Only translates: SDK shapes to facts. What may not be read is said so in its
//! place, never left out, because a missing policy would look like drift.

mod authorization;
mod profile;
mod role;
mod simulate;
mod target;

pub(super) use role::side_by_side;
pub(in crate::edge) use simulate::SimulationOverrides;

use percent_encoding::percent_decode_str;

use super::{fault::Call, reader::Reader};
use crate::{
    ask::{self, Reads},
    facts::{Arn, Authorization, Fault, Reading, Remote},
};

impl Reads<ask::iam::Authorization> for Reader<'_> {
    async fn read(&self, _: &ask::iam::Authorization) -> Result<Authorization, Fault> {
        let authorization = authorization::authorization(self.session).await?;
        belong(self, &authorization)?;
        Ok(authorization)
    }
}

impl Reads<ask::iam::Roles> for Reader<'_> {
    async fn read(&self, ask::iam::Roles(names): &ask::iam::Roles) -> Result<Authorization, Fault> {
        let authorization = role::roles(self.session, names).await?;
        belong(self, &authorization)?;
        Ok(authorization)
    }
}

/// No role may be of another account than the caller's.
fn belong(reader: &Reader<'_>, authorization: &Authorization) -> Result<(), Fault> {
    let roles = authorization.roles.iter();
    let mut known = roles.filter_map(|reading| reading.role.known());
    known.try_for_each(|role| reader.belongs(role.arn.account()))
}

/// IAM's own limit is 10,240 characters for all inline policies of a role.
const MAX_DOCUMENT: usize = 256 * 1024;

/// A document as its author wrote it: IAM percent-encodes it once, and `+` is no space.
fn document(encoded: Option<&str>, call: Call<'_>) -> Reading<Remote> {
    let Some(encoded) = encoded else {
        return Reading::Unknown(call.malformed("it has no document"));
    };
    if encoded.len() > MAX_DOCUMENT {
        return Reading::Unknown(call.malformed(format!(
            "a document of {} bytes, where {MAX_DOCUMENT} are the most that is read",
            encoded.len()
        )));
    }
    match percent_decode_str(encoded).decode_utf8() {
        Ok(text) => Reading::Known(Remote::new(text)),
        Err(error) => Reading::Unknown(call.malformed(error.to_string())),
    }
}

/// AWS's own policies have `aws` where the account stands: nobody here drifts them.
fn is_customer_managed(arn: &Arn) -> bool {
    arn.account().is_some_and(|account| account.raw() != "aws")
}

#[cfg(test)]
mod tests {
    use super::{Call, document};
    use crate::facts::Reading;

    const CALL: Call<'static> = Call {
        action: "iam:GetRolePolicy",
        of: "policy a of role b",
        login: "",
        process: None,
        mfa: None,
        asked: None,
        reached: None,
    };

    #[test]
    fn documents_are_decoded_once_and_plus_stays_plus() {
        let Reading::Known(text) = document(Some("%7B%22a+b%22%3A%22%252F%22%7D"), CALL) else {
            unreachable!("it is well-formed")
        };
        assert_eq!(text.raw(), r#"{"a+b":"%2F"}"#);
    }

    #[test]
    fn documents_that_cannot_be_read_are_unknown() {
        assert!(document(None, CALL).known().is_none());
        assert!(document(Some("%FF"), CALL).known().is_none());
        assert!(document(Some(&"x".repeat(300_000)), CALL).known().is_none());
    }
}
