//! What is asked of CloudFormation. What answers bear no account of is asked by the
//! stack's ARN, which is described first.

use super::define::asks;
use crate::facts::{
    self, ChangeSetId, ChangeSetSummary, DriftDetectionId, EventExtent, Remote, ResourceDrift,
    StackDrift, StackEvents, StackName, StackResources, StackTemplate,
};

asks! {
    /// Stacks are named by their name or their ARN.
    CfnAsk => CfnAnswer of "CloudFormation" as "cloudformation";

    /// Every stack of the account and region that is not deleted.
    Stacks -> facts::Stacks {
        words: "all stacks (cloudformation:DescribeStacks)",
        calls: [DescribeStacks],
    }

    Stack(StackName) -> facts::Stack {
        words: "the stack (cloudformation:DescribeStacks)",
        calls: [DescribeStacks],
    }

    Events { stack: StackName, extent: EventExtent } -> StackEvents {
        words(ask): match ask.extent {
            EventExtent::FirstPage => "the stack's newest events (cloudformation:DescribeStackEvents)",
            EventExtent::Failures => "what failed in the stack (cloudformation:DescribeEvents)",
            EventExtent::Operation => "the stack's last operation (cloudformation:DescribeStackEvents)",
        },
        calls: [DescribeStackEvents, DescribeEvents],
        only(ask): match (ask.extent, ask.definition().calls) {
            (EventExtent::FirstPage, [newest, ..]) => std::slice::from_ref(newest),
            (_, all) => all,
        },
    }

    Resources(StackName) -> StackResources {
        words: "the stack's resources (cloudformation:ListStackResources)",
        calls: [DescribeStacks, ListStackResources],
    }

    /// The template as it was last deployed.
    Template { stack: StackName } -> StackTemplate {
        words: "the deployed template (cloudformation:GetTemplate)",
        calls: [DescribeStacks, GetTemplate],
    }

    /// Newest first.
    ChangeSets(StackName) -> Vec<ChangeSetSummary> {
        words: "the stack's change sets (cloudformation:ListChangeSets)",
        calls: [DescribeStacks, ListChangeSets],
    }

    /// All pages of one change set, with the values of properties.
    ChangeSet(ChangeSetId) -> facts::ChangeSet {
        words: "the change set (cloudformation:DescribeChangeSet)",
        calls: [DescribeChangeSet],
    }

    /// The template that a change set would put in force.
    Proposed(ChangeSetId) -> Remote {
        words: "the change set's template (cloudformation:GetTemplate)",
        calls: [GetTemplate],
    }

    /// What was found wrong with a change set that failed: validations and hooks.
    ChangeSetFailures(ChangeSetId) -> facts::ChangeSetFailures {
        words: "what is wrong with the change set (cloudformation:DescribeEvents)",
        calls: [DescribeEvents],
    }

    /// How far a drift detection has come.
    DriftStatus { detection: DriftDetectionId } -> StackDrift {
        words: "how the drift detection goes (cloudformation:DescribeStackDriftDetectionStatus)",
        calls: [DescribeStackDriftDetectionStatus],
    }

    /// What the last drift detection found.
    ResourceDrifts(StackName) -> Vec<ResourceDrift> {
        words: "what drift detection found (cloudformation:DescribeStackResourceDrifts)",
        calls: [DescribeStackResourceDrifts, DescribeStacks],
    }

    /// A query: sets a drift detection going, which takes minutes and is followed by its id.
    DetectDrift(StackName) -> DriftDetectionId {
        words: "the drift detection's start (cloudformation:DetectStackDrift)",
        calls: [DescribeStacks, DetectStackDrift],
        passes_on: [
            "cloudformation:BatchDescribeTypeConfigurations",
            "cloudformation:DetectStackResourceDrift",
        ],
        is: Query,
    }
}
