//! What the pane wants of the worker: a log is opened, and whatever differs from what was
//! ordered before is ordered.

use jiff::{SignedDuration, Timestamp};

use super::{
    Logs,
    draw::Parts,
    opened::{Jump, Opened, Subject},
};
use crate::{
    checks::repository,
    facts::{LogGroupName, LogStreamName, Reason},
    logs::{LogSource, Order, Place, Sought, What, Window, Wish, query},
    panes::Cx,
    ui::Destination,
};

/// How far back a group is read at first.
const AT_FIRST: SignedDuration = SignedDuration::from_hours(1);
/// What is read around a moment that somebody came for.
const AROUND: SignedDuration = SignedDuration::from_mins(15);
/// Rows that are held ready beyond the screen.
const READY: usize = 12;
/// Bytes of a line that are enough for a screen, wrapped or not.
const WRAPPED: usize = 16 << 10;
const CUT: usize = 2 << 10;
/// A line that is read alone.
const WHOLE: usize = 1 << 20;

impl Logs {
    /// The log of a group, of a stream, or of a file.
    pub(super) fn go_to(&mut self, to: &Destination, cx: &Cx<'_>) -> Option<Result<(), Reason>> {
        match to {
            Destination::Log { group, stream, at } => {
                self.open_group(group, stream.as_ref(), *at, cx);
            }
            Destination::JobLog { job, name, at } => {
                let Some(repository) = repository(cx.settings, cx.store) else {
                    return Some(Err("No repository on GitHub is known.".into()));
                };
                let source = LogSource::Job(repository, *job);
                let place = match at {
                    Some(at) => Place::Time(at.as_millisecond()),
                    None => Place::Next {
                        sought: Sought::Error,
                        from: 0,
                        down: true,
                    },
                };
                self.open_with(Subject::Job(name.clone()), source, None, place, cx);
            }
            Destination::LogFile(path) => {
                let source = LogSource::File(path.clone());
                let subject = Subject::File(path.clone());
                self.open_with(subject, source, None, Place::First, cx);
            }
            _ => return None,
        }
        Some(Ok(()))
    }

    pub(super) fn open_group(
        &mut self,
        group: &LogGroupName,
        stream: Option<&LogStreamName>,
        at: Option<Timestamp>,
        cx: &Cx<'_>,
    ) {
        let from = |at: Timestamp, before| at.checked_sub(before).unwrap_or(at);
        let (from, to) = match at {
            Some(at) => (from(at, AROUND), at.checked_add(AROUND).ok()),
            None => (from(cx.now, AT_FIRST), None),
        };
        let source = LogSource::Group {
            environment: cx.environment.clone(),
            group: group.clone(),
            streams: stream.into_iter().cloned().collect(),
            from,
            to,
        };
        let place = match at {
            Some(at) => Place::Time(at.as_millisecond()),
            None => Place::Last,
        };
        let subject = Subject::Group(group.clone(), stream.cloned());
        self.open_with(subject, source, Some(from), place, cx);
        self.cursor.point_at(group.clone());
        self.cursor.choose();
    }

    /// A stream's events are read from its last hour on, whenever that was.
    pub(super) fn open_stream(
        &mut self,
        group: &LogGroupName,
        stream: &LogStreamName,
        last: Option<Timestamp>,
        cx: &Cx<'_>,
    ) {
        let last = last.unwrap_or(cx.now).min(cx.now);
        let from = last.checked_sub(AT_FIRST).unwrap_or(last);
        let source = LogSource::Group {
            environment: cx.environment.clone(),
            group: group.clone(),
            streams: vec![stream.clone()],
            from,
            to: None,
        };
        let subject = Subject::Group(group.clone(), Some(stream.clone()));
        self.open_with(subject, source, Some(from), Place::Last, cx);
    }

    fn open_with(
        &mut self,
        subject: Subject,
        source: LogSource,
        from: Option<Timestamp>,
        place: Place,
        cx: &Cx<'_>,
    ) {
        self.openings += 1;
        let mut open = Opened::new(self.openings, subject, place == Place::Last);
        open.from = from;
        let window = open.window(place, 0, cx);
        let order = open.order(What::Open(vec![source], window));
        open.sent.window = order.serial;
        if matches!(place, Place::Time(_) | Place::Next { .. }) {
            open.jump = Some(Jump {
                serial: order.serial,
                until_read: true,
                otherwise: None,
            });
        }
        open.remember_room(cx);
        self.orders.push(order);
        self.open = Some(open);
        self.environment = Some(cx.environment.clone());
        self.view.turn(true, cx.filter);
    }

