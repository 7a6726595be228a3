//! What is asked of CodeArtifact: whether a repository is there, and no package of it.

use super::define::asks;
use crate::facts::{PackageRepositoryState, ResourceName};

asks! {
    CodeArtifactAsk => CodeArtifactAnswer of "codeartifact" as "codeartifact";

    Repository { domain: String, repository: ResourceName } -> PackageRepositoryState {
        words: "the package repository (codeartifact:DescribeRepository)",
        calls: [DescribeRepository],
    }
}
