//! The rewriting itself: from the file's values and the live ones to the new text.
//!
//! Each value that is the same is copied from the file, byte for byte; the text
//! around members that stay is copied too. Checks nothing: that is done after.

use std::ops::Range;

use super::{
    pairs,
    style::{Style, colon, indent, quoted},
    tree::{Field, Node, Place, Tree, Value},
};

/// The file's text with this value in place of its own.
pub(super) fn rewritten(file: &Tree<'_>, live: &Node) -> String {
    let rewriter = Rewriter {
        text: file.text,
        style: Style::of(file),
    };
    let root = &file.root;
    let value = rewriter.value(root, live, Place::Root, rewriter.style.is_flat());
    let (before, after) = (&file.text[..root.range.start], &file.text[root.range.end..]);
    format!("{before}{value}{after}")
}

struct Rewriter<'a> {
    text: &'a str,
    style: Style,
}

/// One member of a container as it will be: the file's own by its number, or a new one.
struct Member {
    old: Option<usize>,
    text: String,
}

impl Rewriter<'_> {
    /// The text of a value that takes the place of the file's.
    fn value(&self, old: &Node, live: &Node, place: Place, flat: bool) -> String {
        if old.canonical(place) == live.canonical(place) {
            return self.text[old.range.clone()].to_owned();
        }
        let base = indent(self.text, old.range.start);
        match (&old.value, &live.value) {
            (Value::Object(from), Value::Object(to)) => self.object(old, from, to, place, flat),
            (Value::List(from), Value::List(to)) => self.list(old, from, to, place, flat),
            (Value::List(items), _) => {
                let place = place.element();
                match pairs::elements(items, std::slice::from_ref(live), place).first() {
                    Some(Some(at)) => self.moved(&items[*at], live, place, base, flat),
                    _ => self.style.fresh(live, place, base, flat),
                }
            }
            (_, Value::List(items)) => {
                let place_of_one = place.element();
                let paired = pairs::elements(std::slice::from_ref(old), items, place_of_one);
                self.style.laid_out(live, place, base, flat, |base, flat| {
                    let paired = items.iter().zip(&paired);
                    paired
                        .map(|(item, from)| match from {
                            Some(_) => self.moved(old, item, place_of_one, base, flat),
                            None => self.style.fresh(item, place_of_one, base, flat),
                        })
                        .collect()
                })
            }
            _ => self.style.fresh(live, place, base, flat),
        }
    }

    /// A value of the file that now stands on a line with another indentation.
    fn moved(&self, old: &Node, live: &Node, place: Place, base: &str, flat: bool) -> String {
        let was = indent(self.text, old.range.start);
        let text = self.value(old, live, place, flat);
        // No line end stands within a JSON text, so these are all between values.
        let mut lines = text.split('\n');
        let mut out = lines.next().unwrap_or_default().to_owned();
        for line in lines {
            out.push('\n');
            match line.strip_prefix(was) {
                Some(rest) => {
                    out.push_str(base);
                    out.push_str(rest);
                }
                None => out.push_str(line),
            }
        }
        out
    }

    fn object(
        &self,
        node: &Node,
        old: &[Field],
        live: &[Field],
        place: Place,
        flat: bool,
    ) -> String {
        let pairs = pairs::fields(old, live, place);
        let (base, within) = self.within(node, flat);
        let members = in_the_files_order(&pairs, live.len())
            .into_iter()
            .filter_map(|(at, to)| {
                let field = live.get(to)?;
                let text = match at.and_then(|at| old.get(at)) {
                    Some(from) => self.field(from, field, place, within),
                    None => self.style.field(field, place, &base, within),
                };
                Some(Member { old: at, text })
            })
            .collect::<Vec<_>>();
        let ranges: Vec<_> = old
            .iter()
            .map(|field| field.start..field.node.range.end)
            .collect();
        self.joined(node, &ranges, &members)
            .unwrap_or_else(|| self.filled(node, &members, flat))
    }

    fn field(&self, old: &Field, live: &Field, place: Place, flat: bool) -> String {
        let colon = colon(self.text, old);
        let head = &self.text[old.start..old.node.range.start - colon.len()];
        let name = match old.name == live.name {
            true => head.to_owned(),
            false => quoted(&live.name),
        };
        let value = self.value(&old.node, &live.node, place.of(&live.name), flat);
        format!("{name}{colon}{value}")
    }

    fn list(&self, node: &Node, old: &[Node], live: &[Node], place: Place, flat: bool) -> String {
        let element = place.element();
        let paired = pairs::elements(old, live, element);
        let order: Vec<(Option<usize>, usize)> = if place.is_set() {
            let mut pairs = vec![None; old.len()];
            for (to, from) in paired.iter().enumerate() {
                if let Some(slot) = from.and_then(|from| pairs.get_mut(from)) {
                    *slot = Some(to);
                }
            }
            in_the_files_order(&pairs, live.len())
        } else {
            let paired = paired.iter().enumerate();
            paired.map(|(to, from)| (*from, to)).collect()
        };
        let (base, within) = self.within(node, flat);
        let members = order
            .into_iter()
            .filter_map(|(at, to)| {
                let item = live.get(to)?;
                let text = match at.and_then(|at| old.get(at)) {
                    Some(from) => self.value(from, item, element, within),
                    None => self.style.fresh(item, element, &base, within),
                };
                Some(Member { old: at, text })
            })
            .collect::<Vec<_>>();
        let ranges: Vec<_> = old.iter().map(|item| item.range.clone()).collect();
        self.joined(node, &ranges, &members)
            .unwrap_or_else(|| self.filled(node, &members, flat))
    }

    /// The indentation of what is new in a container, and whether it stays on one line.
    fn within(&self, node: &Node, flat: bool) -> (String, bool) {
        match node.members().first() {
            Some((first, _)) => (
                indent(self.text, *first).to_owned(),
                !self.text[node.range.clone()].contains('\n'),
            ),
            None => {
                let base = indent(self.text, node.range.start);
                (format!("{base}{}", self.style.unit()), flat)
            }
        }
    }

    /// The members in the container's own writing; None: it was empty and has none.
    fn joined(&self, node: &Node, old: &[Range<usize>], members: &[Member]) -> Option<String> {
        let (first, last) = (old.first()?, old.last()?);
        let lead = &self.text[node.range.start..first.start];
        let tail = &self.text[last.end..node.range.end];
        if members.is_empty() {
            return Some(format!("{}{}", &lead[..1], &tail[tail.len() - 1..]));
        }
        let gap = |after: usize| {
            let (one, next) = (old.get(after)?, old.get(after + 1)?);
            Some(&self.text[one.end..next.start])
        };
        // A gap with a comment in it would double the comment.
        let plain = |after: usize| gap(after).filter(|gap| !gap.contains('/'));
        let usual = (0..old.len()).find_map(plain).map(str::to_owned);
        let usual = usual.unwrap_or_else(|| match &lead[1..] {
            lead if lead.contains('\n') && !lead.contains('/') => format!(",{lead}"),
            _ => self.style.comma().to_owned(),
        });
        let mut out = lead.to_owned();
        for (at, member) in members.iter().enumerate() {
            if let Some(before) = at.checked_sub(1).and_then(|at| members.get(at)) {
                let between = match (before.old, member.old) {
                    (Some(one), Some(next)) if one + 1 == next => gap(one),
                    (one, next) => one
                        .and_then(plain)
                        .or_else(|| next.and_then(|next| next.checked_sub(1)).and_then(plain)),
                };
                out.push_str(between.unwrap_or(&usual));
            }
            out.push_str(&member.text);
        }
        out.push_str(tail);
        Some(out)
    }

    /// A container that was empty.
    fn filled(&self, node: &Node, members: &[Member], flat: bool) -> String {
        let text = &self.text[node.range.clone()];
        let (open, close) = (&text[..1], &text[text.len() - 1..]);
        let texts: Vec<&str> = members.iter().map(|member| member.text.as_str()).collect();
        if flat || texts.is_empty() {
            return format!("{open}{}{close}", texts.join(self.style.comma()));
        }
        let base = indent(self.text, node.range.start);
        let newline = self.style.newline();
        let deeper = format!("{newline}{base}{}", self.style.unit());
        let texts = texts.join(&format!(",{deeper}"));
        format!("{open}{deeper}{texts}{newline}{base}{close}")
    }
}

/// What stays in the order of the file; each new one after the member that it
/// follows in the live document. `pairs` has the live number of each old one.
fn in_the_files_order(pairs: &[Option<usize>], live: usize) -> Vec<(Option<usize>, usize)> {
    let mut kept = vec![false; live];
    for to in pairs.iter().flatten() {
        if let Some(kept) = kept.get_mut(*to) {
            *kept = true;
        }
    }
    let new_from = |from: usize| {
        (from..live)
            .take_while(|at| !kept[*at])
            .map(|at| (None, at))
    };
    let mut order: Vec<(Option<usize>, usize)> = new_from(0).collect();
    for (at, to) in pairs.iter().enumerate() {
        if let Some(to) = to {
            order.push((Some(at), *to));
            order.extend(new_from(to + 1));
        }
    }
    order
}