    /// Orders what differs from what was ordered: filters, search, sums, and other rows
    /// where there is another room for them.
    pub(super) fn sync(&mut self, cx: &Cx<'_>) {
        // It is the lines that are filtered, in whichever view they are counted.
        self.view.leave_out(cx.filter);
        let Some(open) = &mut self.open else {
            return;
        };
        let filters = open.wished(cx);
        if filters != open.sent.filters {
            open.sent.filters.clone_from(&filters);
            self.orders.push(open.order(What::Filter(filters)));
            let place = open.place();
            self.orders.push(open.show(place, 0, cx));
        }
        // Elsewhere than among the lines a search is of the text that is read.
        if open.is_lines() && open.sent.search != cx.search {
            open.sent.search = cx.search.to_owned();
            let typed = (!cx.search.is_empty()).then(|| cx.search.to_owned());
            let order = match typed.as_deref().and_then(|typed| typed.strip_prefix('@')) {
                Some(time) => open.go_to_time(time, cx),
                None => {
                    self.orders.push(open.order(What::Search(typed.clone())));
                    typed.map(|_| open.seek(Sought::HitFromHere, true, cx))
                }
            };
            self.orders.extend(order);
        }
        let sum = open.view.sum();
        if sum != open.sent.sum {
            open.sent.sum = sum;
            self.orders.push(open.order(What::Sum(sum)));
        }
        if open.sent.room != open.room(cx) {
            open.remember_room(cx);
            open.measure(cx);
            let place = open.place();
            self.orders.push(open.show(place, 0, cx));
        }
    }
}

impl Opened {
    /// The filters that there shall be: those that are typed, and its own.
    fn wished(&mut self, cx: &Cx<'_>) -> Vec<Wish> {
        let near = self.row().and_then(|row| row.time);
        let near = near.unwrap_or_else(|| cx.now.as_millisecond());
        let (typed, wrong) = query::wishes(&cx.filter.text, near);
        self.wrong = wrong;
        let on = !self.unfiltered;
        let all = self.own.iter().cloned().chain(typed);
        all.map(|wish| Wish { on, ..wish }).collect()
    }

    /// Where the rows are meant to be now.
    pub(super) fn place(&self) -> Place {
        match self.at_end {
            true => Place::Last,
            false => Place::Line(self.cursor),
        }
    }

    pub(super) fn room(&self, cx: &Cx<'_>) -> (u16, u16, bool) {
        (cx.area.width, cx.area.height, self.wraps)
    }

    fn remember_room(&mut self, cx: &Cx<'_>) {
        self.sent.room = self.room(cx);
    }

    fn window(&self, at: Place, by: isize, cx: &Cx<'_>) -> Window {
        let room = Parts::of(self, cx).room();
        let (ready, most) = match (self.alone, self.wraps) {
            (Some(_), _) => (0, WHOLE),
            (None, true) => (room * 2 + READY, WRAPPED),
            (None, false) => (room * 2 + READY, CUT),
        };
        Window {
            at,
            by,
            before: ready,
            after: ready,
            most,
            columns: usize::from(cx.area.width.saturating_sub(2)),
        }
    }

    pub(super) fn show(&mut self, at: Place, by: isize, cx: &Cx<'_>) -> Order {
        let window = self.window(at, by, cx);
        let order = self.order(What::Show(window));
        self.sent.window = order.serial;
        order
    }

    /// To the next of its kind, after the cursor or before it.
    pub(super) fn seek(&mut self, sought: Sought, down: bool, cx: &Cx<'_>) -> Order {
        let from = self.cursor;
        let otherwise = match sought {
            Sought::Hit | Sought::HitFromHere => None,
            Sought::Error => Some("No error is among the lines that are shown."),
            Sought::Mark => Some("No line is marked."),
            Sought::Gap => Some("Nothing is missing among the lines that were read."),
        };
        self.jump_to(Place::Next { sought, from, down }, otherwise, cx)
    }

    pub(super) fn jump_to(
        &mut self,
        place: Place,
        otherwise: Option<&'static str>,
        cx: &Cx<'_>,
    ) -> Order {
        self.leave_end();
        self.ahead = 0;
        let order = self.show(place, 0, cx);
        self.jump = Some(Jump {
            serial: order.serial,
            until_read: false,
            otherwise,
        });
        order
    }

    /// `@14:02` in the place of a search.
    fn go_to_time(&mut self, typed: &str, cx: &Cx<'_>) -> Option<Order> {
        let near = self.row().and_then(|row| row.time);
        let near = near.unwrap_or_else(|| cx.now.as_millisecond());
        let time = query::moment(typed, near)?;
        Some(self.jump_to(Place::Time(time), None, cx))
    }

    /// The last line no longer stays in sight; what comes from now on is held.
    pub(super) fn leave_end(&mut self) {
        if std::mem::take(&mut self.at_end) {
            self.held_from = self.ever();
        }
    }
}
