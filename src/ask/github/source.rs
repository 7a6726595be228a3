//! What is asked of GitHub for a write: whose token asks, branches, pull requests, and
//! who is in a concurrency group.

use super::endpoint::{BRANCH, CONCURRENCY_GROUP, PULLS, USER};
use crate::{
    ask::define::asks,
    facts::{
        Remote,
        actions::{self, ConcurrencyGroup, Listing, PullRequest},
    },
};

asks! {
    SourceAsk => SourceAnswer of GitHub;

    /// Whose token it is.
    Viewer -> actions::Actor {
        words: "whose token it is",
        calls: [USER],
    }

    /// A branch and its newest commit.
    Branch(Remote) -> actions::Branch {
        words: "a branch",
        calls: [BRANCH],
    }

    /// Everybody who holds a concurrency group or waits for it.
    ConcurrencyMembers(Remote) -> ConcurrencyGroup {
        words: "who is in a concurrency group",
        calls: [CONCURRENCY_GROUP],
    }

    /// The pull requests from a branch, closed ones too.
    PullRequests { branch: Remote } -> Listing<PullRequest> {
        words: "the pull requests from a branch",
        calls: [PULLS],
    }
}
