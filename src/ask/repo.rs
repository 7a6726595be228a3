//! What is asked of the working tree.

use super::define::asks;
use crate::facts::{self, FoundTemplates, SoughtRole, Use, UsesFound};

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

    /// Where a browser shows the repository, if it does.
    Hosted -> Option<facts::Hosted> {
        words: "the repository's address",
    }

    /// Lines that make these requests.
    Uses(Vec<Use>) -> UsesFound {
        words: "the repository for uses",
    }
}
