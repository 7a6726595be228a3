//! GitHub's numbers, one type for each kind of thing.

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident,)+) => {
        $($(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash,
            serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub u64);
        )+
    };
}

numbers! {
    /// A workflow run's id: the same for all its attempts.
    RunId,
    /// One job of one attempt.
    JobId,
    /// What annotations belong to: a job has one.
    CheckRunId,
    WorkflowId,
    ArtifactId,
    DeploymentId,
    GitHubEnvironmentId,
}
