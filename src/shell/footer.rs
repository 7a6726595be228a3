//! The last line: what was just said, the filter being typed, or the keys that
//! matter here; at the right what loads and what is stale.

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{State, confirm, layer::Layer, scopes};
use crate::{
    ask::github::actions,
    keys::LEADER,
    panes::Cx,
    ui::{Line, Role, clear, draw_lines, paint, paint_right, paint_runs, width, wrap_all},
};

pub(super) fn draw(state: &State, area: Rect, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position> {
    let theme = &state.look.theme;
    let (role, status) = status(state, cx);
    let taken = u16::try_from(width(&status)).unwrap_or(0);
    let room = area.width.saturating_sub(taken + 3);
    paint_right(
        buf,
        area.x,
        area.y,
        area.width.saturating_sub(1),
        &status,
        theme.style(role),
    );
    let mut left = Rect {
        width: room,
        ..area
    };
    let typing = matches!(state.layers.last(), Some(Layer::Filter | Layer::Search));
    let finds = draw_find(state, left, buf);
    if let Some((_, used)) = finds {
        let used = used.min(room);
        left = Rect {
            x: area.x + used,
            width: room - used,
            ..area
        };
    }
    match &state.said {
        Some(said) if width(said) < usize::from(left.width) => {
            let room = left.width.saturating_sub(1);
            paint(buf, left.x + 1, left.y, room, said, theme.style(Role::Info));
        }
        said => {
            draw_hints(state, left, buf);
            if let Some(said) = said {
                draw_above(state, said, area, buf);
            }
        }
    }
    finds.filter(|_| typing).map(|(at, _)| at)
}

/// A sentence that the line has no room for stands above it until the next key.
fn draw_above(state: &State, said: &str, area: Rect, buf: &mut Buffer) {
    let theme = &state.look.theme;
    let said = Line::of(Role::Text, " ").behind(Role::Info, said);
    let lines = wrap_all(&[said], area.width.saturating_sub(1));
    let height = u16::try_from(lines.len()).unwrap_or(1).min(area.y);
    let above = Rect {
        y: area.y - height,
        height,
        ..area
    };
    clear(buf, above, theme.style(Role::Text));
    draw_lines(above, buf, theme, &lines, 0);
}

/// What is filtered by or searched for, where the cursor stands in it, and the columns
/// that it takes; None where there is no such thing.
fn draw_find(state: &State, area: Rect, buf: &mut Buffer) -> Option<(Position, u16)> {
    let theme = &state.look.theme;
    let typed = state.layers.last();
    let is_search = matches!(typed, Some(Layer::Search)) || !state.search.is_empty();
    let (sign, text, found) = match (is_search, typed) {
        (true, _) => (" /", &state.search, hits(state)),
        (false, Some(Layer::Filter)) => (sign(state), &state.filter.text, String::new()),
        (false, _) if state.filter.is_empty() => return None,
        (false, _) => (sign(state), &state.filter.text, String::new()),
    };
    let runs = [
        (sign, theme.style(Role::Key)),
        (text.as_str(), theme.style(Role::Input)),
    ];
    let used = paint_runs(buf, area.x, area.y, area.width, &runs);
    let left = area.width.saturating_sub(used);
    let counted = paint(
        buf,
        area.x + used,
        area.y,
        left,
        &found,
        theme.style(Role::Dim),
    );
    Some((Position::new(area.x + used, area.y), used + counted + 2))
}

fn sign(state: &State) -> &'static str {
    if state.filter.fuzzy { " fuzzy /" } else { " /" }
}

/// `  3 of 12`.
fn hits(state: &State) -> String {
    match (state.search.is_empty(), state.found()) {
        (true, _) => String::new(),
        (false, (_, 0)) => "  not found".to_owned(),
        (false, (at, count)) => format!("  {at} of {count}"),
    }
}

/// As many hints as fit whole: half a hint is worse than none. The way to help
/// is the last one and never drops.
fn draw_hints(state: &State, area: Rect, buf: &mut Buffer) {
    let theme = &state.look.theme;
    let mut hints = hints(state);
    let help = hints.iter().position(|hint| hint.id == "app.help");
    let help = help.map(|at| hints.remove(at));
    let room = area
        .width
        .saturating_sub(help.as_ref().map_or(0, Hint::width));
    let mut x = 1;
    let mut fitting: Vec<Hint> = Vec::new();
    for hint in hints {
        if x + hint.width() <= room {
            x += hint.width();
            fitting.push(hint);
        }
    }
    let mut x = area.x + 1;
    for hint in fitting.iter().chain(&help) {
        let runs = [
            (hint.key.as_str(), theme.style(Role::Key)),
            (" ", theme.style(Role::Dim)),
            (hint.short, theme.style(Role::Dim)),
        ];
        x += paint_runs(buf, x, area.y, area.right().saturating_sub(x), &runs) + GAP;
    }
}

/// Columns between two hints.
const GAP: u16 = 3;

