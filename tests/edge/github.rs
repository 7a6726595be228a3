//! GitHub over the wire: against a server that answers as GitHub's own description says.

mod contents;
mod faults;
mod logs;
mod network;
mod nulls;
mod reads;
mod refusals;

use std::time::Duration;

use watchkeeper::{
    ask::{GitHubAsk, Question},
    edge::github::{GitHub, Limits, Surroundings},
    facts::{Fault, Repository},
};

use crate::support::github::Fake;

pub const TOKEN: &str = "ghp_a_token_of_the_test";

pub fn repository() -> Repository {
    Repository::parse("DataTalksClub/dataops").unwrap()
}

/// This server, with a token that is its own.
pub fn around(fake: &Fake) -> Surroundings {
    Surroundings {
        api_url: Some(fake.url.clone()),
        host: Some(fake.host()),
        enterprise_token: Some(TOKEN.to_owned()),
        limits: Limits {
            connect: Duration::from_secs(2),
            head: Duration::from_secs(5),
            answer: Duration::from_secs(5),
            stall: Duration::from_secs(1),
            ..Limits::default()
        },
        ..Surroundings::none()
    }
}

pub fn github(fake: &Fake) -> GitHub {
    GitHub::new(around(fake))
}

pub async fn ask<Q: Question<Answer: Clone>>(
    github: &GitHub,
    question: Q,
) -> Result<Q::Answer, Fault>
where
    Q::Service: Into<GitHubAsk>,
{
    let service: Q::Service = question.into();
    let answer = github.answer(&repository(), &service.into()).await?;
    Ok(Q::typed(&answer).expect("its own answer").clone())
}
