//! What stays in sight over the text: why it is stopped, what lies on the way, what is
//! gained and lost, and what the guards warn of. What has no room is counted there, and
//! read in the text before all else.

use crate::{
    facts::numbered,
    gate::preview::Section,
    ui::{Line, Role, fold_all},
};

use super::text::{laid_out, warning};

/// What is pinned whole or not at all.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) lines: Vec<Line>,
    is: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// What is not as the preview before had it.
    Moved,
    Stop,
    Way,
    Headline,
    /// All that is gained and lost, so that no part of it looks like the whole.
    Access {
        gains: usize,
        losses: usize,
    },
    Warning,
}

/// What is to be pinned, in its order, and all other sections.
pub(super) fn units(
    sections: Vec<Section>,
    moved: &[String],
    inner: u16,
) -> (Vec<Unit>, Vec<Section>) {
    let unit = |is: Kind, lines: &[Line]| Unit {
        lines: fold_all(lines, inner),
        is,
    };
    let mut units = Vec::new();
    if !moved.is_empty() {
        let said = "The world moved since the last preview: nothing was written. This is new.";
        let moved = std::iter::once(said).chain(moved.iter().map(String::as_str));
        units.extend(moved.map(|what| unit(Kind::Moved, &[warning(what)])));
    }
    let (mut stops, mut ways, mut heads) = (Vec::new(), Vec::new(), Vec::new());
    let (mut warnings, mut rest) = (Vec::new(), Vec::new());
    let (mut access, mut gains, mut losses) = (Vec::new(), 0, 0);
    for section in sections {
        match section {
            Section::Stop { .. } => stops.push(unit(Kind::Stop, &laid_out(section))),
            Section::Way { .. } => ways.push(unit(Kind::Way, &laid_out(section))),
            Section::Headline(_) => heads.push(unit(Kind::Headline, &laid_out(section))),
            Section::Warning(_) => warnings.push(unit(Kind::Warning, &laid_out(section))),
            Section::Gain(_) => {
                gains += 1;
                access.extend(laid_out(section));
            }
            Section::Loss(_) => {
                losses += 1;
                access.extend(laid_out(section));
            }
            other => rest.push(other),
        }
    }
    units.extend(stops.into_iter().chain(ways).chain(heads));
    if !access.is_empty() {
        units.push(unit(Kind::Access { gains, losses }, &access));
    }
    units.extend(warnings);
    (units, rest)
}

/// As many as fit stay in sight, each of them whole, in their order. What cannot stay
/// has to be read like everything else, and is counted where it would have stood.
pub(super) fn in_sight(units: Vec<Unit>, most: usize) -> (Vec<Line>, Vec<Unit>) {
    let all: usize = units.iter().map(|unit| unit.lines.len()).sum();
    let most = match all <= most {
        true => most,
        false => most.saturating_sub(1),
    };
    let (mut pinned, mut rest): (Vec<Line>, Vec<Unit>) = Default::default();
    for mut unit in units {
        match rest.is_empty() && pinned.len() + unit.lines.len() <= most {
            true => pinned.append(&mut unit.lines),
            false => rest.push(unit),
        }
    }
    if !rest.is_empty() {
        pinned.push(Line::of(Role::Warn, counted(&rest)));
    }
    (pinned, rest)
}

fn counted(rest: &[Unit]) -> String {
    let of = |is: Kind| rest.iter().filter(|unit| unit.is == is).count();
    let mut all = vec![
        (of(Kind::Moved), "difference"),
        (of(Kind::Stop), "stop"),
        (of(Kind::Way), "server on the way"),
    ];
    for unit in rest {
        if let Kind::Access { gains, losses } = unit.is {
            all.extend([(gains, "gain"), (losses, "loss")]);
        }
    }
    all.push((of(Kind::Warning), "warning"));
    let counts = all.into_iter().filter(|(count, _)| *count > 0);
    let counts = counts.map(|(count, noun)| match (count, noun) {
        (2.., "loss") => format!("{count} losses"),
        (2.., "server on the way") => format!("{count} servers on the way"),
        _ => numbered(count, noun),
    });
    let counts: Vec<String> = counts.collect();
    format!("Below, to be read first: {}.", counts.join(", "))
}
