//! Who and where we are, in every frame: write mode, PRODUCTION, account, the
//! caller's role, environment and region never drop; the rest does.

use jiff::tz::TimeZone;
use ratatui::{buffer::Buffer, layout::Rect};

use super::{State, layer::Layer};
use crate::{
    facts::{Caller, Region},
    panes::PANES,
    ui::{Role, frame, paint, paint_right, paint_runs, shorten_middle, width},
};

/// From this width on the caller's whole ARN is shown.
const WHOLE_ARN: u16 = 150;

pub(super) fn draw(state: &State, area: Rect, buf: &mut Buffer) {
    let look = &state.look;
    let (x, y, columns) = (area.x, area.y, area.width);
    let blank = " ".repeat(usize::from(columns));
    paint(buf, x, y, columns, &blank, look.theme.style(Role::Header));
    let runs = identity(state, columns);
    let styled: Vec<_> = runs
        .iter()
        .map(|(role, text)| (text.as_str(), look.theme.style(*role)))
        .collect();
    let used = paint_runs(buf, x, y, columns, &styled);
    let caller = state.store.caller(&state.environment);
    let room = usize::from(columns - used);
    let fits = |checked: &String| room > width(checked) + 1;
    let (role, forms) = match until(state) {
        Some(until) => (Role::Strong, Some(until)),
        None => (Role::Dim, caller.map(checked)),
    };
    if let Some(said) = forms.and_then(|forms| forms.into_iter().find(fits)) {
        paint_right(
            buf,
            x + used,
            y,
            columns - used - 1,
            &said,
            look.theme.style(role),
        );
    }
    draw_tabs(state, area, buf);
    frame::rule(buf, x, y + 2, columns, look, Role::Rule);
}

/// The same place in every frame, and as loud as a terminal allows.
fn write_mode(state: &State) -> [(Role, String); 3] {
    let (before, (role, mode), after) = match (&state.session_id, state.journal_stop()) {
        // Over a journal that does not hold nothing is written, whatever was asked for.
        (Some(_), Some(stop)) => ("", (Role::Writes, stop.mode()), " "),
        (Some(_), None) => ("", (Role::Writes, " WRITES "), " "),
        (None, _) => (" ", (Role::ReadOnly, "READ-ONLY"), "  "),
    };
    let parts = [(Role::Header, before), (role, mode), (Role::Header, after)];
    parts.map(|(role, text)| (role, text.to_owned()))
}

/// Until when the open preview may be confirmed.
fn until(state: &State) -> Option<[String; 2]> {
    let Some(Layer::Confirm(confirm)) = state.layers.last() else {
        return None;
    };
    let until = confirm.until()?.to_zoned(TimeZone::UTC);
    Some(["until %H:%MZ", "%H:%MZ"].map(|form| until.strftime(form).to_string()))
}

fn identity(state: &State, columns: u16) -> Vec<(Role, String)> {
    let environment = state.settings.environment(&state.environment);
    let caller = state.store.caller(&state.environment);
    let gap = || (Role::Header, "  ".to_owned());
    let mut runs = write_mode(state).to_vec();
    if environment.is_some_and(|environment| environment.production) {
        runs.extend([(Role::Production, " PRODUCTION ".to_owned()), gap()]);
    }
    runs.extend([account(state, caller), gap()]);
    if let Some(caller) = caller {
        let who = if columns >= WHOLE_ARN {
            caller.arn.raw().to_owned()
        } else {
            shorten_middle(caller.role(), 18)
        };
        runs.extend([(Role::Header, who), gap()]);
    }
    let name = if columns >= WHOLE_ARN {
        state.environment.raw().to_owned()
    } else {
        shorten_middle(state.environment.raw(), 16)
    };
    runs.extend([(Role::Strong, name), gap()]);
    let region = caller.map(|caller| caller.region.raw());
    let configured = environment
        .and_then(|environment| environment.region.as_ref())
        .map(Region::raw);
    runs.push((
        Role::Header,
        region.or(configured).unwrap_or("region ?").to_owned(),
    ));
    runs
}

/// The account as STS answered it, never a name from a file alone.
fn account(state: &State, caller: Option<&Caller>) -> (Role, String) {
    if let Some(caller) = caller {
        return (Role::Strong, caller.account.raw().to_owned());
    }
    match state.loading().is_empty() && state.started {
        true => (Role::Bad, "account unknown".into()),
        false => (Role::Dim, "account ?".into()),
    }
}

/// When STS said so, in the longest form that there may be room for.
fn checked(caller: &Caller) -> [String; 2] {
    let at = caller.checked_at.to_zoned(TimeZone::UTC);
    [
        format!("checked {}", at.strftime("%H:%M:%SZ")),
        at.strftime("%H:%MZ").to_string(),
    ]
}

fn draw_tabs(state: &State, area: Rect, buf: &mut Buffer) {
    let theme = &state.look.theme;
    let y = area.y + 1;
    let mut x = area.x + 1;
    for about in PANES {
        let open = about.number == state.pane().about().number;
        let role = if open { Role::Tab } else { Role::Text };
        let tab = format!("{} {}", about.number, about.title);
        x += paint(buf, x, y, area.width, &tab, theme.style(role)) + 2;
    }
    let room = area.right().saturating_sub(x + 1);
    let (role, said) = aside(state, usize::from(room));
    paint_right(buf, x, y, room, &said, theme.style(role));
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
