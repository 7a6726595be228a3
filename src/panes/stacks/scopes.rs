//! The pane's commands, what they are called, and where each means something.

use crate::keys::{Command, Scope};

const COMMANDS: &[Command] = &[
    Command::new("stacks.events", "events", "Show the stack's events").in_footer(),
    Command::new(
        "stacks.change-sets",
        "change sets",
        "Show the stack's change sets",
    )
    .in_footer(),
    Command::new(
        "stacks.next",
        "next failure",
        "Go to the next stack or event that failed",
    ),
    Command::new(
        "stacks.previous",
        "previous failure",
        "Go to the previous stack or event that failed",
    ),
    Command::new("stacks.story", "story", "Show what failed first, and why"),
    Command::new(
        "stacks.timeline",
        "timeline",
        "Show how long each resource was worked on",
    ),
    Command::new(
        "stacks.resources",
        "resources",
        "Show the stack's resources",
    ),
    Command::new(
        "stacks.values",
        "values",
        "Show outputs, parameters and tags",
    ),
    Command::new("stacks.template", "template", "Show the deployed template"),
    Command::new(
        "stacks.drift",
        "drift",
        "Show what CloudFormation's last drift detection found",
    ),
    Command::new(
        "stacks.detect-drift",
        "detect drift",
        "Let CloudFormation look for drift: minutes",
    ),
    Command::new(
        "stacks.hide-healthy",
        "healthy",
        "Show or hide stacks that are well",
    ),
    Command::new(
        "stacks.copy-text",
        "copy text",
        "Copy everything that the story or the view says",
    ),
    Command::new(
        "stacks.skip",
        "skip",
        "Leave a stuck resource out of a roll back",
    ),
    Command::new(
        "stacks.create-change-set",
        "change set",
        "Make a change set from the repository's template",
    )
    .proposing_write(),
    Command::new(
        "stacks.revert-drift",
        "revert drift",
        "Make a change set that puts back what drifted",
    )
    .proposing_write(),
    Command::new(
        "stacks.roll-back",
        "roll back",
        "Roll back, or continue a roll back that stuck",
    )
    .proposing_write(),
    Command::new(
        "stacks.cancel-update",
        "cancel update",
        "Cancel the update that is under way",
    )
    .proposing_write(),
    Command::new(
        "stacks.protect",
        "protection",
        "Enable or disable termination protection",
    )
    .proposing_write(),
    Command::new(
        "stacks.delete",
        "delete stack",
        "Delete a stack whose creation failed",
    )
    .proposing_write(),
];

pub const SCOPE: Scope = Scope {
    name: "stacks",
    title: "Stacks",
    over: &["list", "global"],
    typing: false,
    commands: COMMANDS,
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub const DETAIL_SCOPE: Scope = Scope {
    name: "stacks-detail",
    title: "Stacks, detail",
    over: &["stacks", "list", "global"],
    typing: false,
    commands: &[],
};

/// One stack that has the whole pane.
pub const STACK_SCOPE: Scope = Scope {
    name: "stack",
    title: "A stack",
    over: &["stacks", "list", "global"],
    typing: false,
    commands: &[
        Command::new(
            "stack.next-view",
            "next view",
            "Show the next view of the stack",
        )
        .in_footer(),
        Command::new(
            "stack.previous-view",
            "previous view",
            "Show the previous view of the stack",
        ),
    ],
};

/// Its change sets, or one of them.
pub const CHANGE_SETS_SCOPE: Scope = Scope {
    name: "change-sets",
    title: "A stack's change sets",
    over: &["stack", "stacks", "list", "global"],
    typing: false,
    commands: &[
        Command::new(
            "stacks.execute-change-set",
            "execute",
            "Execute the change set",
        )
        .proposing_write()
        .in_footer(),
        Command::new(
            "stacks.delete-change-set",
            "delete",
            "Delete a change set that was made here",
        )
        .proposing_write(),
    ],
};

/// Yes or no to something that costs time and calls, and changes nothing.
pub const QUESTION_SCOPE: Scope = Scope {
    name: "stacks-question",
    title: "Stacks, yes or no",
    over: &["global"],
    typing: false,
    commands: &[
        Command::new("stacks.yes", "yes", "Let CloudFormation look for drift").in_footer(),
        Command::new("stacks.no", "no", "Leave it").in_footer(),
    ],
};
