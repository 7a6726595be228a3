//! Who and where we are, in every frame: write mode, PRODUCTION, account, the
//! caller's role, environment and region never drop; the rest does.

use jiff::tz::TimeZone;
use ratatui::{buffer::Buffer, layout::Rect};

use super::{State, layer::Layer, stop::JournalStop};
use crate::{
    facts::{Caller, Region},
    panes::PANES,
    ui::{Role, paint, paint_right, paint_runs, shorten_middle, width},
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
    let rule = look.glyphs.horizontal.repeat(usize::from(columns));
    paint(buf, x, y + 2, columns, &rule, look.theme.style(Role::Rule));
}

/// The same place in every frame, and as loud as a terminal allows.
fn write_mode(state: &State) -> [(Role, String); 3] {
    let stop = state.journal_stop();
    let [before, mode, after] = match state.seal {
        // Over a journal that does not hold nothing is written, whatever was asked for.
        Some(_) if stop.is_some() => [
            (Role::Header, ""),
            (Role::Writes, stop.map_or("", JournalStop::mode)),
            (Role::Header, " "),
        ],
        Some(_) => [
            (Role::Header, ""),
            (Role::Writes, " WRITES "),
            (Role::Header, " "),
        ],
        None => [
            (Role::Header, " "),
            (Role::ReadOnly, "READ-ONLY"),
            (Role::Header, "  "),
        ],
    };
    [before, mode, after].map(|(role, text)| (role, text.to_owned()))
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
    let failed = state.loading().is_empty() && state.started;
    if failed {
        (Role::Bad, "account unknown".into())
    } else {
        (Role::Dim, "account ?".into())
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
    let (role, said) = aside(state);
    let room = area.right().saturating_sub(x + 1);
    paint_right(buf, x, y, room, &said, theme.style(role));
}

/// What stands beside the tabs: other endpoints than AWS's own are never left out.
fn aside(state: &State) -> (Role, String) {
    let mut parts: Vec<String> = Vec::new();
    let mut role = Role::Dim;
    if let Some(stop) = state.journal_stop() {
        role = Role::Bad;
        parts.push(stop.in_words().to_owned());
    }
    if state.writing_aside().is_some() {
        role = warned(role);
        parts.push("WRITING".to_owned());
    }
    if let Some(caller) = state.store.caller(&state.environment) {
        for endpoint in &caller.endpoints {
            role = warned(role);
            let service = endpoint
                .service
                .as_deref()
                .map(|s| format!("{s} "))
                .unwrap_or_default();
            parts.push(format!("{service}endpoint {}", endpoint.url));
        }
    }
    parts.extend(state.world.clone());
    if state.calls > 0 {
        parts.push(match state.calls {
            1 => "1 call".to_owned(),
            calls => format!("{calls} calls"),
        });
    }
    (role, parts.join("   "))
}

/// What is worse stays.
fn warned(role: Role) -> Role {
    match role {
        Role::Bad => Role::Bad,
        _ => Role::Warn,
    }
}
