//! What somebody could do to the pipeline, and the rules that stand against it: while one of
//! these is broken, the way is open. Data alone.

use super::rule::Risk;

#[derive(Debug)]
pub struct Threat {
    pub title: &'static str,
    /// How it goes, in a sentence.
    pub how: &'static str,
    pub likelihood: Risk,
    /// The numbers of the rules that stand against it.
    pub against: &'static [&'static str],
}

pub const THREATS: &[Threat] = &[
    Threat {
        title: "A compromised action",
        how: "Whoever takes over an action's repository runs code in the deployment's job and assumes its role.",
        likelihood: Risk::Low,
        against: &["CP-101", "CP-102", "CP-104", "CP-105", "CP-108", "CP-110"],
    },
    Threat {
        title: "A stolen token or account",
        how: "Somebody with a member's token pushes a change, or starts a deployment of their own.",
        likelihood: Risk::Medium,
        against: &["CP-103", "CP-202", "CP-205", "CP-405", "CP-605"],
    },
    Threat {
        title: "A poisoned dependency",
        how: "A package with a familiar name or a taken-over one is proposed as an update and merged.",
        likelihood: Risk::Low,
        against: &["CP-301", "CP-302", "CP-303", "CP-304", "CP-305"],
    },
    Threat {
        title: "A template that gives too much",
        how: "A pull request adds a permission to a role, and nobody sees it before it is merged.",
        likelihood: Risk::Medium,
        against: &["CP-203", "CP-204", "CP-403", "CP-405"],
    },
    Threat {
        title: "A leaked secret",
        how: "A key is in the history, in a log, or in the configuration of a function that many may read.",
        likelihood: Risk::Medium,
        against: &["CP-106", "CP-107", "CP-201", "CP-404", "CP-503"],
    },
    Threat {
        title: "A bad deployment that stays",
        how: "A mistake reaches all traffic at once, no alarm tells of it, and nobody knows how to roll back.",
        likelihood: Risk::High,
        against: &[
            "CP-109", "CP-401", "CP-502", "CP-507", "CP-508", "CP-601", "CP-602", "CP-603",
        ],
    },
];
