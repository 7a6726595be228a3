//! What is asked of GitHub about the repository itself: a file at a commit, what changed
//! between two commits, and what its tokens call it.

use super::endpoint::{COMPARE, CONTENTS, REPOSITORY};
use crate::{
    ask::define::asks,
    facts::{
        Remote,
        actions::{Comparison, FileText, RepositoryFacts},
    },
};

asks! {
    ContentsAsk => ContentsAnswer of GitHub;

    /// A file as it was at a commit.
    File { path: Remote, at: Remote } -> FileText {
        words: "a file of the repository on GitHub",
        calls: [CONTENTS],
    }

    /// What changed from one commit to another. Either may be a branch.
    Compare { base: Remote, head: Remote } -> Comparison {
        words: "what changed between two commits",
        calls: [COMPARE],
    }

    /// The repository, with its number and its owner's.
    Repository -> RepositoryFacts {
        words: "the repository on GitHub",
        calls: [REPOSITORY],
    }
}
