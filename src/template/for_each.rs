//! `Fn::ForEach` of AWS::LanguageExtensions: a template as its loops make it.
//!
//! Only a loop over a list that is known is expanded, and only so often; every
//! other one stays as it is written, and a note says why. What a loop makes has the
//! place of the loop's own lines.

use std::collections::HashSet;

use super::{
    Entry, Inputs, MAX_DEPTH, MAX_NODES, Node, Note, Resolved, Resolver, Scalar, Style, Template,
    Value, intrinsic::call,
};
use crate::facts::Reason;

#[cfg(test)]
mod tests;

pub(super) const LOOP: &str = "Fn::ForEach::";
const EXTENSIONS: &str = "AWS::LanguageExtensions";

/// What all loops of a template may make together. CloudFormation takes 500 resources.
const MOST: usize = 1_000;
const MOST_NOTES: usize = 100;
const TWICE: &str = "it makes something twice";
/// Bytes of text, as much as the resolver spends.
const MOST_TEXT: usize = 8 * 1024 * 1024;
/// A logical id has at most 255 characters; what runs over properties may be an ARN.
const LONGEST_NAME: usize = 2_048;

/// The template with its loops expanded; None: it has none. Sections where
/// CloudFormation takes no loops are left alone.
pub(super) fn expanded(template: &Template, inputs: &Inputs) -> Option<(Template, Vec<Note>)> {
    let sections = ["Conditions", "Resources"];
    let mut found = sections.iter().filter_map(|name| template.root.get(name));
    if !found.any(has_loop) {
        return None;
    }
    let mut expansion = Expansion {
        resolver: Resolver::new(template, inputs),
        made: 0,
        nodes: 0,
        bytes: 0,
        notes: Vec::new(),
        resource: String::new(),
    };
    let mut root = template.root.clone();
    let is_extended = transforms(template).any(|name| name == EXTENSIONS);
    if let Value::Map(entries) = &mut root.value {
        for entry in entries {
            if !sections.contains(&entry.key.text.as_str()) {
                continue;
            }
            if is_extended {
                entry.value = expansion.section(&entry.value);
            } else {
                expansion.refuse_all(
                    &entry.value,
                    "the template does not name AWS::LanguageExtensions",
                );
            }
        }
    }
    Some((template.with_root(root), expansion.notes))
}

/// The transforms that a template names, by name.
pub(super) fn transforms(template: &Template) -> impl Iterator<Item = &str> {
    let transform = template.root.get("Transform");
    let listed = match transform.map(Node::items) {
        None => &[],
        Some([]) => transform.map_or(&[][..], std::slice::from_ref),
        Some(items) => items,
    };
    listed
        .iter()
        .filter_map(|node| node.text().or_else(|| node.get("Name")?.text()))
}

fn has_loop(node: &Node) -> bool {
    let mut keys = node.entries().iter().map(|entry| &entry.key.text);
    keys.any(|key| key.starts_with(LOOP)) || node.children().into_iter().any(has_loop)
}

/// An identifier and what it stands for, the innermost last.
type Names = Vec<(String, String)>;

struct Expansion<'t> {
    resolver: Resolver<'t>,
    made: usize,
    nodes: usize,
    bytes: usize,
    notes: Vec<Note>,
    /// The resource that is being walked.
    resource: String,
}

