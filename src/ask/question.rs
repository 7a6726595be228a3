//! What every ask is, whatever it asks: a question with one type of answer.

use std::{marker::PhantomData, ops::Deref};

use super::{Answer, Ask, AwsAsk};
use crate::facts::{EnvironmentName, Fault};

/// One operation of an AWS service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Call {
    /// The service and the operation as the SDK names them in a request's metadata.
    pub service: &'static str,
    pub operation: &'static str,
    /// The IAM action that it needs.
    pub action: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Read,
    /// Changes nothing, but costs time or money at AWS's: asked once, by a person,
    /// and never again by itself.
    Query,
    /// Lists a whole account's roles: what reading roles by name can make up for.
    Listing,
    /// Reads what others wrote into it, which may be confidential: log events.
    Contents,
}

/// What was said where the ask was defined.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// Everything that it may call. `sts:GetCallerIdentity` needs no permission, but is
    /// listed: an explicit deny does not stop it, a reader wants to see it.
    pub calls: &'static [Call],
    /// What AWS calls with the caller's permissions while it performs the ask, besides
    /// reading each resource of the stack, which no list can name beforehand.
    pub passed_on: &'static [&'static str],
    pub kind: Kind,
}

/// What every ask says of itself.
pub trait Asked {
    fn definition(&self) -> &'static Definition;

    /// What is read, for a person who waits for it.
    fn words(&self) -> &'static str;

    /// What it may call, with these fields.
    fn calls(&self) -> &'static [Call] {
        self.definition().calls
    }
}

pub trait Question: Asked + Sized + Into<Self::Service> + 'static {
    type Answer: 'static;
    type Service: Service;
    const DEFINITION: Definition;

    /// The question in an ask, if the ask is this one.
    fn back(ask: &Ask) -> Option<&Self>;

    /// The answer, if it is one to this question.
    fn typed(answer: &Answer) -> Option<&Self::Answer>;

    fn answered(answer: Self::Answer) -> Answer;

    /// As it is asked of an environment.
    fn of(self, environment: &EnvironmentName) -> AskOf<Self>
    where
        Self::Service: Into<AwsAsk>,
    {
        let service: Self::Service = self.into();
        AskOf::new(Ask::Aws(environment.clone(), service.into()))
    }

    /// As it is asked of this machine.
    fn here(self) -> AskOf<Self>
    where
        Self::Service: Into<Ask>,
    {
        let service: Self::Service = self.into();
        AskOf::new(service.into())
    }
}

/// The asks of one service among all, and their answers among all.
pub trait Service: Sized {
    type Answers;

    fn of_ask(ask: &Ask) -> Option<&Self>;
    fn of_answer(answer: &Answer) -> Option<&Self::Answers>;
    fn answer(answers: Self::Answers) -> Answer;
}

/// Who can answer a question, with the type of its answer and no other.
pub trait Reads<Q: Question> {
    fn read(&self, question: &Q) -> impl Future<Output = Result<Q::Answer, Fault>> + Send;
}

/// An ask that knows what it asks, and so of which type its answer is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskOf<Q> {
    ask: Ask,
    question: PhantomData<Q>,
}

impl<Q> AskOf<Q> {
    fn new(ask: Ask) -> Self {
        Self {
            ask,
            question: PhantomData,
        }
    }
}

impl<Q> Deref for AskOf<Q> {
    type Target = Ask;

    fn deref(&self) -> &Ask {
        &self.ask
    }
}

impl<Q> From<AskOf<Q>> for Ask {
    fn from(asked: AskOf<Q>) -> Self {
        asked.ask
    }
}
