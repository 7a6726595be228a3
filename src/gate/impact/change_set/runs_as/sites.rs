//! Every place in a resource's properties that says as whom something runs: those of
//! the table, and in properties that nobody here knows whatever value is the ARN of a
//! role or of an instance profile, at any depth. What such a place gives is not judged here.

use serde_json::{Map, Value};

use super::{
    side::{Side, Source, named_by},
    table::{self, Sort},
};
use crate::{
    facts::Reason,
    policy::open::is_open,
    template::{Symbol, Text},
};

/// Nothing that AWS stores is nested as deep.
const DEEPEST: usize = 64;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Site {
    /// `Targets.0.RoleArn`.
    pub(super) at: String,
    pub(super) names: Names,
    pub(super) source: Source,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Names {
    Role,
    Profile,
    /// Another resource, which says as whom it runs.
    Through,
}

impl Site {
    /// The place but for the numbers of items, which change by themselves.
    pub(super) fn place(&self) -> String {
        let parts = self.at.split('.').map(|part| match part.parse::<usize>() {
            Ok(_) => "*",
            Err(_) => part,
        });
        parts.collect::<Vec<_>>().join(".")
    }
}

pub(super) fn all(side: &Side<'_>, properties: &Value) -> Result<Vec<Site>, Reason> {
    let mut search = Search {
        side,
        path: Vec::new(),
        found: Vec::new(),
    };
    search.value(properties, DEEPEST)?;
    Ok(search.found)
}

struct Search<'s, 'a> {
    side: &'s Side<'a>,
    path: Vec<String>,
    found: Vec<Site>,
}

impl Search<'_, '_> {
    fn value(&mut self, value: &Value, left: usize) -> Result<(), Reason> {
        let left = left.checked_sub(1).ok_or_else(|| {
            format!(
                "The properties of {} are nested too deep to be read.",
                self.side.id
            )
        })?;
        let sort = table::at(self.side.kind, &self.path);
        match (sort, value) {
            (Some(Sort::Names), _) => {}
            (Some(Sort::Option), Value::Object(option)) => self.option(option),
            (Some(Sort::Field), Value::Object(field)) => self.field(field),
            (_, Value::Object(map)) => {
                for (name, value) in map.iter().filter(|(name, _)| !is_beside(name)) {
                    self.inside(name, value, left)?;
                }
            }
            (_, Value::Array(items)) => {
                for (at, value) in items.iter().enumerate() {
                    self.inside(&at.to_string(), value, left)?;
                }
            }
            (sort, Value::String(text)) => self.text(sort, text),
            _ => {}
        }
        Ok(())
    }

    fn inside(&mut self, name: &str, value: &Value, left: usize) -> Result<(), Reason> {
        self.path.push(name.to_owned());
        let done = self.value(value, left);
        self.path.pop();
        done
    }

    fn text(&mut self, sort: Option<Sort>, text: &str) {
        if text.is_empty() {
            return;
        }
        match sort {
            Some(Sort::Role) => self.named(Names::Role, text),
            Some(Sort::Profile) => self.named(Names::Profile, text),
            Some(Sort::Through) => self.named(Names::Through, text),
            _ => self.unknown(text),
        }
    }

    fn named(&mut self, names: Names, text: &str) {
        let source = self.side.source(&self.path, text);
        self.push(names, source);
    }

    fn push(&mut self, names: Names, source: Source) {
        self.found.push(Site {
            at: self.path.join("."),
            names,
            source,
        });
    }

    /// A property that the table does not have.
    fn unknown(&mut self, text: &str) {
        let written = match is_open(text) {
            true => self.side.text_at(&self.path),
            false => None,
        };
        let known = written.as_ref().and_then(|text| text.known());
        let shown = written.as_ref().map(Text::to_pattern);
        let mut arns = arns_in(text);
        arns.extend(arns_in(known.or(shown.as_deref()).unwrap_or_default()));
        arns.dedup();
        let found = self.found.len();
        for (names, arn) in arns {
            self.push(names, Source::Named(arn));
        }
        for symbol in written.iter().flat_map(Text::symbols) {
            if let Some((names, id)) = self.of_symbol(symbol) {
                self.push(names, Source::Own(id));
            }
        }
        let is_given = is_open(text) || self.side.kind.starts_with("AWS::");
        if self.found.len() > found || !is_given || !speaks_of_a_role(&self.path) {
            return;
        }
        // No ARN: the name of a role, or what is not known yet.
        let names = match last(&self.path).ends_with("instanceprofile") {
            true => Names::Profile,
            false => Names::Role,
        };
        self.named(names, text);
    }

    fn of_symbol(&self, symbol: &Symbol) -> Option<(Names, String)> {
        let id = named_by(symbol, true)?;
        match self.side.type_of(id)? {
            "AWS::IAM::Role" => Some((Names::Role, id.to_owned())),
            "AWS::IAM::InstanceProfile" => Some((Names::Profile, id.to_owned())),
            _ => None,
        }
    }

    /// `{ Namespace, OptionName, Value }`.
    fn option(&mut self, option: &Map<String, Value>) {
        let text = |name: &str| option.get(name).and_then(Value::as_str);
        let names = match text("OptionName") {
            Some("IamInstanceProfile") => Some(Names::Profile),
            Some("ServiceRole" | "ServiceRoleForManagedUpdates") => Some(Names::Role),
            _ => None,
        };
        self.pair("Value", names, text("Value"));
    }

    /// `{ Key, StringValue }`; both are names.
    fn field(&mut self, field: &Map<String, Value>) {
        let text = |name: &str| field.get(name).and_then(Value::as_str);
        let names = match text("Key") {
            Some("resourceRole") => Some(Names::Profile),
            Some("role") => Some(Names::Role),
            _ => None,
        };
        self.pair("StringValue", names, text("StringValue"));
    }

    fn pair(&mut self, at: &str, names: Option<Names>, value: Option<&str>) {
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            return;
        };
        self.path.push(at.to_owned());
        match names {
            Some(names) => self.named(names, value),
            None => self.unknown(value),
        }
        self.path.pop();
    }
}

