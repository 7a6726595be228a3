//! The pane's commands: what each is called and does, and where it means something.

use super::{Stacks, detection, propose, view::View};
use crate::{
    keys::{Scope, actions, commands},
    panes::{Actions, changes, copies, proposes, tells},
};

/// All commands of the pane, whatever scope they are of.
pub(super) const ALL: [&Actions<Stacks>; 4] = [
    ACTIONS,
    STACK_ACTIONS,
    CHANGE_SETS_ACTIONS,
    QUESTION_ACTIONS,
];

const ACTIONS: &Actions<Stacks> = actions! {
    "stacks.story" "story" "Show what failed first, and why"
        changes |pane, cx| pane.show(View::Story, cx);
    "stacks.events" "events" "Show the stack's events"
        changes |pane, cx| pane.show(View::Events, cx);
    "stacks.timeline" "timeline" "Show how long each resource took"
        changes |pane, cx| pane.show(View::Timeline, cx);
    "stacks.resources" "resources" "Show the stack's resources"
        changes |pane, cx| pane.show(View::Resources, cx);
    "stacks.values" "parameters" "Show parameters, outputs and tags"
        changes |pane, cx| pane.show(View::Values, cx);
    "stacks.template" "template" "Show the deployed template"
        changes |pane, cx| pane.show(View::Template, cx);
    "stacks.change-sets" "change sets" "Show the stack's change sets"
        changes |pane, cx| pane.show(View::ChangeSets, cx);
    "stacks.drift" "drift" "Show what CloudFormation's last drift detection found"
        changes |pane, cx| pane.show(View::Drift, cx);
    "stacks.detect-drift" "detect drift" "Detect drift: takes minutes"
        tells detection::offer;
    "stacks.hide-healthy" "hidden" "Show or hide healthy stacks"
        changes |pane, cx| {
            pane.hide_healthy = !pane.hide_healthy;
            pane.keep_selection(cx);
        };
    "stacks.skip" "leave out" "Leave a resource that failed out of the roll back or the deletion"
        tells propose::leave_out;
    "stacks.copy-naming" "its template" "Copy the lines that name its template in watchkeeper.toml"
        copies Stacks::naming;
    "stacks.create-change-set" "change set" "Make a change set from the repository's template"
        proposes propose::create;
    "stacks.revert-drift" "revert" "Make a change set that puts back what drifted"
        proposes propose::revert_drift;
    "stacks.roll-back" "roll back" "Roll back, or continue a roll back that is stuck"
        proposes propose::roll_back;
    "stacks.cancel-update" "cancel update" "Cancel the update that is under way"
        proposes propose::cancel_update;
    "stacks.delete" "delete stack" "Delete a stack whose creation or deletion failed"
        proposes propose::delete;
    "stacks.delete-keeping" "delete, keep" "Finish a deletion that failed, and keep what failed in it"
        proposes propose::delete_keeping;
    "stacks.protect" "protection" "Enable or disable termination protection"
        proposes propose::protect;
};

pub(super) const SCOPE: Scope = Scope {
    name: "stacks",
    title: "Stacks",
    over: &["list", "global"],
    typing: false,
    commands: &commands::<_, { ACTIONS.len() }>(ACTIONS),
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub(super) const DETAIL_SCOPE: Scope = Scope {
    name: "stacks-detail",
    title: "Stacks, detail",
    over: &["stacks", "list", "global"],
    typing: false,
    commands: &[],
};

const STACK_ACTIONS: &Actions<Stacks> = actions! {
    "stack.next-view" "next view" "Show the next view of the stack" (in_footer)
        changes |pane, cx| pane.turn(true, cx);
    "stack.previous-view" "previous view" "Show the previous view of the stack"
        changes |pane, cx| pane.turn(false, cx);
};

/// One stack that has the whole pane.
pub(super) const STACK_SCOPE: Scope = Scope {
    name: "stack",
    title: "A stack",
    over: &["stacks", "list", "global"],
    typing: false,
    commands: &commands::<_, { STACK_ACTIONS.len() }>(STACK_ACTIONS),
};

const CHANGE_SETS_ACTIONS: &Actions<Stacks> = actions! {
    "stacks.execute-change-set" "execute" "Execute the change set"
        proposes propose::execute;
    "stacks.delete-change-set" "delete" "Delete a change set that was made here"
        proposes propose::delete_change_set;
};

/// Its change sets, or one of them.
pub(super) const CHANGE_SETS_SCOPE: Scope = Scope {
    name: "change-sets",
    title: "A stack's change sets",
    over: &["stack", "stacks", "list", "global"],
    typing: false,
    commands: &commands::<_, { CHANGE_SETS_ACTIONS.len() }>(CHANGE_SETS_ACTIONS),
};

const QUESTION_ACTIONS: &Actions<Stacks> = actions! {
    "stacks.yes" "yes" "Detect drift" (in_footer)
        tells detection::begin;
    "stacks.no" "no" "Leave it" (in_footer)
        changes |pane, _| pane.question = None;
};

/// Yes or no to something that costs time and calls, and changes nothing.
pub(super) const QUESTION_SCOPE: Scope = Scope {
    name: "stacks-question",
    title: "Stacks, yes or no",
    over: &["global"],
    typing: false,
    commands: &commands::<_, { QUESTION_ACTIONS.len() }>(QUESTION_ACTIONS),
};
