//! What is asked of the working tree.

use super::define::asks;
use crate::facts::{self, FoundTemplates, PipelineFiles, SoughtRole, Use, UsesFound};

asks! {
    RepoAsk => RepoAnswer;

    /// All codified policies.
    Codified -> facts::Codified {
        words: "the repository's policies",
    }

    /// The template files that declare roles.
    Templates -> facts::Templates {
        words: "the repository's templates",
    }

    /// Template files that can declare these roles, wherever they are.
    Declaring(Vec<SoughtRole>) -> FoundTemplates {
        words: "the repository for the template of a role",
    }

    /// Workflows, templates and what else the pipeline is made of, wherever they are.
    Pipeline -> PipelineFiles {
        words: "the repository's workflows and templates",
    }

    /// Where a browser shows the repository, if it does.
    Hosted -> Option<facts::Hosted> {
        words: "the repository's address",
    }

    /// Lines that make these requests.
    Uses(Vec<Use>) -> UsesFound {
        words: "the repository for uses",
    }
}
