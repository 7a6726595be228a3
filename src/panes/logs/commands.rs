//! The pane's commands: what they are called, and what they do.

use jiff::{SignedDuration, Timestamp};

use super::{
    Logs, histogram,
    opened::{Clock, Subject, View},
    words,
};
use crate::{
    facts::Reason,
    keys::{Scope, actions, commands},
    logs::{Form, Keep, Sought, Wanted, What, Wish},
    panes::{Actions, Cx, changes, filters, tells},
};

pub(super) const ALL: [&Actions<Logs>; 2] = [ACTIONS, LOG_ACTIONS];

const ACTIONS: &Actions<Logs> = actions! {
    "logs.lines" "log" "Show the log's lines"
        changes |pane, cx| pane.show(View::Lines, cx);
    "logs.streams" "streams" "Show the group's streams, the one with the last event first"
        changes |pane, cx| pane.show(View::Streams, cx);
    "logs.invocations" "invocations" "Show the invocations among the lines"
        changes |pane, cx| pane.show(View::Invocations, cx);
    "logs.patterns" "patterns" "Show lines that differ only in numbers and ids, counted"
        changes |pane, cx| pane.show(View::Patterns, cx);
};

pub(super) const SCOPE: Scope = Scope {
    name: "logs",
    title: "Logs",
    over: &["list", "global"],
    typing: false,
    commands: &commands::<_, { ACTIONS.len() }>(ACTIONS),
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub(super) const DETAIL_SCOPE: Scope = Scope {
    name: "logs-detail",
    title: "Logs, detail",
    over: &["logs", "list", "global"],
    typing: false,
    commands: &[],
};

const LOG_ACTIONS: &Actions<Logs> = actions! {
    "log.filter" "filter" "Filter the lines: word, !word, /regex/, status>=500, level:error, from:14:02" (in_footer)
        filters ();
    "log.follow" "follow" "Follow what is still written; hold it; go on" (in_footer)
        changes Logs::follow;
    "log.next-view" "next view" "Show the next view of the log" (in_footer)
        changes |pane, cx| pane.turn(true, cx);
    "log.previous-view" "previous view" "Show the previous view of the log"
        changes |pane, cx| pane.turn(false, cx);
    "log.level" "level" "Show warnings and worse, errors and worse, or all lines"
        changes Logs::next_levels;
    "log.unfiltered" "hidden" "Show all lines around this one, or filter again"
        changes |pane, _| pane.with_open(|open| open.unfiltered = !open.unfiltered);
    "log.folds" "groups" "Show all lines of the groups of a job's log, or fold them"
        tells Logs::toggle_folds;
    "log.stop" "cancel" "Stop reading this log, and keep what was read"
        tells Logs::stop;
    "log.zoom" "zoom" "Show the lines around this one in time, a twelfth of the range"
        tells Logs::zoom;
    "log.clear" "all lines" "Take away the level, the range and what a view chose"
        changes |pane, _| pane.with_open(|open| open.own.clear());
    "log.next-error" "next error" "Go to the next error"
        changes |pane, cx| pane.seek(Sought::Error, true, cx);
    "log.previous-error" "previous error" "Go to the error before"
        changes |pane, cx| pane.seek(Sought::Error, false, cx);
    "log.mark" "mark" "Mark the line, or take its mark away"
        changes Logs::mark;
    "log.next-mark" "next mark" "Go to the next marked line"
        changes |pane, cx| pane.seek(Sought::Mark, true, cx);
    "log.next-gap" "next gap" "Go to the next gap: what could not be read"
        changes |pane, cx| pane.seek(Sought::Gap, true, cx);
    "log.wrap" "wrap" "Wrap long lines, or cut them"
        changes |pane, _| pane.with_open(|open| open.wraps = !open.wraps);
    "log.times" "times" "Tell times in UTC, from this line on, or as everywhere"
        changes Logs::next_clock;
    "log.earlier" "earlier" "Read as much again, further back"
        tells Logs::earlier;
    "log.copy-json" "JSON lines" "Copy the marked lines, or all that are shown, as JSON Lines"
        changes |pane, _| pane.export(Form::JsonLines);
    "log.copy-markdown" "Markdown" "Copy the marked lines, or all that are shown, as Markdown"
        changes |pane, _| pane.export(Form::Markdown);
};

/// An open log.
pub(super) const LOG_SCOPE: Scope = Scope {
    name: "log",
    title: "A log",
    over: &["logs", "list", "global"],
    typing: false,
    commands: &commands::<_, { LOG_ACTIONS.len() }>(LOG_ACTIONS),
};

/// How much of the range in sight a zoom leaves.
const ZOOM: i64 = 12;

impl Logs {
    fn with_open(&mut self, change: impl FnOnce(&mut super::Opened)) {
        if let Some(open) = &mut self.open {
            open.note = None;
            change(open);
        }
    }

    fn seek(&mut self, sought: Sought, down: bool, cx: &Cx<'_>) {
        if let Some(open) = self.open.as_mut().filter(|open| open.is_lines()) {
            open.note = None;
            let order = open.seek(sought, down, cx);
            self.orders.push(order);
        }
    }

    /// All lines, warnings and worse, errors and worse.
    fn next_levels(&mut self, _: &Cx<'_>) {
        let Some(open) = &mut self.open else {
            return;
        };
        let at = open
            .own
            .iter()
            .position(|wish| matches!(wish.wanted, Wanted::Levels(_)));
        let now = at.map(|at| open.own.remove(at).wanted);
        let now = match now {
            Some(Wanted::Levels(levels)) => Some(levels),
            _ => None,
        };
        let next = words::next_levels(now);
        open.own
            .extend(next.map(|levels| Wish::of(Keep::In, Wanted::Levels(levels))));
    }

    fn toggle_folds(&mut self, _: &Cx<'_>) -> Option<Reason> {
        let open = self.open.as_mut()?;
        let Subject::Job(_) = open.subject else {
            return Some("Only a job's log has groups that fold.".into());
        };
        open.note = None;
        open.unfolded = !open.unfolded;
        let order = open.order(What::Fold(!open.unfolded));
        self.orders.push(order);
        None
    }

    fn stop(&mut self, _: &Cx<'_>) -> Option<Reason> {
        let open = self.open.as_mut()?;
        if !open.news.progress.is_reading {
            return Some("Nothing of this log is being read.".into());
        }
        let order = open.order(What::Stop);
        self.orders.push(order);
        None
    }

    fn next_clock(&mut self, cx: &Cx<'_>) {
        let Some(open) = &mut self.open else {
            return;
        };
        let here = open.row().and_then(|row| row.time);
        let since = here.map_or(Clock::Zone, Clock::Since);
        open.clock = match open.clock {
            Clock::Zone if cx.times().is_utc() => since,
            Clock::Zone => Clock::Utc,
            Clock::Utc => since,
            Clock::Since(_) => Clock::Zone,
        };
        open.measure(cx);
    }

    fn mark(&mut self, _: &Cx<'_>) {
        if let Some(open) = &mut self.open
            && let Some(line) = open.row().map(|row| row.line)
        {
            let order = open.order(What::Mark(line));
            self.orders.push(order);
        }
    }

    /// The lines around the selected one, a part of the range that is in sight.
    fn zoom(&mut self, _: &Cx<'_>) -> Option<Reason> {
        let open = self.open.as_mut()?;
        let Some((at, histogram)) = open
            .row()
            .and_then(|row| row.time)
            .zip(open.news.histogram.as_ref())
        else {
            return Some("The line has no time.".into());
        };
        let range = histogram::range(histogram);
        let half = (range / ZOOM / 2).max(500);
        let wanted = Wanted::Time(at - half, at + half);
        open.own
            .retain(|wish| !matches!(wish.wanted, Wanted::Time(..)));
        open.own.push(Wish::of(Keep::In, wanted));
        None
    }

    /// Twice as far back as before.
    fn earlier(&mut self, cx: &Cx<'_>) -> Option<Reason> {
        let open = self.open.as_mut()?;
        let Some(from) = open.from else {
            return Some("A file is read from its beginning.".into());
        };
        if open.news.progress.is_reading {
            return Some("The log is still being read.".into());
        }
        let newest = open.news.histogram.as_ref().map(histogram::end);
        let newest = newest.and_then(|at| Timestamp::from_millisecond(at).ok());
        let until = newest.unwrap_or(cx.now).max(from);
        let read = until
            .duration_since(from)
            .max(SignedDuration::from_hours(1));
        let to = from.checked_sub(read).unwrap_or(Timestamp::MIN);
        open.from = Some(to);
        let order = open.order(What::Earlier(to));
        self.orders.push(order);
        let said = format!("Reading back to {}.", cx.times().minute(to));
        Some(said.into())
    }

    /// It is copied when the worker has put it together.
    fn export(&mut self, form: Form) {
        let Some(open) = &mut self.open else {
            return;
        };
        let order = open.order(What::Export(form));
        self.orders.push(order);
    }
}
