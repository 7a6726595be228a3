//! Names are what they look like.
//!
//! `p\u{430}yments` with a Cyrillic letter is another role than the one it seems to
//! be. Names of one script are shown escaped; mixed ones stop.

use crate::{facts::Remote, gate::phrase::escaped};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("mixed_script", "names are what they look like", check);

fn check(case: &Case<'_>) -> Ruling {
    let target = case.change().target();
    let mut names = vec![(target.kind, target.name)];
    names.extend(target.part);
    let role = case.change().role();
    names.extend(role.map(|role| ("role", Remote::new(role.raw()))));
    names.dedup();
    let mut warnings = Vec::new();
    for (kind, name) in &names {
        let name = name.raw();
        if name.is_ascii() && !name.chars().any(char::is_control) {
            continue;
        }
        let shown = escaped(name);
        if let Some(why) = deceives(name) {
            return Ruling::stop(
                format!("The name of the {kind} {why}: {shown}"),
                "Find out who made it, and compare it with the name you know.",
            );
        }
        warnings.push(format!(
            "The name of the {kind} has characters outside ASCII: {shown}"
        ));
    }
    warnings.dedup();
    Ruling::warn_all(warnings)
}

fn deceives(name: &str) -> Option<&'static str> {
    if name.chars().any(|c| c.is_control() || is_invisible(c)) {
        return Some("has characters that do not show or turn the text around");
    }
    let mut scripts = name.chars().filter_map(script);
    let first = scripts.next()?;
    scripts
        .any(|script| script != first)
        .then_some("mixes letters of several scripts")
}

/// Format characters, joiners, bidirectional controls, fillers, blanks but the plain one.
fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x2800 | 0x3164
        | 0xE000..=0xF8FF | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
        | 0xE0000..=0x10FFFF)
        || (c.is_whitespace() && c != ' ')
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    /// Han, kana, Hangul: written together.
    EastAsian,
    /// A block of 128 code points: more than enough to tell others apart.
    Other(u32),
}

/// None: digits, marks and signs, which all scripts have.
fn script(c: char) -> Option<Script> {
    if !c.is_alphabetic() {
        return None;
    }
    Some(match u32::from(c) {
        0x0000..=0x024F | 0x1E00..=0x1EFF => Script::Latin,
        0x0370..=0x03FF | 0x1F00..=0x1FFF => Script::Greek,
        0x0400..=0x052F | 0x1C80..=0x1C8F | 0x2DE0..=0x2DFF | 0xA640..=0xA69F => Script::Cyrillic,
        0x1100..=0x11FF
        | 0x3005..=0x30FF
        | 0x3130..=0x318F
        | 0x31F0..=0x31FF
        | 0x3400..=0x9FFF
        | 0xAC00..=0xD7FF
        | 0xF900..=0xFAFF
        | 0x20000..=0x3FFFF => Script::EastAsian,
        other => Script::Other(other >> 7),
    })
}
