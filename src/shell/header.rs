//! Who and where we are, in every frame: write mode, PRODUCTION, account, the
//! caller's role, environment and region never drop, and take a second line where one
//! has no room for them; and when things were read, for ages count from there.

use jiff::Timestamp;
use ratatui::{buffer::Buffer, layout::Rect};

use super::{State, layer::Layer, tabs};
use crate::{
    facts::{Caller, EnvironmentName, Region},
    ui::{Role, frame, paint, paint_right, paint_roles, shorten_middle, width},
};

/// From this width on the caller's whole ARN is shown.
const WHOLE_ARN: u16 = 150;

/// Columns that the time beside the identity has at least, blanks included.
const TIME: usize = 8;

/// Text in its role.
type Run = (Role, String);

/// Lines that the identity takes at this width.
pub(super) fn lines(state: &State, columns: u16) -> u16 {
    u16::try_from(identity(state, columns).len()).unwrap_or(1)
}

/// The environment that the frame speaks of, and who STS says is there: that of the
/// change at the gate, which may be another one's, else the console's.
fn meant(state: &State) -> (&EnvironmentName, Option<&Caller>) {
    let at_gate = match state.layers.last() {
        Some(Layer::Confirm(confirm)) => confirm.environment(),
        _ => None,
    };
    let (environment, signs) = at_gate.unwrap_or((&state.environment, None));
    (
        environment,
        signs.or_else(|| state.store.caller(environment)),
    )
}

/// When the newest of what is known of this environment was read.
pub(super) fn checked(state: &State) -> Option<Timestamp> {
    let (environment, _) = meant(state);
    let here = state
        .store
        .iter()
        .filter(|(ask, _)| ask.environment() == Some(environment));
    here.filter_map(|(_, load)| load.at()).max()
}

pub(super) fn draw(state: &State, area: Rect, buf: &mut Buffer) {
    let look = &state.look;
    let (x, columns) = (area.x, area.width);
    let blank = " ".repeat(usize::from(columns));
    let (mut y, mut used) = (area.y, 0);
    for (line, runs) in identity(state, columns).iter().enumerate() {
        y = area.y + u16::try_from(line).unwrap_or(0);
        paint(buf, x, y, columns, &blank, look.theme.style(Role::Header));
        used = paint_roles(buf, (x, y), columns, look, runs);
    }
    let room = columns.saturating_sub(used + 1);
    let fits = |said: &String| usize::from(room) > width(said);
    let (role, forms) = match until(state) {
        Some(until) => (Role::Strong, Some(until)),
        None => (Role::Dim, checked(state).map(|at| when(state, at))),
    };
    if let Some(said) = forms.and_then(|forms| forms.into_iter().find(fits)) {
        paint_right(buf, x + used, y, room, &said, look.theme.style(role));
    }
    let tabs = Rect {
        y: y + 1,
        height: 1,
        ..area
    };
    tabs::draw(state, tabs, buf);
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
    let until = state.look.times.short(confirm.until()?);
    Some([format!("until {until}"), until])
}

/// Who and where, in one line; in two where one has no room for it.
fn identity(state: &State, columns: u16) -> Vec<Vec<Run>> {
    let (mut who, place) = (who(state, columns), place(state, columns));
    let taken = |runs: &[Run]| runs.iter().map(|(_, text)| width(text)).sum::<usize>();
    if taken(&who) + taken(&place) + TIME <= usize::from(columns) {
        who.extend(place);
        return vec![who];
    }
    let mut second = vec![(Role::Header, " ".to_owned())];
    second.extend(place);
    vec![who, second]
}

fn gap() -> Run {
    (Role::Header, "  ".to_owned())
}

/// May it write, is it production, which account, as whom.
fn who(state: &State, columns: u16) -> Vec<Run> {
    let (name, caller) = meant(state);
    let environment = state.settings.environment(name);
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
    runs
}

/// Environment and region.
fn place(state: &State, columns: u16) -> Vec<Run> {
    let (name, caller) = meant(state);
    let environment = state.settings.environment(name);
    let name = if columns >= WHOLE_ARN {
        name.raw().to_owned()
    } else {
        shorten_middle(name.raw(), 16)
    };
    let region = caller.map(|caller| caller.region.raw());
    let configured = environment
        .and_then(|environment| environment.region.as_ref())
        .map(Region::raw);
    let region = region.or(configured).unwrap_or("region ?").to_owned();
    vec![(Role::Strong, name), gap(), (Role::Header, region)]
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

/// When things were read, in the longest form that there may be room for.
fn when(state: &State, at: Timestamp) -> [String; 2] {
    let times = &state.look.times;
    [format!("checked {}", times.clock(at)), times.short(at)]
}
