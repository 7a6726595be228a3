//! The answers that a row rests on, by what is asked: an answer, a fault, or nothing yet.

use super::Judged;
use crate::{
    ask::{Answer, AwsAsk, Question},
    facts::Fault,
};

/// What is known of one ask.
#[derive(Clone, Copy, Debug)]
pub enum Looked<'a> {
    Known(&'a Answer),
    Failed(&'a Fault),
    /// It is on its way, or was never asked.
    NotYet,
}

/// Where the answers come from.
pub struct Seen<'a> {
    pub look: &'a dyn Fn(&AwsAsk) -> Looked<'a>,
}

impl std::fmt::Debug for Seen<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Seen").finish_non_exhaustive()
    }
}

impl<'a> Seen<'a> {
    /// The answer; or what the row comes to without it.
    pub(super) fn of<Q>(&self, question: Q) -> Result<&'a Q::Answer, Judged>
    where
        Q: Question,
        Q::Service: Into<AwsAsk>,
    {
        match (self.look)(&asked(question)) {
            Looked::Known(answer) => {
                let typed = Q::typed(answer);
                typed.ok_or_else(|| Judged::unknown("unreadable", "The answer is of another kind."))
            }
            Looked::Failed(fault) => Err(Judged::of_fault(fault)),
            Looked::NotYet => Err(Judged::unknown("not read", "It has not been read yet.")),
        }
    }
}

/// A question as it is asked of AWS.
pub(super) fn asked<Q>(question: Q) -> AwsAsk
where
    Q: Question,
    Q::Service: Into<AwsAsk>,
{
    let service: Q::Service = question.into();
    service.into()
}