/// Words about a resource, and policy documents, which say who gets at it and give
/// no role to what runs.
fn is_beside(name: &str) -> bool {
    matches!(
        name,
        "Tags" | "Description" | "Statement" | "AssumeRolePolicyDocument"
    )
}

fn last(path: &[String]) -> String {
    let mut parts = path.iter().rev();
    let name = parts.find(|part| part.parse::<usize>().is_err());
    let name = name.map_or("", String::as_str).to_ascii_lowercase();
    let short = ["arns", "arn", "names", "name"];
    let stem = short.iter().find_map(|end| name.strip_suffix(end));
    stem.unwrap_or(&name).to_owned()
}

/// By the name of a property that nobody here knows: `BuildRole`, `JobRoleArn`.
fn speaks_of_a_role(path: &[String]) -> bool {
    let name = last(path);
    let mut ends = ["role", "roles", "instanceprofile"].into_iter();
    ends.any(|end| name.ends_with(end))
}

/// Every ARN of a role or an instance profile in a text, in whatever it is embedded.
fn arns_in(text: &str) -> Vec<(Names, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("arn:") {
        let rest = &text[at..];
        let end = rest.find(|c: char| !is_of_arn(c)).unwrap_or(rest.len());
        let arn = rest[..end].trim_end_matches(['.', ',', ':']);
        let parts: Vec<&str> = arn.splitn(6, ':').collect();
        let [_, _, "iam", "", _, name] = parts[..] else {
            continue;
        };
        let names = match name.split_once('/') {
            Some(("role", _)) => Names::Role,
            Some(("instance-profile", _)) => Names::Profile,
            _ => continue,
        };
        found.push((names, arn.to_owned()));
    }
    found
}

/// IAM's names and paths, and the wildcard that stands for what is open.
fn is_of_arn(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, ':' | '/' | '+' | '=' | ',' | '.' | '@' | '_' | '-' | '*')
}
