//! What is asked of the repository itself: whose token asks, files at a commit, how
//! commits differ, branches and pull requests.

use super::endpoint::{BRANCH, COMPARE, CONCURRENCY_GROUP, CONTENTS, PULLS, REPOSITORY, USER};
use crate::{
    ask::define::asks,
    facts::{
        Remote,
        actions::{self, Comparison, ConcurrencyGroup, Listing, PullRequest, SourceFile},
    },
};

asks! {
    SourceAsk => SourceAnswer of GitHub;

    /// Whose token it is.
    Viewer -> actions::Actor {
        words: "whose token it is",
        calls: [USER],
    }

    /// The repository: its default branch.
    About -> actions::About {
        words: "the repository",
        calls: [REPOSITORY],
    }

    /// A branch and its newest commit.
    Branch(Remote) -> actions::Branch {
        words: "a branch",
        calls: [BRANCH],
    }

    /// A file as a commit or a branch has it.
    File { path: Remote, at: Remote } -> SourceFile {
        words: "a file of the repository",
        calls: [CONTENTS],
    }

    /// What `head` has that `base` has not.
    Compare { base: Remote, head: Remote } -> Comparison {
        words: "how two commits differ",
        calls: [COMPARE],
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
