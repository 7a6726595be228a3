//! The rewriting itself: from the file's values and the live ones to the new text.
//!
//! Each value that is the same is copied from the file, byte for byte; the text
//! around members that stay is copied too. Checks nothing: that is done after.

use super::{
    pairs,
    style::{Style, colon, quoted},
    tree::{Tree, Within, canonical},
};
use crate::template::{Entry, Node, Value, edit::layout::indent};

/// The file's text with this value in place of its own.
pub(super) fn rewritten(file: &Tree<'_>, live: &Node) -> String {
    let rewriter = Rewriter {
        text: file.text,
        style: Style::of(file),
    };
    let root = &file.root;
    let value = rewriter.value(root, live, Within::Root, rewriter.style.flat);
    let (before, after) = (&file.text[..root.span.start], &file.text[root.span.end..]);
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
    fn value(&self, old: &Node, live: &Node, within: Within, flat: bool) -> String {
        if canonical(old, within) == canonical(live, within) {
            return self.text[old.span.start..old.span.end].to_owned();
        }
        let base = indent(self.text, old.span.start);
        match (&old.value, &live.value) {
            (Value::Map(from), Value::Map(to)) => self.object(old, from, to, within, flat),
            (Value::Seq(from), Value::Seq(to)) => self.list(old, from, to, within, flat),
            (Value::Seq(items), _) => {
                let within = within.element();
                let pairs = pairs::elements(items, std::slice::from_ref(live), within);
                match pairs.from.first() {
                    Some(Some(at)) => self.moved(&items[*at], live, within, base, flat),
                    _ => self.style.fresh(live, within, base, flat),
                }
            }
            (_, Value::Seq(items)) => {
                let element = within.element();
                let paired = pairs::elements(std::slice::from_ref(old), items, element);
                self.style.laid_out(live, within, base, flat, |base, flat| {
                    let paired = items.iter().zip(&paired.from);
                    paired
                        .map(|(item, from)| match from {
                            Some(_) => self.moved(old, item, element, base, flat),
                            None => self.style.fresh(item, element, base, flat),
                        })
                        .collect()
                })
            }
            _ => self.style.fresh(live, within, base, flat),
        }
    }

    /// A value of the file that now stands on a line with another indentation.
    fn moved(&self, old: &Node, live: &Node, within: Within, base: &str, flat: bool) -> String {
        let was = indent(self.text, old.span.start);
        let text = self.value(old, live, within, flat);
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
        old: &[Entry],
        live: &[Entry],
        within: Within,
        flat: bool,
    ) -> String {
        let pairs = pairs::fields(old, live, within);
        let order = in_the_files_order(&pairs, live.len());
        self.with_members(node, order, flat, |from, to, base, flat| {
            let field = live.get(to)?;
            Some(match from.and_then(|from| old.get(from)) {
                Some(from) => self.field(from, field, within, flat),
                None => self.style.field(field, within, base, flat),
            })
        })
    }

    fn field(&self, old: &Entry, live: &Entry, within: Within, flat: bool) -> String {
        let name = match old.key.text == live.key.text {
            true => self.text[old.key_span.start..old.key_span.end].to_owned(),
            false => quoted(&live.key.text),
        };
        let within = within.of(&live.key.text);
        let value = self.value(&old.value, &live.value, within, flat);
        format!("{name}{}{value}", colon(self.text, old))
    }

    fn list(&self, node: &Node, old: &[Node], live: &[Node], within: Within, flat: bool) -> String {
        let element = within.element();
        let paired = pairs::elements(old, live, element);
        let order: Vec<(Option<usize>, usize)> = if within.is_set() {
            in_the_files_order(&paired.to, live.len())
        } else {
            let from = paired.from.iter().enumerate();
            from.map(|(to, from)| (*from, to)).collect()
        };
        self.with_members(node, order, flat, |from, to, base, flat| {
            let item = live.get(to)?;
            Some(match from.and_then(|from| old.get(from)) {
                Some(from) => self.value(from, item, element, flat),
                None => self.style.fresh(item, element, base, flat),
            })
        })
    }

    /// A container with its members in this order; each is asked for by its old and its
    /// live number, with the indentation of what is new and whether it stays on one line.
    fn with_members(
        &self,
        node: &Node,
        order: Vec<(Option<usize>, usize)>,
        flat: bool,
        text: impl Fn(Option<usize>, usize, &str, bool) -> Option<String>,
    ) -> String {
        let old = node.members();
        let (base, on_one_line) = match old.first() {
            Some((first, _)) => (
                indent(self.text, *first).to_owned(),
                !self.text[node.span.start..node.span.end].contains('\n'),
            ),
            None => {
                let base = indent(self.text, node.span.start);
                (format!("{base}{}", self.style.unit), flat)
            }
        };
        let members: Vec<Member> = order
            .into_iter()
            .filter_map(|(old, to)| {
                let text = text(old, to, &base, on_one_line)?;
                Some(Member { old, text })
            })
            .collect();
        self.joined(node, &old, &members)
            .unwrap_or_else(|| self.filled(node, &members, flat))
    }

    /// The members in the container's own writing; None: it was empty and has none.
    fn joined(&self, node: &Node, old: &[(usize, usize)], members: &[Member]) -> Option<String> {
        let (first, last) = (old.first()?, old.last()?);
        let lead = &self.text[node.span.start..first.0];
        let tail = &self.text[last.1..node.span.end];
        if members.is_empty() {
            return Some(format!("{}{}", &lead[..1], &tail[tail.len() - 1..]));
        }
        let gap = |after: usize| {
            let (one, next) = (old.get(after)?, old.get(after + 1)?);
            Some(&self.text[one.1..next.0])
        };
        // A gap with a comment in it would double the comment.
        let plain = |after: usize| gap(after).filter(|gap| !gap.contains('/'));
        let usual = (0..old.len()).find_map(plain).map(str::to_owned);
        let usual = usual.unwrap_or_else(|| match &lead[1..] {
            lead if lead.contains('\n') && !lead.contains('/') => format!(",{lead}"),
            _ => self.style.comma.clone(),
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
        let text = &self.text[node.span.start..node.span.end];
        let (open, close) = (&text[..1], &text[text.len() - 1..]);
        let texts: Vec<&str> = members.iter().map(|member| member.text.as_str()).collect();
        if flat || texts.is_empty() {
            return format!("{open}{}{close}", texts.join(&self.style.comma));
        }
        let base = indent(self.text, node.span.start);
        let newline = self.style.newline;
        let deeper = format!("{newline}{base}{}", self.style.unit);
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
