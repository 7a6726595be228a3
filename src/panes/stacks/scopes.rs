//! The pane's commands: what each is called and does, and where it means something.

use super::{Stacks, detection, propose, view::View};
use crate::{
    keys::{Command, Scope, commands},
    panes::{Actions, changes, does, proposes},
};

/// All commands of the pane, whatever scope they are of.
pub(super) const ALL: [&Actions<Stacks>; 4] = [
    ACTIONS,
    STACK_ACTIONS,
    CHANGE_SETS_ACTIONS,
    QUESTION_ACTIONS,
];

const ACTIONS: &Actions<Stacks> = &[
    changes(
        Command::new("stacks.events", "events", "Show the stack's events").in_footer(),
        |pane, cx| pane.show(View::Events, cx),
    ),
    changes(
        Command::new(
            "stacks.change-sets",
            "change sets",
            "Show the stack's change sets",
        )
        .in_footer(),
        |pane, cx| pane.show(View::ChangeSets, cx),
    ),
    does(
        Command::new(
            "stacks.next",
            "next failure",
            "Go to the next stack or event that failed",
        ),
        |pane, cx| pane.next_failure(true, cx),
    ),
    does(
        Command::new(
            "stacks.previous",
            "previous failure",
            "Go to the previous stack or event that failed",
        ),
        |pane, cx| pane.next_failure(false, cx),
    ),
    changes(
        Command::new("stacks.story", "story", "Show what failed first, and why"),
        |pane, cx| pane.show(View::Story, cx),
    ),
    changes(
        Command::new(
            "stacks.timeline",
            "timeline",
            "Show how long each resource was worked on",
        ),
        |pane, cx| pane.show(View::Timeline, cx),
    ),
    changes(
        Command::new(
            "stacks.resources",
            "resources",
            "Show the stack's resources",
        ),
        |pane, cx| pane.show(View::Resources, cx),
    ),
    changes(
        Command::new(
            "stacks.values",
            "values",
            "Show outputs, parameters and tags",
        ),
        |pane, cx| pane.show(View::Values, cx),
    ),
    changes(
        Command::new("stacks.template", "template", "Show the deployed template"),
        |pane, cx| pane.show(View::Template, cx),
    ),
    changes(
        Command::new(
            "stacks.drift",
            "drift",
            "Show what CloudFormation's last drift detection found",
        ),
        |pane, cx| pane.show(View::Drift, cx),
    ),
    changes(
        Command::new(
            "stacks.detect-drift",
            "detect drift",
            "Let CloudFormation look for drift: minutes",
        ),
        detection::offer,
    ),
    changes(
        Command::new(
            "stacks.hide-healthy",
            "healthy",
            "Show or hide stacks that are well",
        ),
        |pane, cx| {
            pane.hide_healthy = !pane.hide_healthy;
            pane.keep_selection(cx);
        },
    ),
    does(
        Command::new(
            "stacks.copy-text",
            "copy text",
            "Copy everything that the story or the view says",
        ),
        |pane, cx| pane.copy_text(cx),
    ),
    changes(
        Command::new(
            "stacks.skip",
            "skip",
            "Leave a stuck resource out of a roll back",
        ),
        propose::skip,
    ),
    proposes(
        Command::new(
            "stacks.create-change-set",
            "change set",
            "Make a change set from the repository's template",
        ),
        propose::create,
    ),
    proposes(
        Command::new(
            "stacks.revert-drift",
            "revert drift",
            "Make a change set that puts back what drifted",
        ),
        propose::revert_drift,
    ),
    proposes(
        Command::new(
            "stacks.roll-back",
            "roll back",
            "Roll back, or continue a roll back that stuck",
        ),
        propose::roll_back,
    ),
    proposes(
        Command::new(
            "stacks.cancel-update",
            "cancel update",
            "Cancel the update that is under way",
        ),
        propose::cancel_update,
    ),
    proposes(
        Command::new(
            "stacks.protect",
            "protection",
            "Enable or disable termination protection",
        ),
        propose::protect,
    ),
    proposes(
        Command::new(
            "stacks.delete",
            "delete stack",
            "Delete a stack whose creation failed",
        ),
        propose::delete,
    ),
];

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

const STACK_ACTIONS: &Actions<Stacks> = &[
    changes(
        Command::new(
            "stack.next-view",
            "next view",
            "Show the next view of the stack",
        )
        .in_footer(),
        |pane, cx| pane.turn(true, cx),
    ),
    changes(
        Command::new(
            "stack.previous-view",
            "previous view",
            "Show the previous view of the stack",
        ),
        |pane, cx| pane.turn(false, cx),
    ),
];

/// One stack that has the whole pane.
pub(super) const STACK_SCOPE: Scope = Scope {
    name: "stack",
    title: "A stack",
    over: &["stacks", "list", "global"],
    typing: false,
    commands: &commands::<_, { STACK_ACTIONS.len() }>(STACK_ACTIONS),
};

const CHANGE_SETS_ACTIONS: &Actions<Stacks> = &[
    proposes(
        Command::new(
            "stacks.execute-change-set",
            "execute",
            "Execute the change set",
        )
        .in_footer(),
        propose::execute,
    ),
    proposes(
        Command::new(
            "stacks.delete-change-set",
            "delete",
            "Delete a change set that was made here",
        ),
        propose::delete_change_set,
    ),
];

/// Its change sets, or one of them.
pub(super) const CHANGE_SETS_SCOPE: Scope = Scope {
    name: "change-sets",
    title: "A stack's change sets",
    over: &["stack", "stacks", "list", "global"],
    typing: false,
    commands: &commands::<_, { CHANGE_SETS_ACTIONS.len() }>(CHANGE_SETS_ACTIONS),
};

const QUESTION_ACTIONS: &Actions<Stacks> = &[
    changes(
        Command::new("stacks.yes", "yes", "Let CloudFormation look for drift").in_footer(),
        detection::begin,
    ),
    changes(
        Command::new("stacks.no", "no", "Leave it").in_footer(),
        |pane, _| pane.question = None,
    ),
];

/// Yes or no to something that costs time and calls, and changes nothing.
pub(super) const QUESTION_SCOPE: Scope = Scope {
    name: "stacks-question",
    title: "Stacks, yes or no",
    over: &["global"],
    typing: false,
    commands: &commands::<_, { QUESTION_ACTIONS.len() }>(QUESTION_ACTIONS),
};