/// A key and what it does, in a word or two.
struct Hint {
    id: &'static str,
    key: String,
    short: &'static str,
    /// It leads to the gate.
    proposes: bool,
}

impl Hint {
    fn width(&self) -> u16 {
        u16::try_from(width(&self.key) + width(self.short) + 1).unwrap_or(0) + GAP
    }
}

/// The footer's commands of the scopes that apply: opening first, then the
/// innermost scope's.
fn hints(state: &State) -> Vec<Hint> {
    let chain = state.chain();
    let blank = state.layers.is_empty() && state.pane().is_blank(&state.cx());
    let filtered = !state.filter.is_empty();
    let commands = chain.iter().flat_map(|name| {
        let scope = scopes().iter().find(|scope| scope.name == *name);
        scope.into_iter().flat_map(|scope| scope.commands)
    });
    let mut hints: Vec<Hint> = commands
        .filter(|command| command.in_footer && !command.proposes_write)
        .filter(|command| !(blank && command.of_row) || (filtered && command.id == "app.filter"))
        .filter(|command| means_something(state, command.id))
        .filter_map(|command| {
            let key = state
                .keymap
                .keys_for(&chain, command.id)
                .into_iter()
                .next()?;
            Some(Hint {
                id: command.id,
                key,
                short: command.short,
                proposes: false,
            })
        })
        .collect();
    hints.extend(proposal(state, &chain).filter(|_| !blank));
    // What a row opens comes first, then what would mend it.
    hints.sort_by_key(|hint| (hint.id != "list.open", !hint.proposes));
    hints
}

/// Nothing is opened or read again in the help, nor opened in a text that leads nowhere.
fn means_something(state: &State, id: &str) -> bool {
    match state.layers.last() {
        Some(Layer::Help(_)) => matches!(id, "list.next" | "app.filter"),
        Some(Layer::Confirm(confirm)) => match id {
            "confirm.page-down" => confirm::is_longer_than_its_room(state, confirm),
            "confirm.unfold" => confirm.folds(),
            _ => true,
        },
        Some(_) => true,
        None => {
            let cx = state.cx();
            let pane = state.pane();
            id != "list.open" || !pane.is_reading(&cx) || pane.leads_to(&cx).is_some()
        }
    }
}

/// What would mend the selected row; else the key in front of all that can be proposed.
/// In a read-only console it can be looked at and no more, and comes behind the rest.
fn proposal(state: &State, chain: &[&'static str]) -> Option<Hint> {
    if !state.layers.is_empty() {
        return None;
    }
    let is_read_only = state.session_id.is_none();
    let (id, key, short) = match state.mends {
        _ if is_read_only && state.can_propose() => {
            ("propose", LEADER.to_string(), "preview (read-only)")
        }
        Some(command) => {
            let keys = state.keymap.keys_for(chain, command.id);
            (command.id, keys.into_iter().next()?, command.short)
        }
        None if state.can_propose() => ("propose", LEADER.to_string(), "propose"),
        None => return None,
    };
    Some(Hint {
        id,
        key,
        short,
        proposes: !is_read_only,
    })
}

/// `2 loading` after a moment, `1 stale since 14:02:40Z` where a refresh failed.
fn status(state: &State, cx: &Cx<'_>) -> (Role, String) {
    let loading = state.loading().len();
    let mut parts = Vec::new();
    let mut role = Role::Dim;
    if let Some(turn) = state.spinner.filter(|turn| *turn > 0 && loading > 0) {
        let frames = cx.look.glyphs.spinner;
        let (turn, stop) = (
            frames[turn % frames.len()],
            state.keymap.key_in_words("app.cancel"),
        );
        parts.push(format!("{turn} {loading} loading, {stop} stops"));
    }
    let stale = state
        .store
        .iter()
        .filter(|(_, load)| load.is_stale() && load.ready().is_some());
    let since: Vec<_> = stale
        .filter_map(|(_, load)| load.fault.as_ref().map(|(_, at)| *at))
        .collect();
    if let Some(first) = since.iter().min() {
        role = Role::Stale;
        let at = state.look.times.clock(*first);
        parts.push(format!("~ {} stale since {at}", since.len()));
    }
    if parts.is_empty() {
        parts.extend(budget(state, cx));
    }
    (role, parts.join("   "))
}

/// What GitHub still lets us ask, where the pane asks it: `gh 4812`, or until when nothing is.
fn budget(state: &State, cx: &Cx<'_>) -> Option<String> {
    (state.pane().about().command.id == "pane.runs").then_some(())?;
    let (_, _, budget, _) = state.store.each::<actions::BudgetLeft>().next()?;
    if let Some(until) = budget.paused_until.filter(|until| *until > cx.now) {
        return Some(format!("gh paused until {}", state.look.times.short(until)));
    }
    let (left, sent) = (budget.remaining?, budget.sent);
    let unchanged = match (budget.unchanged * 100).checked_div(sent) {
        Some(share) if share > 0 => format!(", {share} % unchanged"),
        _ => String::new(),
    };
    Some(format!("gh {left} left{unchanged}"))
}
