//! A TOML file that people write over the ones it inherits: keymaps and themes. How such
//! a file is opened and how its mistakes are told, never what its rows mean.

use std::fmt;

use toml::de::{DeTable, DeValue};

use super::nearest;

/// Larger than any that a person writes.
const LARGEST_FILE: usize = 256 * 1024;

/// One mistake in such a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileError {
    pub file: String,
    pub line: usize,
    /// A sentence: what is wrong, and what to write instead.
    pub what: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.what)
    }
}

impl std::error::Error for FileError {}

/// One file, and what is wrong with it.
#[derive(Debug)]
pub struct Layer<'a> {
    /// `keymap` or `theme`.
    kind: &'static str,
    file: String,
    text: &'a str,
    /// The default one, unless it says another or `"none"`.
    pub inherits: Option<String>,
    pub errors: Vec<FileError>,
}

impl<'a> Layer<'a> {
    /// Opens the file. Its rows are for the caller, but for `inherits = "..."`.
    pub fn open(
        kind: &'static str,
        file: &str,
        text: &'a str,
        built_in: &[(&str, &str)],
    ) -> (Self, DeTable<'a>) {
        let mut layer = Self {
            kind,
            file: file.to_owned(),
            text,
            inherits: Some("default".to_owned()),
            errors: Vec::new(),
        };
        if text.len() > LARGEST_FILE {
            layer.wrong(0, format!("This is too large to be a {kind}."));
            return (layer, DeTable::new());
        }
        let document = match DeTable::parse(text) {
            Ok(document) => document.into_inner(),
            Err(error) => {
                let offset = error.span().map_or(0, |span| span.start);
                layer.wrong(offset, format!("This is not TOML: {}.", error.message()));
                return (layer, DeTable::new());
            }
        };
        if let Some(value) = document.get("inherits")
            && let DeValue::String(parent) = value.get_ref()
        {
            layer.parent(parent, value.span().start, built_in);
        }
        (layer, document)
    }

    fn parent(&mut self, name: &str, offset: usize, built_in: &[(&str, &str)]) {
        let mut known: Vec<&str> = built_in.iter().map(|(name, _)| *name).collect();
        known.push("none");
        if !known.contains(&name) {
            let (kind, known) = (self.kind, known.join(", "));
            self.wrong(
                offset,
                format!("There is no {kind} `{name}`; there are {known}."),
            );
        }
        self.inherits = (name != "none").then(|| name.to_owned());
    }

    pub fn wrong(&mut self, offset: usize, what: impl Into<String>) {
        let before = self.text.get(..offset).unwrap_or(self.text);
        self.errors.push(FileError {
            file: self.file.clone(),
            line: 1 + before.matches('\n').count(),
            what: what.into(),
        });
    }

    /// The mistakes in the order of their lines, if there are any.
    pub fn checked(&mut self) -> Result<(), Vec<FileError>> {
        self.errors.sort_by_key(|error| error.line);
        match self.errors.is_empty() {
            true => Ok(()),
            false => Err(std::mem::take(&mut self.errors)),
        }
    }
}

/// Reads a file and those it inherits; itself first. `read` gives what a file says and
/// which one it inherits.
pub fn layers<'a, T>(
    (file, text): (&str, &'a str),
    folder: &str,
    built_in: &[(&'a str, &'a str)],
    read: impl Fn(&str, &'a str) -> Result<(T, Option<String>), Vec<FileError>>,
) -> Result<Vec<T>, Vec<FileError>> {
    let (mut file, mut text) = (file.to_owned(), text);
    let (mut layers, mut seen) = (Vec::new(), Vec::new());
    loop {
        let (layer, inherits) = read(&file, text)?;
        layers.push(layer);
        // A file that leads back to itself has nothing left to add.
        let parent = built_in
            .iter()
            .find(|(name, _)| Some(*name) == inherits.as_deref() && !seen.contains(name));
        let Some((name, parent)) = parent else {
            return Ok(layers);
        };
        seen.push(*name);
        (file, text) = (format!("{folder}/{name}.toml"), parent);
    }
}

/// The end of a sentence on a name that is not known.
pub fn did_you_mean<'a>(wrong: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    match nearest(wrong, known) {
        Some(near) => format!("; did you mean `{near}`?"),
        None => ".".into(),
    }
}
