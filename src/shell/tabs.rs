//! The panes in a line, each with how much of its own is not well, or a `?` where that
//! was never read, and beside them what is never left out.

use ratatui::{buffer::Buffer, layout::Rect};

use super::State;
use crate::{
    facts::Caller,
    panes::{PANES, Standing},
    ui::{Mark, Role, paint_right, paint_roles, width},
};

/// Text in its role.
type Run = (Role, String);

/// Blanks between two tabs.
const GAP: usize = 2;

/// How much room the tabs take.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// Each with its title.
    Titles,
    /// The one in front has its title, the others their digit.
    Digits,
    /// The same, and what is counted stands close to the digit.
    Close,
}

/// As long as there is room, beside what is never left out.
pub(super) fn draw(state: &State, area: Rect, buf: &mut Buffer) {
    let look = &state.look;
    let columns = |runs: &[Run]| runs.iter().map(|(_, text)| width(text)).sum::<usize>();
    let left_of = |runs: &[Run]| usize::from(area.width).saturating_sub(columns(runs) + 1);
    let least = width(&aside(state, 0).1) + GAP;
    let mut runs = tabs(state, Form::Titles);
    for form in [Form::Digits, Form::Close] {
        if least > left_of(&runs) {
            runs = tabs(state, form);
        }
    }
    let used = paint_roles(buf, (area.x, area.y), area.width, look, &runs);
    let room = area.width.saturating_sub(used + 1);
    let (role, said) = aside(state, usize::from(room));
    let x = area.x + used;
    paint_right(buf, x, area.y, room, &said, look.theme.style(role));
}

fn tabs(state: &State, form: Form) -> Vec<Run> {
    let (part, gap) = match form {
        Form::Close => ("", 1),
        Form::Titles | Form::Digits => (" ", GAP),
    };
    let mut runs = vec![(Role::Text, " ".to_owned())];
    for (at, about) in PANES.iter().enumerate() {
        let open = at == state.focused;
        let role = if open { Role::Tab } else { Role::Text };
        let name = match form == Form::Titles || open {
            true => format!("{} {}", about.number, about.title),
            false => about.number.to_string(),
        };
        runs.push((role, name));
        match state.standings.get(at).copied().unwrap_or_default() {
            Standing::Unread => {
                runs.push((Role::Dim, format!("{part}{}", Mark::Unknown.letter())));
            }
            Standing::Well => {}
            Standing::Wrong(mark, count) => {
                runs.push((mark.role(), format!("{part}{}{count}", mark.letter())));
            }
        }
        runs.push((Role::Text, " ".repeat(gap)));
    }
    runs
}

/// The panes in which something is wrong: `Drift !9`.
pub(super) fn in_words(state: &State) -> Vec<String> {
    let counted = PANES.iter().zip(&state.standings);
    let said = counted.filter_map(|(about, standing)| match standing {
        Standing::Wrong(mark, count) => Some(format!("{} {}{count}", about.title, mark.letter())),
        Standing::Unread | Standing::Well => None,
    });
    said.collect()
}

/// What is shown beside the tabs: a journal that stops writes, other endpoints than
/// AWS's own, and what lies between, are never left out; what there is no room for is named by its kind.
fn aside(state: &State, room: usize) -> (Role, String) {
    let caller = state.store.caller(&state.environment);
    let stop = state.journal_stop().map(|stop| stop.in_words().to_owned());
    let writing = state.writing_aside().map(|_| "WRITING".to_owned());
    let calls = (state.calls > 0).then(|| match state.calls {
        1 => "1 call".to_owned(),
        calls => format!("{calls} calls"),
    });
    let (named, brief) = caller.map(ways).unwrap_or_default();
    let role = match (&stop, writing.is_none() && named.is_empty()) {
        (Some(_), _) => Role::Bad,
        (None, true) => Role::Dim,
        (None, false) => Role::Warn,
    };
    let said = |ways: &[String], calls: &Option<String>| {
        let first = stop.iter().chain(&writing);
        let parts = first.chain(ways).chain(&state.world).chain(calls);
        parts.cloned().collect::<Vec<String>>().join("   ")
    };
    let forms = [
        said(&named, &calls),
        said(&named, &None),
        said(&brief, &calls),
        said(&brief, &None),
    ];
    let [.., least] = &forms;
    let fitting = forms.iter().find(|form| width(form) <= room);
    (role, fitting.unwrap_or(least).clone())
}

/// Where requests go and what they go through: each by its name, and in so few
/// words that all of it has room.
fn ways(caller: &Caller) -> (Vec<String>, Vec<String>) {
    let endpoints = caller.endpoints.iter().map(|endpoint| {
        let service = endpoint
            .service
            .as_ref()
            .map(|service| format!("{service} "));
        format!("{}endpoint {}", service.unwrap_or_default(), endpoint.url)
    });
    let through = caller.through.iter();
    let through = through.map(|way| format!("{} {}", way.kind(), way.name()));
    let named = endpoints.chain(through).collect();
    let mut brief: Vec<String> = match caller.endpoints.len() {
        0 => Vec::new(),
        1 => vec!["1 endpoint set".to_owned()],
        many => vec![format!("{many} endpoints set")],
    };
    for way in &caller.through {
        let kind = way.kind().to_owned();
        if !brief.contains(&kind) {
            brief.push(kind);
        }
    }
    (named, brief)
}
