//! SDK errors as faults: what happened, to what, and what to do next.
//!
//! The only place that knows AWS's error codes. It quotes messages, never
//! requests: a header may bear a token.

use std::error::Error;

use aws_credential_types::provider::error::CredentialsError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_smithy_runtime_api::client::{
    orchestrator::HttpResponse,
    result::{ConnectorError, SdkError},
};
use aws_smithy_types::error::metadata::{ErrorMetadata, ProvideErrorMetadata};

use super::{clients::Asked, read_only::Refused};
use crate::facts::{Fault, FaultKind};

/// A message from outside is cut here.
const MAX_SOURCE: usize = 2000;

/// One call, as its faults speak of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call<'a> {
    /// `iam:GetRole`: the permission it needs.
    pub action: &'a str,
    /// `role alpha`, `the account`.
    pub of: &'a str,
    /// The sentence that says how to sign in again.
    pub login: &'a str,
    /// The profile whose `credential_process` may have been run: what such a program
    /// says of a failure may hold its secrets.
    pub process: Option<&'a str>,
    /// The profile that asks for a second factor, which the SDK does not send.
    pub mfa: Option<&'a str>,
    /// The very name, ARN or physical id that CloudFormation is asked for: it calls
    /// what is not there a mistake of the request, and names it.
    pub asked: Option<&'a str>,
    /// Where each service was asked, so that one which does not answer is named.
    pub reached: Option<&'a Asked>,
}

impl<'a> Call<'a> {
    pub(super) fn asking_for(mut self, name: &'a str) -> Self {
        self.asked = Some(name);
        self
    }

    /// Where another region than the session's was asked.
    pub(super) fn reaching(mut self, asked: &'a Asked) -> Self {
        self.reached = Some(asked);
        self
    }

