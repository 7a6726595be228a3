//! What is asked of the repository itself: whose token asks, files at a commit, how
//! commits differ, branches and pull requests.

use super::endpoint::{BRANCH, COMPARE, CONTENTS, PULLS, REPOSITORY, USER};
use crate::{
    ask::define::asks,
    facts::{
        Remote,
        actions::{self, Comparison, Listing, PullRequest, SourceFile},
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

    /// The pull requests from a branch, closed ones too.
    PullRequests { branch: Remote } -> Listing<PullRequest> {
        words: "the pull requests from a branch",
        calls: [PULLS],
    }
}
