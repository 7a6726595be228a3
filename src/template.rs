//! CloudFormation and SAM templates: read with places, resolved, searched for roles, edited.
//!
//! Rank 1: names only `facts` and `policy`. Pure: text in, data out; no I/O, no
//! clock, no network. What a template leaves open (another resource's ARN, a
//! parameter without a value) stays open here and is listed; nothing is guessed,
//! and an edit that cannot be proved to change only what was asked is refused.

mod document;
pub mod edit;
mod for_each;
mod intrinsic;
pub(crate) mod json;
mod made;
mod malformed;
mod names;
mod node;
mod resolve;
mod roles;
mod sam;
mod sections;
mod symbol;
mod yaml;

pub use crate::policy::Malformed;
pub use edit::EditError;
pub use malformed::{MAX_BYTES, MAX_DEPTH, MAX_NODES};
use node::Read;
pub use node::{Entry, Node, Scalar, Span, Style, Value};
pub use resolve::{Inputs, Parameters, Physical, Resolved, Resolver, Surroundings};
pub use roles::{ForeignPolicy, ManagedPolicy, TemplatePolicy, TemplateRole, TemplateRoles, roles};
pub use sam::known_sam_policies;
pub use symbol::{Part, Symbol, Text};

/// A template as it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub format: Format,
    pub root: Node,
    /// Keys that a mapping gives twice. CloudFormation takes the last, and so does `root`.
    pub repeated: Vec<Malformed>,
}

/// How the text is written; a template that opens with `{` is JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    Yaml,
    Json,
}

/// What a reader must know to trust the rest: not expanded, unknown, wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The resource it is about; empty for the whole template.
    pub logical_id: String,
    pub span: Span,
    pub what: String,
}

/// Reads a template. Malformed text is an error that names line and column.
pub fn parse(text: &str) -> Result<Template, Malformed> {
    let places = malformed::places(text)?;
    let start = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
    let (format, read) = if start.starts_with('{') {
        (Format::Json, json::read(text, &places)?)
    } else {
        (Format::Yaml, yaml::read(text, &places)?)
    };
    let Read { root, repeated } = read;
    if !matches!(root.value, Value::Map(_)) {
        return Err(Malformed::new(
            root.span.place,
            format!("a template is a mapping, not {}", root.kind()),
            "Begin with the sections of a template: Parameters, Resources",
        ));
    }
    Ok(Template {
        format,
        root,
        repeated: repeated.into_iter().map(Malformed::from).collect(),
    })
}

impl Template {
    /// Another tree, of the same file.
    fn with_root(&self, root: Node) -> Self {
        Self {
            format: self.format,
            root,
            repeated: self.repeated.clone(),
        }
    }

    /// The entry of a section: `Parameters`, `Resources`, `Conditions`, `Mappings`.
    pub fn section(&self, section: &str, name: &str) -> Option<&Node> {
        self.root.get(section)?.get(name)
    }

    /// A resource's node and its type.
    pub fn resource(&self, logical_id: &str) -> Option<(&Node, &str)> {
        let node = self.section("Resources", logical_id)?;
        Some((node, node.get("Type")?.text()?))
    }

    /// A resource's properties with the template's `Globals` beneath them, as SAM reads them.
    pub fn properties(&self, kind: &str, resource: &Node) -> Option<Node> {
        let own = || resource.get("Properties").cloned();
        sam::with_globals(self.root.get("Globals"), kind, resource).or_else(own)
    }

    /// The resources in the order of the file, by logical id, with their types.
    pub fn resources(&self) -> impl Iterator<Item = (&str, &Node, &str)> {
        let entries = self.root.get("Resources").map_or(&[][..], Node::entries);
        entries.iter().filter_map(|entry| {
            let kind = entry.value.get("Type")?.text()?;
            Some((entry.key.text.as_str(), &entry.value, kind))
        })
    }
}