    /// What was answered to this call, or why nothing was.
    pub(super) async fn answer<T, E>(
        &self,
        sent: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    ) -> Result<T, Fault>
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        sent.await.map_err(|error| self.fault(&error))
    }

    pub(super) fn fault<E>(&self, error: &SdkError<E, HttpResponse>) -> Fault
    where
        E: Error + ProvideErrorMetadata + 'static,
    {
        let Self { action, of, .. } = self;
        // However it is wrapped: without credentials nothing was sent.
        if let Some(credentials) = find::<CredentialsError>(error) {
            return self.unsigned(credentials);
        }
        match error {
            SdkError::ServiceError(answer) => {
                self.refused(answer.err().meta(), answer.raw().status().as_u16())
            }
            SdkError::TimeoutError(_) => self.offline(error),
            SdkError::DispatchFailure(failure)
                if !failure.is_io()
                    && !failure.is_timeout()
                    && find::<Refused>(error).is_some() =>
            {
                read_only(action, error)
            }
            // TLS failures and broken answers arrive as neither.
            SdkError::DispatchFailure(_) => self.offline(error),
            SdkError::ResponseError(_) if find::<ConnectorError>(error).is_some() => {
                self.offline(error)
            }
            SdkError::ResponseError(_) => self.malformed(chain(error)),
            _ if find::<Refused>(error).is_some() => read_only(action, error),
            _ => Fault::new(
                FaultKind::Bug,
                format!("The request {action} of {of} could not be built."),
                "Report this with the text below.",
            )
            .caused_by(chain(error)),
        }
    }

    /// The service answered, and the answer is an error.
    fn refused(&self, meta: &ErrorMetadata, status: u16) -> Fault {
        let Self {
            action, of, login, ..
        } = self;
        let message = meta.message().unwrap_or_default();
        let Some(code) = meta.code() else {
            // A gateway in between speaks HTML when nobody is behind it.
            if (502..=504).contains(&status) {
                return self.no_answer(format!("HTTP {status} without an AWS error"), None);
            }
            return self.malformed(format!("HTTP {status} without an AWS error"));
        };
        let fault = match code {
            code if is_denial(code) => denied(action, of, message),
            code if is_expiry(code) => Fault::new(
                FaultKind::Expired,
                format!("AWS no longer accepts the credentials ({code})."),
                *login,
            ),
            "SignatureDoesNotMatch" | "RequestTimeTooSkewed" | "SignatureNotYetCurrent" => {
                Fault::new(
                    FaultKind::Expired,
                    format!("The signature of {action} is not accepted ({code})."),
                    format!("Check this machine's clock. {login}"),
                )
            }
            code if is_throttling(code) => Fault::new(
                FaultKind::Throttled,
                format!("{action} of {of} is throttled."),
                "Wait a little, then refresh: others in this account are calling too.",
            ),
            code if is_absence(code, message, self.asked) => absent(of, action),
            _ if status >= 500 => {
                return self.no_answer(format!("HTTP {status} {code}: {message}"), None);
            }
            _ => Fault::new(
                FaultKind::Malformed,
                format!("{action} of {of} was answered with {code}."),
                "Read the message below; refresh when its cause is gone.",
            ),
        };
        fault.caused_by(cut(format!("{code}: {message}")))
    }

    /// No credentials could be had, so nothing was sent.
    pub(super) fn unsigned(&self, error: &CredentialsError) -> Fault {
        let login = self.login;
        if let Some(code) = find::<AssumeRoleError>(error).and_then(|error| error.meta().code())
            && is_denial(code)
        {
            let kind = FaultKind::Denied {
                action: "sts:AssumeRole".into(),
                resource: None,
            };
            let fault = match self.mfa {
                Some(profile) => Fault::new(
                    kind,
                    format!(
                        "The role of profile {profile} may not be assumed: the profile has mfa_serial, and this program asks for no code."
                    ),
                    "Sign in with `aws configure mfa-login`, and use the profile that it writes.",
                ),
                None => Fault::new(
                    kind,
                    "The role of the profile may not be assumed.",
                    "Check the trust policy of role_arn, and the permissions of the source profile.",
                ),
            };
            return fault.caused_by(chain(error));
        }
        let offline =
            find::<ConnectorError>(error).is_some_and(|error| error.is_io() || error.is_timeout());
        if offline || matches!(error, CredentialsError::ProviderTimedOut(_)) {
            return self.offline(error);
        }
        let what = match error {
            CredentialsError::CredentialsNotLoaded(_) => "There are no AWS credentials here.",
            CredentialsError::InvalidConfiguration(_) => {
                "The AWS credentials are not configured as they should be."
            }
            _ => "No valid AWS credentials could be had: they expired, or were never given.",
        };
        let source = match self.process {
            Some(profile) => format!(
                "what the credential_process of profile {profile} said is not shown: run it by hand to read it"
            ),
            None => chain(error),
        };
        Fault::new(FaultKind::Expired, what, login).caused_by(source)
    }

    fn offline(&self, error: &(dyn Error + 'static)) -> Fault {
        let deepest = std::iter::successors(Some(error), |&error| error.source()).last();
        let why = deepest.map(|error| cut(error.to_string()));
        self.no_answer(chain(error), why)
    }

    /// `why`: of what was tried, where nothing came back at all.
    fn no_answer(&self, source: String, why: Option<String>) -> Fault {
        let server = self.reached.and_then(|reached| reached.server(self.action));
        let from = server.map_or_else(String::new, |server| format!(" from {server}"));
        let why = why.map_or_else(String::new, |why| format!(": {why}"));
        Fault::new(
            FaultKind::Offline,
            format!("{} of {} got no answer{from}{why}.", self.action, self.of),
            "Check the network, the proxy and AWS_CA_BUNDLE, then refresh.",
        )
        .caused_by(cut(source))
    }

    /// Refuses an answer of more things than any quota has.
    pub(super) fn at_most(&self, most: usize, found: usize, things: &str) -> Result<(), Fault> {
        match found > most {
            true => Err(self.malformed(format!("more than {most} {things}"))),
            false => Ok(()),
        }
    }

    /// The service answered, and what was asked for is not in the answer.
    pub(super) fn missing(&self) -> Fault {
        absent(self.of, self.action)
    }

    pub(super) fn malformed(&self, source: impl Into<String>) -> Fault {
        Fault::new(
            FaultKind::Malformed,
            format!("The answer to {} of {} cannot be read.", self.action, self.of),
            "Check that the endpoint is AWS's own and that no sign-in page is in between, then refresh.",
        )
        .caused_by(cut(source.into()))
    }
}

fn absent(of: &str, action: &str) -> Fault {
    Fault::new(
        FaultKind::Missing,
        format!("There is no {of} ({action})."),
        "Refresh: it may have been deleted, or belong to another account.",
    )
}

