//! One configuration file, parsed and vetted, with typed access to its values.
//!
//! Values are found by the names of the schema; what failed the vetting was
//! reported there, so access simply finds nothing.

use std::{
    collections::BTreeMap,
    ops::Range,
    path::{Path, PathBuf},
};

use toml::de::{DeTable, DeValue};

use super::{
    problem::{Problem, position},
    schema::Home,
    vet::vet,
};

/// More problems than this in one file say nothing new.
const PROBLEMS: usize = 50;

#[derive(Debug)]
pub(super) struct Document {
    pub path: PathBuf,
    text: String,
    root: Rows,
}

/// Values by name, with the bytes of the text where they stand.
type Rows = BTreeMap<String, (Range<usize>, Value)>;

#[derive(Debug)]
enum Value {
    Text(String),
    Flag(bool),
    List(Vec<Value>),
    Table(Rows),
    /// Nothing that the schema has a shape for.
    Other,
}

/// A table of the document, or the file itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Table<'a>(&'a Rows);

impl Document {
    pub(super) fn parsed(path: &Path, text: &str, home: Home, problems: &mut Vec<Problem>) -> Self {
        let (root, errors) = DeTable::parse_recoverable(text);
        let mut complaints: Vec<(Range<usize>, String)> = errors
            .iter()
            .map(|error| (error.span().unwrap_or(0..0), error.message().to_owned()))
            .collect();
        // What could be recovered of a broken file would draw complaints that are not its own.
        if complaints.is_empty() {
            vet(root.get_ref(), "", home, &mut complaints);
        }
        complaints.sort_by_key(|(span, _)| span.start);
        complaints.truncate(PROBLEMS);
        let document = Self {
            path: path.to_owned(),
            text: text.to_owned(),
            root: rows(root.get_ref()),
        };
        for (span, what) in complaints {
            problems.push(document.problem(&span, what));
        }
        document
    }

    pub(super) fn root(&self) -> Table<'_> {
        Table(&self.root)
    }

    /// A problem with what stands at these bytes.
    pub(super) fn problem(&self, span: &Range<usize>, what: impl Into<String>) -> Problem {
        Problem {
            at: Some(position(self.text.as_bytes(), span.start)),
            ..Problem::of_file(&self.path, what)
        }
    }
}

impl<'a> Table<'a> {
    fn value(self, name: &str) -> Option<&'a Value> {
        self.0.get(name).map(|(_, value)| value)
    }

    pub(super) fn span(self, name: &str) -> Range<usize> {
        self.0.get(name).map_or(0..0, |(span, _)| span.clone())
    }

    pub(super) fn text(self, name: &str) -> Option<&'a str> {
        self.value(name)?.text()
    }

    pub(super) fn flag(self, name: &str) -> Option<bool> {
        match self.value(name)? {
            Value::Flag(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The list's texts; None when there is no list.
    pub(super) fn texts(self, name: &str) -> Option<Vec<&'a str>> {
        match self.value(name)? {
            Value::List(items) => Some(items.iter().filter_map(Value::text).collect()),
            _ => None,
        }
    }

    pub(super) fn table(self, name: &str) -> Option<Table<'a>> {
        self.value(name)?.table()
    }

    /// The texts of a table of texts.
    pub(super) fn text_pairs(self, name: &str) -> Vec<(&'a str, &'a str)> {
        let Some(Table(rows)) = self.table(name) else {
            return Vec::new();
        };
        rows.iter()
            .filter_map(|(name, (_, value))| Some((name.as_str(), value.text()?)))
            .collect()
    }

    /// The lists of a table of lists of texts.
    pub(super) fn text_lists(self, name: &str) -> Vec<(&'a str, Vec<&'a str>)> {
        let Some(table) = self.table(name) else {
            return Vec::new();
        };
        let names = table.0.keys();
        names
            .filter_map(|name| Some((name.as_str(), table.texts(name)?)))
            .collect()
    }

    /// The tables of a table of tables, by name.
    pub(super) fn tables_by_name(self, name: &str) -> Vec<(&'a str, Table<'a>)> {
        let Some(Table(rows)) = self.table(name) else {
            return Vec::new();
        };
        rows.iter()
            .filter_map(|(name, (_, value))| Some((name.as_str(), value.table()?)))
            .collect()
    }

    pub(super) fn has(self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// The tables of `[[name]]`.
    pub(super) fn tables(self, name: &str) -> Vec<Table<'a>> {
        match self.value(name) {
            Some(Value::List(items)) => items.iter().filter_map(Value::table).collect(),
            _ => Vec::new(),
        }
    }
}

impl Value {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn table(&self) -> Option<Table<'_>> {
        match self {
            Self::Table(rows) => Some(Table(rows)),
            _ => None,
        }
    }
}

fn rows(table: &DeTable<'_>) -> Rows {
    table
        .iter()
        .map(|(name, value)| {
            let name = name.get_ref().clone().into_owned();
            (name, (value.span(), owned(value.get_ref())))
        })
        .collect()
}

fn owned(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.clone().into_owned()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Array(items) => Value::List(items.iter().map(|i| owned(i.get_ref())).collect()),
        DeValue::Table(table) => Value::Table(rows(table)),
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) => Value::Other,
    }
}
