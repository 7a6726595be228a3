//! What each view of an open log shows besides its lines: rows, or one line alone.

use jiff::Timestamp;

use super::{
    Logs,
    invocations::Invocations,
    opened::{Opened, Subject, View},
    patterns::Patterns,
    rows,
    streams::{Opens, Streams},
    text::readable,
    words,
};
use crate::{
    facts::Reason,
    logs::{Place, Row},
    panes::{
        Cx, address,
        list_detail::ListDetail,
        view::{ViewCache, ViewRows, Views},
    },
    ui::{Line, Role, lay_out_json},
};

/// The opening, its view, and the line that is read alone.
pub(super) type Of = (u64, View, Option<usize>);

impl Views for Logs {
    type Of = Of;
    type Opens = Opens;

    fn cache(&self) -> &ViewCache<Of> {
        &self.view
    }

    fn cache_mut(&mut self) -> &mut ViewCache<Of> {
        &mut self.view
    }

    fn opened(&self) -> Option<Of> {
        let open = self.open.as_ref().filter(|open| !open.is_lines())?;
        Some((open.number, open.view, open.alone))
    }

    fn view_rows<'a>(&'a self, cx: &Cx<'a>) -> Option<Box<dyn ViewRows<Opens> + 'a>> {
        let open = self.open.as_ref()?;
        Some(match open.view {
            View::Lines => return None,
            View::Streams => Box::new(Streams::of(open, cx)),
            View::Invocations => Box::new(Invocations::of(open, cx)),
            View::Patterns => Box::new(Patterns::of(open, cx)),
        })
    }

    fn view_text(&self, cx: &Cx<'_>) -> Vec<Line> {
        let open = self.open.as_ref();
        let row = open.and_then(|open| {
            let row = open.row()?;
            (Some(row.line) == open.alone).then_some(row)
        });
        row.map_or_else(Vec::new, |row| alone(row, cx))
    }

    fn header(&self, cx: &Cx<'_>) -> (Line, &'static [&'static str], usize) {
        match &self.open {
            Some(open) => header(open, cx),
            None => (Line::empty(), &View::TITLES, 0),
        }
    }

    fn unread(&self, cx: &Cx<'_>) -> Option<Vec<Line>> {
        let open = self.open.as_ref()?;
        let said = |said: &str| Some(vec![Line::of(Role::Text, said)]);
        match open.view {
            View::Lines => None,
            View::Streams => match open.group() {
                None => said("A file has no streams."),
                Some(group) if rows::streams(group, cx).is_none() => Some(cx.unread(
                    &[super::asks::streams(group, cx)],
                    "Its streams were not read; its events can be read all the same.",
                )),
                Some(_) => None,
            },
            View::Invocations | View::Patterns if open.news.sum.is_none() => {
                said("The lines are being put together.")
            }
            View::Invocations | View::Patterns => None,
        }
    }
}

impl Logs {
    /// Opens what is selected in a view.
    pub(super) fn enter(&mut self, cx: &Cx<'_>) {
        let opens = self.of_selected(cx, |rows, at| rows.opens(at)).flatten();
        let Some(open) = &mut self.open else {
            return;
        };
        match opens {
            Some(Opens::Stream(stream)) => {
                let group = open.group().cloned();
                let last = group.as_ref().and_then(|group| rows::streams(group, cx));
                let last = last.and_then(|read| {
                    let known = read.streams.iter().find(|one| one.name == stream);
                    known?.last_event
                });
                if let Some(group) = group {
                    self.open_stream(&group, &stream, last, cx);
                }
            }
            Some(Opens::Filters(wishes)) => {
                open.own = wishes;
                open.unfiltered = false;
                self.show(View::Lines, cx);
                self.sync(cx);
                self.start_at_top(cx);
            }
            Some(Opens::Line(line)) => {
                open.view = View::Lines;
                let order = open.jump_to(Place::Line(line), None, cx);
                self.orders.push(order);
                self.view.turn(false, cx.filter);
            }
            None => self.view.open_row(),
        }
    }

    pub(super) fn address_of_selected(&self, cx: &Cx<'_>) -> Result<String, Reason> {
        let none = "No log group is selected.";
        match self.open.as_ref().map(|open| &open.subject) {
            Some(Subject::Group(group, stream)) => address::log(group, stream.as_ref(), cx),
            Some(Subject::File(_)) => Err("A file has no page in the AWS console.".into()),
            Some(Subject::Job(_)) => Err("A job's log has no page in the AWS console.".into()),
            None => address::log(self.cursor.selected().ok_or(none)?, None, cx),
        }
    }

