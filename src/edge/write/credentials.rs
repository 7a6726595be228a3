//! What a write is signed with: the very credentials that it was looked at with.

use crate::{
    edge::{aws::Signing, github::GitHubSigning},
    facts::Fault,
};

use super::wire::bug;

#[derive(Debug)]
pub enum Credentials {
    Aws(Box<Signing>),
    GitHub(GitHubSigning),
}

impl Credentials {
    pub(super) fn aws(&self) -> Result<&Signing, Fault> {
        match self {
            Self::Aws(signing) => Ok(signing),
            Self::GitHub(_) => Err(bug("the change is one of GitHub's, and AWS was asked for")),
        }
    }
}
