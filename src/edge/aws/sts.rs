//! Who we are: the first call of every session, and the only one without a check before it.

use std::sync::{Arc, Mutex, PoisonError};

use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::BeforeDeserializationInterceptorContextRef},
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;
use jiff::{Timestamp, fmt::rfc2822};

use super::session::Session;
use crate::facts::{AccountId, Arn, Caller, Fault, FaultKind, Region};

const ACTION: &str = "sts:GetCallerIdentity";

pub(super) async fn caller(session: &Session) -> Result<Caller, Fault> {
    let call = session.call(ACTION, "the caller");
    let dated = Dated::default();
    let request = session.sts.get_caller_identity().customize();
    let answer = call
        .answer(request.interceptor(dated.clone()).send())
        .await?;
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
        clock_ahead: dated.ahead(),
    })
}

/// Seconds that this machine's clock is ahead of the one that answered: by the `Date`
/// of the answer.
#[derive(Clone, Debug, Default)]
struct Dated(Arc<Mutex<Option<i64>>>);

impl Dated {
    fn ahead(&self) -> Option<i64> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Intercept for Dated {
    fn name(&self) -> &'static str {
        "Dated"
    }

    fn read_before_deserialization(
        &self,
        context: &BeforeDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let (now, date) = (Timestamp::now(), context.response().headers().get("date"));
        let then = date.and_then(|date| rfc2822::parse(date).ok());
        let ahead = then.map(|then| now.as_second() - then.timestamp().as_second());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = ahead;
        Ok(())
    }
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