fn read_only(action: &str, error: &(dyn Error + 'static)) -> Fault {
    Fault::new(
        FaultKind::ReadOnly,
        format!("{action} was not sent: this program only reads."),
        "Report this: no ask should need it.",
    )
    .caused_by(chain(error))
}

fn denied(action: &str, of: &str, message: &str) -> Fault {
    Fault::new(
        FaultKind::Denied {
            action: action.to_owned(),
            resource: resource(message).map(str::to_owned),
        },
        format!("The caller may not call {action} for {of}."),
        format!("Have {action} allowed for the caller, or use a profile that has it."),
    )
}

/// `... on resource: arn:aws:iam::1:role/x because no ...`
fn resource(message: &str) -> Option<&str> {
    let (_, rest) = message.split_once("on resource: ")?;
    let end = [" because ", " with an explicit deny"]
        .iter()
        .filter_map(|stop| rest.find(stop))
        .min()
        .unwrap_or(rest.len());
    let found = rest[..end].trim().trim_end_matches('.');
    (!found.is_empty() && found.len() <= MAX_SOURCE).then_some(found)
}

fn is_denial(code: &str) -> bool {
    matches!(
        code,
        "AccessDenied"
            | "AccessDeniedException"
            | "UnauthorizedOperation"
            | "UnauthorizedAccess"
            | "NotAuthorized"
            | "OptInRequired"
    )
}

/// What was asked for is not there. CloudFormation has no code for a stack that is not
/// there: its sentence counts only where it is of the very name that was asked for.
fn is_absence(code: &str, message: &str, asked: Option<&str>) -> bool {
    match code {
        "NoSuchBucket"
        | "NoSuchEntity"
        | "NoSuchEntityException"
        | "ChangeSetNotFound"
        | "ChangeSetNotFoundException"
        | "ClusterNotFoundException"
        | "InstanceNotFound"
        | "NamespaceNotFound"
        | "AWS.SimpleQueueService.NonExistentQueue"
        | "DBInstanceNotFound"
        | "DBInstanceNotFoundFault"
        | "NotFound"
        | "NotFoundException"
        | "OperationNotFound"
        | "QueueDoesNotExist"
        | "LoadBalancerNotFound"
        | "LoadBalancerNotFoundException"
        | "RepositoryNotFoundException"
        | "TrailNotFoundException"
        | "ResourceNotFoundException"
        | "ServiceNotFound"
        | "StateMachineDoesNotExist"
        | "TargetGroupNotFound"
        | "WAFNonexistentItemException"
        | "StackNotFoundException" => true,
        "ValidationError" => asked.is_some_and(|asked| says_that_it_is_not_there(message, asked)),
        _ => false,
    }
}

/// A stack that is asked for by its ARN may be named without it.
fn says_that_it_is_not_there(message: &str, asked: &str) -> bool {
    let short = asked
        .strip_prefix("arn:")
        .and_then(|arn| arn.split('/').nth(1));
    let mut names = [Some(asked), short].into_iter().flatten();
    names.any(|name| {
        [
            format!("Stack with id {name} does not exist"),
            format!("Stack [{name}] does not exist"),
            format!("Stack for {name} does not exist"),
            format!("Stack {name} does not exist"),
        ]
        .iter()
        .any(|sentence| message.trim_end_matches('.') == sentence)
    })
}

fn is_expiry(code: &str) -> bool {
    matches!(
        code,
        "ExpiredToken"
            | "ExpiredTokenException"
            | "RequestExpired"
            | "InvalidClientTokenId"
            | "InvalidToken"
            | "InvalidAccessKeyId"
            | "UnrecognizedClientException"
            | "MissingAuthenticationToken"
            | "MissingAuthenticationTokenException"
            | "IncompleteSignature"
            | "AuthFailure"
    )
}

fn is_throttling(code: &str) -> bool {
    matches!(
        code,
        "Throttling"
            | "ThrottlingException"
            | "ThrottledException"
            | "RequestThrottled"
            | "RequestThrottledException"
            | "TooManyRequestsException"
            | "RequestLimitExceeded"
            | "SlowDown"
            | "PriorRequestNotComplete"
            | "LimitExceededException"
    )
}

fn find<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    std::iter::successors(Some(error), |&error| error.source())
        .find_map(|error| error.downcast_ref::<E>())
}

/// The error and its causes in their own words, each once.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let mut said: Vec<String> = Vec::new();
    for error in std::iter::successors(Some(error), |&error| error.source()) {
        let words = error.to_string();
        if !words.is_empty() && said.last() != Some(&words) {
            said.push(words);
        }
    }
    cut(said.join(": "))
}

fn cut(mut text: String) -> String {
    if text.len() > MAX_SOURCE {
        text.truncate(text.floor_char_boundary(MAX_SOURCE));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests;