    /// Everything that is said of what is selected, as it is on the screen.
    pub(super) fn whole_text(&self, cx: &Cx<'_>) -> String {
        let lines = match &self.open {
            None => return self.detail_text(cx),
            Some(open) if open.is_lines() => {
                let row = open.row();
                row.map_or_else(Vec::new, |row| alone(row, cx))
            }
            Some(_) => self.view_lines(cx),
        };
        let text: Vec<String> = lines.iter().map(Line::text).collect();
        text.join("\n")
    }
}

/// A line by itself: where it was written, and its text, JSON laid out.
fn alone(row: &Row, cx: &Cx<'_>) -> Vec<Line> {
    let masked = crate::logs::masked(&row.text);
    let fact = |what: &str, said: String| {
        Line::of(Role::Dim, format!("{what:<9}")).behind(Role::Text, said)
    };
    let mut lines = Vec::new();
    let at = row.time.and_then(|at| Timestamp::from_millisecond(at).ok());
    if let Some(at) = at {
        let told = format!("{at:.3}");
        lines.push(fact("Written", cx.with_age(told, at)));
    }
    if let Some(late) = row.late {
        lines.push(fact(
            "Late",
            format!("it arrived {} later", words::took(late as f64)),
        ));
    }
    if let Some(origin) = &row.origin {
        lines.push(fact("Group", origin.group.clone()));
        lines.push(fact("Stream", origin.stream.clone()));
    }
    if row.level != crate::logs::Level::Plain {
        lines.push(fact("Level", row.level.word().to_owned()));
    }
    lines.push(Line::empty());
    let text = readable(&masked);
    lines.extend(
        laid_out(&text)
            .into_iter()
            .map(|line| Line::of(Role::Text, line)),
    );
    if row.len > row.text.len() {
        let more = row.len - row.text.len();
        lines.push(Line::of(Role::Warn, format!("... +{more} bytes")));
    }
    lines
}

/// What is JSON, alone or behind words, is laid out; everything else is as it is.
fn laid_out(text: &str) -> Vec<String> {
    let starts = text.find('{').into_iter().chain(text.find('['));
    let json = starts.min().and_then(|at| {
        let (before, json) = text.split_at(at);
        let laid = lay_out_json(json.trim_end());
        (laid.len() > 1).then_some((before.trim_end(), laid))
    });
    match json {
        Some((before, laid)) => {
            let before = (!before.is_empty()).then(|| before.to_owned());
            before.into_iter().chain(laid).collect()
        }
        None => text.lines().map(str::to_owned).collect(),
    }
}

/// Where the system shows what a process has open: what was piped in is there.
const PIPES: &str = "/dev/fd/";

/// What is open, how far back, and whether it is still read.
pub(super) fn header(open: &Opened, cx: &Cx<'_>) -> (Line, &'static [&'static str], usize) {
    let (name, stream) = match &open.subject {
        Subject::Group(group, stream) => (group.raw().to_owned(), stream.as_ref()),
        Subject::File(path) if path.starts_with(PIPES) => ("standard input".to_owned(), None),
        Subject::File(path) => (path.clone(), None),
        Subject::Job(name) => (format!("job {name}"), None),
    };
    let mut line = Line::of(Role::Strong, format!(" {name}"));
    if let Some(stream) = stream {
        line = line.then(Role::Info, format!("  {}", stream.raw()));
    }
    let progress = &open.news.progress;
    let mut said = String::new();
    if let Some(from) = open.from {
        said.push_str(&format!("   since {}", cx.times().dated(from)));
    }
    let read = words::bytes(open.news.counts.bytes);
    let stops = cx.key("log.stop");
    match (progress.is_reading, progress.size) {
        (true, Some(size)) => {
            let size = words::bytes(size);
            said.push_str(&format!("   {read} of {size} read, {stops} stops"));
        }
        (true, None) => said.push_str(&format!("   reading, {read}, {stops} stops")),
        (false, _) => {}
    }
    line = line.then(Role::Dim, said);
    if open.is_following {
        let (role, said) = match open.at_end {
            true => (Role::Good, "   following"),
            false => (Role::Warn, "   held"),
        };
        line = line.then(role, said);
    }
    (line, &View::TITLES, open.view.place())
}

/// Why no line is shown, and how there would be one.
pub(super) fn nothing(open: &Opened, cx: &Cx<'_>) -> String {
    let back = cx.key("log.earlier");
    match &open.news {
        news if news.answers == 0 || news.progress.is_reading => "Reading the log.".to_owned(),
        news if news.counts.lines > 0 => cx.no_match("line"),
        news if news.progress.fault.is_some() => "The log could not be read.".to_owned(),
        _ => match open.from {
            Some(from) => format!(
                "Nothing was written since {}. {back} reads further back.",
                cx.times().minute(from)
            ),
            None => "The log is empty.".to_owned(),
        },
    }
}
