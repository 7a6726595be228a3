//! The pane's commands: what they are called, and what they move.

use super::{Pipeline, View, detail, plan, rows};
use crate::{
    facts::Clip,
    keys::{Scope, actions, commands},
    panes::{Actions, Cx, changes, copies, list_detail::ListDetail},
};

pub(super) const ACTIONS: &Actions<Pipeline> = actions! {
    "pipeline.evidence" "evidence" "Show what the rule saw, why it matters and what to do"
        changes |pane, _| pane.show(View::Evidence);
    "pipeline.plan" "plan" "Show the plan for 30 and 90 days, as a checklist"
        changes |pane, _| pane.show(View::Plan);
    "pipeline.criteria" "criteria" "Show the criteria that the pipeline meets, and does not"
        changes |pane, _| pane.show(View::Criteria);
    "pipeline.threats" "threats" "Show what threatens the pipeline, and the findings that leave each way open"
        changes |pane, _| pane.show(View::Threats);
    "pipeline.map" "map" "Show the way from workflow to role, stack, functions and alarms, with a mark at each"
        changes |pane, _| pane.show(View::Map);
    "pipeline.hide-green" "hidden" "Show or hide what is well" (in_footer)
        changes Pipeline::toggle_green;
    "pipeline.copy-plan" "plan" "Copy the plan, as a checklist in Markdown"
        copies |_, cx| Some(Clip::whole(plan::checklist(super::report(cx)?)));
    "pipeline.copy-place" "file" "Copy the file, line and column of the first evidence"
        copies |pane, cx| {
            let row = rows::row_of(pane.cursor.selected()?, cx)?;
            Some(Clip::name(&row.telling().find_map(detail::place)?))
        };
};

pub(super) const SCOPE: Scope = Scope {
    name: "pipeline",
    title: "Pipeline",
    over: &["list", "global"],
    typing: false,
    commands: &commands::<_, { ACTIONS.len() }>(ACTIONS),
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub(super) const DETAIL_SCOPE: Scope = Scope {
    name: "pipeline-detail",
    title: "Pipeline, detail",
    over: &["pipeline", "list", "global"],
    typing: false,
    commands: &[],
};

impl Pipeline {
    fn show(&mut self, view: View) {
        self.view = view;
        self.cursor.choose();
        self.cursor.open();
    }

    fn toggle_green(&mut self, cx: &Cx<'_>) {
        self.shows_green = !self.shows_green;
        self.keep(cx);
    }
}
