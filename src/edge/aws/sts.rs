//! Who we are: the first call of every session, and the only one without a check before it.

use jiff::Timestamp;

use super::session::Session;
use crate::facts::{AccountId, Arn, Caller, Fault, FaultKind, Region};

const ACTION: &str = "sts:GetCallerIdentity";

pub(super) async fn caller(session: &Session) -> Result<Caller, Fault> {
    let call = session.call(ACTION, "the caller");
    let request = session.sts.get_caller_identity();
    let answer = call.answer(request.send()).await?;
    let (Some(account), Some(arn)) = (answer.account, answer.arn) else {
        return Err(call.malformed("it names no account"));
    };
    Ok(Caller {
        account: AccountId::new(account),
        arn: Arn::new(arn),
        region: Region::new(session.region.clone()),
        endpoints: session.endpoints.clone(),
        through: session.through(),
        checked_at: Timestamp::now(),
    })
}

/// Refuses when STS named another account than the environment expects.
pub(super) fn check_account(session: &Session, found: &AccountId) -> Result<(), Fault> {
    match &session.environment.account {
        Some(expected) if expected != found => Err(wrong_account(
            session,
            expected,
            found,
            "Nothing was read. Correct the profile or `account` of this environment in your config.toml.",
        )),
        _ => Ok(()),
    }
}

pub(super) fn wrong_account(
    session: &Session,
    expected: &AccountId,
    found: &AccountId,
    hint: &str,
) -> Fault {
    let name = session.environment.name.raw();
    let (expected, found) = (expected.raw().to_owned(), found.raw().to_owned());
    Fault::new(
        FaultKind::WrongAccount {
            expected: expected.clone(),
            found: found.clone(),
        },
        format!(
            "WRONG ACCOUNT: environment {name} is account {expected}, but these credentials belong to account {found}."
        ),
        hint,
    )
}
