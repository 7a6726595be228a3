//! Drift detection: asked once, by a person's yes, then followed to its end.
//!
//! It must never be begun by a refresh, a new pane or another account.

use jiff::Timestamp;
use ratatui::{buffer::Buffer, layout::Rect};

use super::{Stacks, view::View};
use crate::{
    ask::{Ask, AskOf, Question, cloudformation},
    facts::{
        DriftDetectionId, EnvironmentName, Fault, StackDrift, StackName, numbered,
        stack::DriftDetectionStatus,
    },
    panes::Cx,
    ui::{Line, Role, draw_lines, wrap_all},
};

/// A detection that was begun here.
#[derive(Clone, Debug)]
pub(super) struct Detection {
    pub(super) stack: StackName,
    state: State,
}

#[derive(Clone, Debug)]
enum State {
    /// Asked for; what was answered before this moment is of an earlier one.
    Asked(Option<Timestamp>),
    Running(DriftDetectionId),
    Done,
    Failed(Fault),
}

impl Detection {
    /// Empty once it is over: nothing asks for it again.
    pub(super) fn wants(&self, environment: &EnvironmentName) -> Option<Ask> {
        match &self.state {
            State::Asked(_) => Some(begin_ask(environment, &self.stack).into()),
            State::Running(id) => Some(status_ask(environment, id).into()),
            State::Done | State::Failed(_) => None,
        }
    }

    /// What is read again until it is over.
    pub(super) fn follows(&self, environment: &EnvironmentName) -> Option<Ask> {
        match &self.state {
            State::Running(id) => Some(status_ask(environment, id).into()),
            _ => None,
        }
    }
}

fn begin_ask(
    environment: &EnvironmentName,
    stack: &StackName,
) -> AskOf<cloudformation::DetectDrift> {
    cloudformation::DetectDrift(stack.clone()).of(environment)
}

fn status_ask(
    environment: &EnvironmentName,
    id: &DriftDetectionId,
) -> AskOf<cloudformation::DriftStatus> {
    let detection = id.clone();
    cloudformation::DriftStatus { detection }.of(environment)
}

/// When the ask was last answered, one way or the other.
fn answered(ask: &Ask, cx: &Cx<'_>) -> Option<Timestamp> {
    let load = cx.store.load(ask)?;
    let fault = load.fault.as_ref().map(|(_, at)| *at);
    load.at().max(fault)
}

/// Puts the question; one detection at a time.
pub(super) fn offer(pane: &mut Stacks, cx: &Cx<'_>) {
    let open = pane.open.as_ref().map(|open| open.name.clone());
    let selected = || {
        Some(
            cx.store
                .stack(cx.environment, pane.cursor.selected()?)?
                .name
                .clone(),
        )
    };
    let running = pane
        .detection
        .as_ref()
        .is_some_and(|detection| matches!(detection.state, State::Asked(_) | State::Running(_)));
    if !running {
        pane.question = open.or_else(selected);
    }
}

/// The person said yes.
pub(super) fn begin(pane: &mut Stacks, cx: &Cx<'_>) {
    let Some(stack) = pane.question.take() else {
        return;
    };
    let ask = begin_ask(cx.environment, &stack);
    let before = answered(&ask, cx);
    if before.is_some() {
        pane.refetch.push(ask.into());
    }
    pane.detection = Some(Detection {
        stack,
        state: State::Asked(before),
    });
    pane.view.stale();
}

/// Takes a step when an answer came.
pub(super) fn settled(pane: &mut Stacks, cx: &Cx<'_>) {
    let Some(detection) = &mut pane.detection else {
        return;
    };
    let over = match detection.state.clone() {
        State::Asked(before) => {
            let ask = begin_ask(cx.environment, &detection.stack);
            let Some(load) = cx.store.load(&ask).filter(|load| load.asking.is_none()) else {
                return;
            };
            if answered(&ask, cx) <= before {
                return;
            }
            detection.state = match (&load.fault, load.of::<cloudformation::DetectDrift>()) {
                (Some((fault, _)), _) => State::Failed(fault.clone()),
                (None, Some(id)) => State::Running(id.clone()),
                _ => return,
            };
            false
        }
        State::Running(id) => match status(&id, cx).map(|drift| &drift.progress) {
            Some(DriftDetectionStatus::InProgress) | None => false,
            Some(_) => {
                detection.state = State::Done;
                true
            }
        },
        State::Done | State::Failed(_) => false,
    };
    if over {
        let name = detection.stack.clone();
        // The list's word and the resources' are of before.
        pane.refetch.extend([
            cloudformation::ResourceDrifts(name.clone())
                .of(cx.environment)
                .into(),
            cloudformation::Resources(name).of(cx.environment).into(),
            cloudformation::Stacks.of(cx.environment).into(),
        ]);
    }
}

fn status<'a>(id: &DriftDetectionId, cx: &Cx<'a>) -> Option<&'a StackDrift> {
    cx.store.get(&status_ask(cx.environment, id))
}

/// How the detection in this stack goes, for its drift view.
pub(super) fn lines(pane: &Stacks) -> Vec<Line> {
    let Some(open) = pane.open.as_ref().filter(|open| open.view == View::Drift) else {
        return Vec::new();
    };
    let Some(detection) = pane.detection.as_ref().filter(|one| one.stack == open.name) else {
        return Vec::new();
    };
    let say = |role: Role, said: String| vec![Line::signed("> ", role, said)];
    match &detection.state {
        State::Asked(_) => say(Role::Info, "Starting a drift detection.".into()),
        State::Running(_) => say(
            Role::Info,
            "Drift detection is running; it takes minutes.".into(),
        ),
        State::Failed(fault) => {
            let mut lines = say(Role::Bad, fault.what.clone());
            lines.push(Line::indented(2, Role::Text, fault.hint.clone()));
            lines
        }
        State::Done => Vec::new(),
    }
}

/// The question over the pane; gives the area that is left.
pub(super) fn draw_question(stack: &StackName, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) -> Rect {
    let caller = cx.store.caller(cx.environment);
    let who = caller.map_or("the caller", |caller| caller.role());
    let ask = cloudformation::Resources(stack.clone()).of(cx.environment);
    let count = match cx.store.get(&ask) {
        Some(all) => format!("its {}", numbered(all.resources.len(), "resource")),
        None => "each of its resources".to_owned(),
    };
    let said = format!(
        "Detect drift in {}? CloudFormation then reads {count} as {who}: some minutes, at least one call each. It changes nothing.   {} yes   {} no",
        stack.raw(),
        cx.key("stacks.yes"),
        cx.key("stacks.no")
    );
    let width = area.width.saturating_sub(2);
    let line = Line::signed("? ", Role::Warn, said);
    let lines = wrap_all(&[line], width);
    let height = u16::try_from(lines.len()).unwrap_or(3).min(area.height / 2);
    let inner = Rect {
        x: area.x + 1,
        width,
        height,
        ..area
    };
    draw_lines(inner, buf, &cx.look.theme, &lines, 0);
    Rect {
        y: area.y + height,
        height: area.height - height,
        ..area
    }
}
