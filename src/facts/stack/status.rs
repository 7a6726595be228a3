//! The states of stacks and of their resources, and what is read off them.

use serde::{Deserialize, Serialize};

use super::words::words;
use crate::facts::Remote;

words! {
    StackStatus {
        CreateInProgress = "CREATE_IN_PROGRESS",
        CreateFailed = "CREATE_FAILED",
        CreateComplete = "CREATE_COMPLETE",
        RollbackInProgress = "ROLLBACK_IN_PROGRESS",
        RollbackFailed = "ROLLBACK_FAILED",
        RollbackComplete = "ROLLBACK_COMPLETE",
        DeleteInProgress = "DELETE_IN_PROGRESS",
        DeleteFailed = "DELETE_FAILED",
        DeleteComplete = "DELETE_COMPLETE",
        UpdateInProgress = "UPDATE_IN_PROGRESS",
        UpdateCompleteCleanup = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        UpdateComplete = "UPDATE_COMPLETE",
        UpdateFailed = "UPDATE_FAILED",
        UpdateRollbackInProgress = "UPDATE_ROLLBACK_IN_PROGRESS",
        UpdateRollbackFailed = "UPDATE_ROLLBACK_FAILED",
        UpdateRollbackCompleteCleanup = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
        UpdateRollbackComplete = "UPDATE_ROLLBACK_COMPLETE",
        ReviewInProgress = "REVIEW_IN_PROGRESS",
        ImportInProgress = "IMPORT_IN_PROGRESS",
        ImportComplete = "IMPORT_COMPLETE",
        ImportRollbackInProgress = "IMPORT_ROLLBACK_IN_PROGRESS",
        ImportRollbackFailed = "IMPORT_ROLLBACK_FAILED",
        ImportRollbackComplete = "IMPORT_ROLLBACK_COMPLETE",
    }
    /// Of a resource, or of a stack in an event about itself.
    ResourceStatus {
        CreateInProgress = "CREATE_IN_PROGRESS",
        CreateFailed = "CREATE_FAILED",
        CreateComplete = "CREATE_COMPLETE",
        DeleteInProgress = "DELETE_IN_PROGRESS",
        DeleteFailed = "DELETE_FAILED",
        DeleteComplete = "DELETE_COMPLETE",
        DeleteSkipped = "DELETE_SKIPPED",
        UpdateInProgress = "UPDATE_IN_PROGRESS",
        UpdateCompleteCleanup = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        UpdateFailed = "UPDATE_FAILED",
        UpdateComplete = "UPDATE_COMPLETE",
        UpdateRollbackInProgress = "UPDATE_ROLLBACK_IN_PROGRESS",
        UpdateRollbackFailed = "UPDATE_ROLLBACK_FAILED",
        UpdateRollbackCompleteCleanup = "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS",
        UpdateRollbackComplete = "UPDATE_ROLLBACK_COMPLETE",
        RollbackInProgress = "ROLLBACK_IN_PROGRESS",
        RollbackFailed = "ROLLBACK_FAILED",
        RollbackComplete = "ROLLBACK_COMPLETE",
        ReviewInProgress = "REVIEW_IN_PROGRESS",
        ImportInProgress = "IMPORT_IN_PROGRESS",
        ImportFailed = "IMPORT_FAILED",
        ImportComplete = "IMPORT_COMPLETE",
        ImportRollbackInProgress = "IMPORT_ROLLBACK_IN_PROGRESS",
        ImportRollbackFailed = "IMPORT_ROLLBACK_FAILED",
        ImportRollbackComplete = "IMPORT_ROLLBACK_COMPLETE",
        ExportInProgress = "EXPORT_IN_PROGRESS",
        ExportFailed = "EXPORT_FAILED",
        ExportComplete = "EXPORT_COMPLETE",
        ExportRollbackInProgress = "EXPORT_ROLLBACK_IN_PROGRESS",
        ExportRollbackFailed = "EXPORT_ROLLBACK_FAILED",
        ExportRollbackComplete = "EXPORT_ROLLBACK_COMPLETE",
    }
}

impl StackStatus {
    /// The last operation did not do what it was asked to: also when all was
    /// rolled back cleanly. An unknown word is judged by its ending.
    pub fn is_failed(&self) -> bool {
        self.raw().ends_with("_FAILED") || self.is_rollback()
    }

    pub fn in_progress(&self) -> bool {
        self.raw().ends_with("_IN_PROGRESS") && *self != Self::ReviewInProgress
    }

    /// On its way back to what was before, or arrived there.
    pub fn is_rollback(&self) -> bool {
        self.raw().contains("ROLLBACK")
    }

    pub fn is_deleted(&self) -> bool {
        *self == Self::DeleteComplete
    }

    /// Neither failed nor under way: a known, finished success.
    pub fn is_settled(&self) -> bool {
        self.raw().ends_with("_COMPLETE") && !self.is_rollback()
    }

    /// An update may begin: the work is at rest in a state that updates leave or start from.
    pub fn takes_updates(&self) -> bool {
        matches!(
            self,
            Self::CreateComplete
                | Self::UpdateComplete
                | Self::UpdateRollbackComplete
                | Self::ImportComplete
                | Self::ImportRollbackComplete
        )
    }

    /// The sign beside the colour: `x` failed, `>` under way, `=` well, `?` unknown.
    pub fn letter(&self) -> char {
        match self {
            Self::Unknown(_) => '?',
            status if status.in_progress() => '>',
            status if status.is_failed() => 'x',
            Self::ReviewInProgress => '?',
            _ => '=',
        }
    }
}

impl ResourceStatus {
    pub fn is_failed(&self) -> bool {
        self.raw().ends_with("_FAILED")
    }

    pub fn in_progress(&self) -> bool {
        self.raw().ends_with("_IN_PROGRESS")
    }

    pub fn is_rollback(&self) -> bool {
        self.raw().contains("ROLLBACK")
    }
}

#[cfg(test)]
mod tests {
    use super::StackStatus;

    #[test]
    fn every_state_is_failed_under_way_or_well_and_says_so_in_one_letter() {
        for status in StackStatus::KNOWN {
            let word = status.raw();
            let expected = match word {
                "REVIEW_IN_PROGRESS" => '?',
                word if word.ends_with("_IN_PROGRESS") => '>',
                word if word.contains("ROLLBACK") || word.ends_with("FAILED") => 'x',
                _ => '=',
            };
            assert_eq!(status.letter(), expected, "{word}");
            assert_eq!(StackStatus::of(word), *status);
        }
        assert_eq!(StackStatus::KNOWN.len(), 23);
    }

    #[test]
    fn a_clean_rollback_is_a_failure_that_takes_updates() {
        let status = StackStatus::of("UPDATE_ROLLBACK_COMPLETE");
        assert!(status.is_failed() && !status.in_progress() && status.takes_updates());
        let stuck = StackStatus::of("UPDATE_ROLLBACK_FAILED");
        assert!(stuck.is_failed() && !stuck.takes_updates());
        assert_eq!(StackStatus::of("GALACTIC").letter(), '?');
    }
}