impl Expansion<'_> {
    fn section(&mut self, section: &Node) -> Node {
        let entries = self.entries(section.entries(), &Names::new(), 0, true);
        section.with(Value::Map(entries))
    }

    /// The entries with those that loops among them make, in the place of the loops.
    fn entries(&mut self, entries: &[Entry], names: &Names, depth: usize, top: bool) -> Vec<Entry> {
        let mut out: Vec<Entry> = Vec::new();
        for entry in entries {
            if entry.key.text.starts_with(LOOP) {
                let made = self.looped(entry, names, depth, top);
                let made = made.and_then(|made| match is_new(&out, entries, &made) {
                    true => Ok(made),
                    false => Err(TWICE.into()),
                });
                match made {
                    Ok(made) => out.extend(made),
                    Err(why) => {
                        self.note(entry, why.as_str());
                        out.push(entry.clone());
                    }
                }
                continue;
            }
            let key = self.scalar(&entry.key, names);
            if top {
                self.resource.clone_from(&key.text);
            }
            let value = self.node(&entry.value, names, depth + 1);
            out.push(Entry {
                key,
                key_span: entry.key_span,
                value,
            });
        }
        out
    }

    fn looped(
        &mut self,
        entry: &Entry,
        names: &Names,
        depth: usize,
        top: bool,
    ) -> Result<Vec<Entry>, Reason> {
        let [identifier, collection, fragment] = entry.value.items() else {
            return Err("it is not a list of a name, a list and what is made".into());
        };
        let Some(identifier) = identifier.text() else {
            return Err("its name is not written out".into());
        };
        let Value::Map(fragment) = &fragment.value else {
            return Err("what it makes is not a mapping".into());
        };
        let collection = self.node(collection, names, depth + 1);
        let values = self.known(&collection)?;
        let mut out: Vec<Entry> = Vec::new();
        let mut keys = HashSet::new();
        for value in values {
            self.made += 1;
            if self.made > MOST {
                return Err(format!("the loops make more than {MOST} things").into());
            }
            let mut names = names.clone();
            names.push((identifier.to_owned(), value));
            let made = self.entries(fragment, &names, depth + 1, top);
            if self.is_spent() || depth > MAX_DEPTH {
                return Err("what the loops make is too large".into());
            }
            // A loop that could not be expanded stays, and was noted.
            let mut made_keys = made.iter().map(|entry| &entry.key.text);
            if !made_keys.all(|key| keys.insert(key.clone()) || key.starts_with(LOOP)) {
                return Err(TWICE.into());
            }
            out.extend(made);
        }
        Ok(out)
    }

    /// The texts of a list in which nothing is open.
    fn known(&self, collection: &Node) -> Result<Vec<String>, Reason> {
        let Resolved::List(items) = self.resolver.resolve(collection) else {
            return Err("what it runs over is not known".into());
        };
        let text = |item: Resolved| {
            let text = item.text()?;
            let text = text.known().filter(|text| text.len() <= LONGEST_NAME);
            text.map(str::to_owned)
        };
        let texts: Option<Vec<String>> = items.into_iter().map(text).collect();
        texts.ok_or_else(|| "what it runs over is not known".into())
    }

    fn is_spent(&self) -> bool {
        self.nodes > MAX_NODES || self.bytes > MOST_TEXT
    }

    fn scalar(&mut self, scalar: &Scalar, names: &Names) -> Scalar {
        if names.is_empty() || self.is_spent() {
            return scalar.clone();
        }
        let text = replaced(&scalar.text, names);
        self.bytes += text.len();
        Scalar {
            text,
            ..scalar.clone()
        }
    }

    /// The node with every name replaced by its value.
    fn node(&mut self, node: &Node, names: &Names, depth: usize) -> Node {
        self.nodes += 1;
        if depth > MAX_DEPTH || self.is_spent() {
            return node.clone();
        }
        if let Some(value) = named(node, names) {
            return text(node, value);
        }
        let value = match &node.value {
            Value::Scalar(scalar) => Value::Scalar(self.scalar(scalar, names)),
            Value::Tagged(name, inner) => {
                let inner = self.node(inner, names, depth + 1);
                Value::Tagged(name.clone(), Box::new(inner))
            }
            Value::Seq(items) => {
                let items = items.iter().map(|item| self.node(item, names, depth + 1));
                Value::Seq(items.collect())
            }
            Value::Map(entries) => Value::Map(self.entries(entries, names, depth + 1, false)),
        };
        let out = node.with(value);
        // A `Fn::Sub` in which nothing is left to put in is its text.
        let done = call(&out).filter(|call| call.name == "Sub" && !names.is_empty());
        match done.and_then(|call| call.of.text()) {
            Some(said) if !said.contains("${") => text(node, said.to_owned()),
            _ => out,
        }
    }

    fn note(&mut self, entry: &Entry, why: &str) {
        let name = &entry.key.text;
        let what = format!("{name} is not expanded, since {why}: roles it makes are not seen");
        let note = Note {
            logical_id: self.resource.clone(),
            span: entry.value.span,
            what,
        };
        let is_same = |it: &Note| it.span == note.span && it.what == note.what;
        if self.notes.len() < MOST_NOTES && !self.notes.iter().any(is_same) {
            self.notes.push(note);
        }
    }

    fn refuse_all(&mut self, node: &Node, why: &str) {
        for entry in node.entries() {
            match entry.key.text.starts_with(LOOP) {
                true => self.note(entry, why),
                false => self.refuse_all(&entry.value, why),
            }
        }
        if node.entries().is_empty() {
            for child in node.children() {
                self.refuse_all(child, why);
            }
        }
    }
}

/// `Ref` of a name is its value.
fn named(node: &Node, names: &Names) -> Option<String> {
    let call = call(node).filter(|call| call.name == "Ref")?;
    let name = call.of.text()?;
    let mut all = names.iter().rev();
    all.find(|(known, _)| known == name)
        .map(|(_, value)| value.clone())
}

/// `${Name}` is the value, and `&{Name}` what of it is letters and digits.
fn replaced(text: &str, names: &Names) -> String {
    let mut out = text.to_owned();
    for (name, value) in names.iter().rev() {
        if !out.contains(['$', '&']) {
            break;
        }
        let plain: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
        out = out.replace(&format!("${{{name}}}"), value);
        out = out.replace(&format!("&{{{name}}}"), &plain);
    }
    out
}

fn text(at: &Node, text: String) -> Node {
    let style = Style::Double;
    at.with(Value::Scalar(Scalar { text, style }))
}

/// Whether none of what was made is there already, or stands beside the loop.
fn is_new(out: &[Entry], beside: &[Entry], made: &[Entry]) -> bool {
    let mut known = HashSet::new();
    let written = out
        .iter()
        .chain(beside)
        .map(|entry| entry.key.text.as_str());
    known.extend(written.filter(|key| !key.starts_with(LOOP)));
    made.iter()
        .all(|entry| entry.key.text.starts_with(LOOP) || known.insert(entry.key.text.as_str()))
}
