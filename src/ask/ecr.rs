//! What is asked of ECR: the images of a repository that have tags.

use super::define::asks;
use crate::facts::{ImagesState, ResourceName};

asks! {
    EcrAsk => EcrAnswer of "ECR" as "ecr";

    Images(ResourceName) -> ImagesState {
        words: "the images of the repository (ecr:DescribeImages)",
        calls: [DescribeImages],
    }
}
