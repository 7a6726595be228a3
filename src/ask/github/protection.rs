//! What is asked of GitHub for the audit: who guards the repository's branches, and what is
//! known of the actions that its workflows use. An action's repository is asked like any
//! other: its tags, and what GitHub's database of advisories says against it.

use super::endpoint::{ADVISORIES, BRANCH_RULES, ORGANISATION, TAGS, WORKFLOW_TOKEN};
use crate::{
    ask::define::asks,
    facts::{
        Remote,
        actions::{self, Advisory, Listing, Tag},
    },
};

asks! {
    ProtectionAsk => ProtectionAnswer of GitHub;

    /// What a job's token may do where no workflow says it.
    WorkflowToken -> actions::WorkflowToken {
        words: "what a workflow's token may do by default",
        calls: [WORKFLOW_TOKEN],
    }

    /// Every rule of every ruleset that holds on a branch.
    BranchRules(Remote) -> Listing<actions::BranchRule> {
        words: "the rules of a branch",
        calls: [BRANCH_RULES],
    }

    /// The organisation that has the repository; of a person's repository there is none.
    Organisation -> actions::Organisation {
        words: "the organisation",
        calls: [ORGANISATION],
    }

    /// The repository's newest tags, each with its commit.
    Tags -> Listing<Tag> {
        words: "the tags of an action",
        calls: [TAGS],
    }

    /// What is known against the repository as an action.
    Advisories -> Listing<Advisory> {
        words: "the advisories of an action",
        calls: [ADVISORIES],
    }
}
