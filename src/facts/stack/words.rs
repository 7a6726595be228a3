//! The fixed vocabularies of CloudFormation's API. What AWS adds later is kept
//! as `Unknown` with its word, never dropped and never taken for a known one.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::facts::{Remote, ids::ids};

/// The longest word of AWS has 43 letters; what is longer is no word.
const MOST: usize = 100;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$about:meta])* $variant:ident = $word:literal,)+ })+) => {
        $($(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum $name {
            $($(#[$about])* $variant,)+
            /// A word that this program does not know: remote text.
            Unknown(Remote),
        }

        impl $name {
            pub const KNOWN: &'static [Self] = &[$(Self::$variant,)+];

            pub fn of(word: &str) -> Self {
                match word {
                    $($word => Self::$variant,)+
                    other => Self::Unknown($crate::facts::stack::words::unknown(other)),
                }
            }

            /// AWS's own word; of an unknown one it is remote text.
            pub fn raw(&self) -> &str {
                match self {
                    $(Self::$variant => $word,)+
                    Self::Unknown(word) => word.raw(),
                }
            }

            /// The word, where this program does not know it.
            pub fn unknown(&self) -> Option<&str> {
                match self {
                    Self::Unknown(word) => Some(word.raw()),
                    _ => None,
                }
            }

            pub fn is_unknown(&self) -> bool {
                self.unknown().is_some()
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                Self::of(word)
            }
        }

        impl From<String> for $name {
            fn from(word: String) -> Self {
                Self::of(&word)
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                word.raw().to_owned()
            }
        })+
    };
}
pub(super) use words;

ids! {
    /// A word that is shown, and by which nothing is decided.
    Word: String,
}

impl Word {
    pub fn of(word: &str) -> Self {
        Self::new(unknown(word).raw())
    }
}

pub(super) fn unknown(word: &str) -> Remote {
    Remote::new(word.chars().take(MOST).collect::<String>())
}

words! {
    OperationType {
        CreateStack = "CREATE_STACK",
        UpdateStack = "UPDATE_STACK",
        DeleteStack = "DELETE_STACK",
        Rollback = "ROLLBACK",
        ContinueRollback = "CONTINUE_ROLLBACK",
        CreateChangeSet = "CREATE_CHANGESET",
    }
    /// What an event tells of.
    EventKind {
        StackEvent = "STACK_EVENT",
        Progress = "PROGRESS_EVENT",
        ValidationError = "VALIDATION_ERROR",
        ProvisioningError = "PROVISIONING_ERROR",
        HookInvocationError = "HOOK_INVOCATION_ERROR",
    }
    HookStatus {
        InProgress = "HOOK_IN_PROGRESS",
        Succeeded = "HOOK_COMPLETE_SUCCEEDED",
        CompleteFailed = "HOOK_COMPLETE_FAILED",
        Failed = "HOOK_FAILED",
    }
    HookFailureMode {
        Fail = "FAIL",
        Warn = "WARN",
    }
    StackDriftStatus {
        Drifted = "DRIFTED",
        InSync = "IN_SYNC",
        NotChecked = "NOT_CHECKED",
        /// AWS's own word for not knowing.
        NotKnown = "UNKNOWN",
    }
    ResourceDriftStatus {
        InSync = "IN_SYNC",
        Modified = "MODIFIED",
        Deleted = "DELETED",
        NotChecked = "NOT_CHECKED",
        NotKnown = "UNKNOWN",
        Unsupported = "UNSUPPORTED",
    }
    DriftDetectionStatus {
        InProgress = "DETECTION_IN_PROGRESS",
        Complete = "DETECTION_COMPLETE",
        Failed = "DETECTION_FAILED",
    }
    ChangeSetStatus {
        CreatePending = "CREATE_PENDING",
        CreateInProgress = "CREATE_IN_PROGRESS",
        CreateComplete = "CREATE_COMPLETE",
        DeletePending = "DELETE_PENDING",
        DeleteInProgress = "DELETE_IN_PROGRESS",
        DeleteComplete = "DELETE_COMPLETE",
        DeleteFailed = "DELETE_FAILED",
        Failed = "FAILED",
    }
    ExecutionStatus {
        Available = "AVAILABLE",
        Unavailable = "UNAVAILABLE",
        Obsolete = "OBSOLETE",
        InProgress = "EXECUTE_IN_PROGRESS",
        Complete = "EXECUTE_COMPLETE",
        Failed = "EXECUTE_FAILED",
    }
    ChangeAction {
        Add = "Add",
        Modify = "Modify",
        Remove = "Remove",
        Import = "Import",
        Dynamic = "Dynamic",
        /// Only CloudFormation's own record changes; the resource is not touched.
        SyncWithActual = "SyncWithActual",
    }
    Replacement {
        Yes = "True",
        No = "False",
        Conditional = "Conditional",
    }
    ResourceAttribute {
        Properties = "Properties",
        Metadata = "Metadata",
        Tags = "Tags",
        CreationPolicy = "CreationPolicy",
        UpdatePolicy = "UpdatePolicy",
        DeletionPolicy = "DeletionPolicy",
        UpdateReplacePolicy = "UpdateReplacePolicy",
    }
    RequiresRecreation {
        Never = "Never",
        Conditionally = "Conditionally",
        Always = "Always",
    }
    Evaluation {
        Static = "Static",
        Dynamic = "Dynamic",
    }
    PolicyAction {
        Delete = "Delete",
        Retain = "Retain",
        Snapshot = "Snapshot",
        ReplaceAndDelete = "ReplaceAndDelete",
        ReplaceAndRetain = "ReplaceAndRetain",
        ReplaceAndSnapshot = "ReplaceAndSnapshot",
    }
    DeploymentMode {
        RevertDrift = "REVERT_DRIFT",
    }
    DeploymentConfigMode {
        Standard = "STANDARD",
        /// Ends before the resources serve traffic.
        Express = "EXPRESS",
    }
    OnStackFailure {
        DoNothing = "DO_NOTHING",
        Rollback = "ROLLBACK",
        Delete = "DELETE",
    }
}

#[cfg(test)]
mod tests {
    use super::ChangeAction;

    #[test]
    fn a_word_of_tomorrow_is_kept_and_is_none_of_today_s() {
        let word = ChangeAction::of("Teleport");
        assert!(word.is_unknown());
        assert_eq!(word.raw(), "Teleport");
        assert_eq!(ChangeAction::from(String::from(word.clone())), word);
        assert!(ChangeAction::of("add").is_unknown(), "words are exact");
        assert_eq!(ChangeAction::of(&"x".repeat(5000)).raw().len(), 100);
    }
}
