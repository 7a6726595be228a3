//! THIRD-PARTY-NOTICES.txt: who wrote what is built in, and under which licence.
//!
//! Made from `cargo metadata` and the packages' own files, without a network. After
//! a change of Cargo.lock: `UPDATE_NOTICES=1 cargo test --locked --test it notices::`.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

const FILE: &str = "THIRD-PARTY-NOTICES.txt";
/// What is released; packages of other systems are not in it.
const PLATFORM: &str = "x86_64-unknown-linux-gnu";

struct Package {
    name: String,
    version: String,
    licence: String,
    repository: String,
    authors: Vec<String>,
    folder: PathBuf,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn metadata() -> Value {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--locked", "--offline", "--format-version", "1"])
        .args(["--filter-platform", PLATFORM])
        .current_dir(root())
        .output()
        .unwrap();
    let err = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{err}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// What the program is built of: neither what tests nor what builds it.
fn shipped(metadata: &Value) -> Vec<Package> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let nodes: HashMap<&str, &Value> = nodes
        .iter()
        .map(|node| (node["id"].as_str().unwrap(), node))
        .collect();
    let own = metadata["resolve"]["root"].as_str().unwrap();
    let (mut found, mut open) = (BTreeSet::new(), vec![own]);
    while let Some(id) = open.pop() {
        if !found.insert(id) {
            continue;
        }
        for dependency in nodes[id]["deps"].as_array().unwrap() {
            let kinds = dependency["dep_kinds"].as_array().unwrap();
            if kinds.iter().any(|kind| kind["kind"].is_null()) {
                open.push(dependency["pkg"].as_str().unwrap());
            }
        }
    }
    let packages = metadata["packages"].as_array().unwrap();
    let shipped = packages.iter().filter(|package| {
        let id = package["id"].as_str().unwrap();
        id != own && found.contains(id)
    });
    let mut shipped: Vec<Package> = shipped.map(package).collect();
    shipped.sort_by(|a, b| (&a.name, &a.version).cmp(&(&b.name, &b.version)));
    shipped
}

fn package(value: &Value) -> Package {
    let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
    let authors = value["authors"].as_array().into_iter().flatten();
    Package {
        name: text("name"),
        version: text("version"),
        licence: text("license").replace(" / ", " OR ").replace('/', " OR "),
        repository: text("repository"),
        authors: authors
            .filter_map(|one| one.as_str().map(str::to_owned))
            .collect(),
        folder: Path::new(&text("manifest_path"))
            .parent()
            .unwrap()
            .to_owned(),
    }
}

impl Package {
    fn named(&self) -> String {
        format!("{} {}", self.name, self.version)
    }

    /// The one of several licences that it is taken under; None: all that it names.
    fn chosen(&self) -> Option<&'static str> {
        if self.licence.contains(" AND ") {
            return None;
        }
        let offered: Vec<&str> = self.licence.split(" OR ").collect();
        ["Apache-2.0", "MIT"]
            .into_iter()
            .find(|licence| offered.contains(licence))
    }

    /// Its own licence and notice files, by name.
    fn files(&self) -> Vec<(String, String)> {
        let begins = ["LICENSE", "LICENCE", "COPYING", "NOTICE", "UNLICENSE"];
        let entries = fs::read_dir(&self.folder).unwrap();
        let mut files: Vec<(String, String)> = entries
            .filter_map(|entry| {
                let path = entry.unwrap().path();
                let name = path.file_name().unwrap().to_string_lossy().to_uppercase();
                let is_one = path.is_file() && begins.iter().any(|begin| name.starts_with(begin));
                is_one.then(|| (name, fs::read_to_string(&path).unwrap()))
            })
            .collect();
        files.sort();
        files
    }

    /// What must be said of it, as texts.
    fn texts(&self) -> Vec<String> {
        let files = self.files();
        let of = |wanted: &dyn Fn(&str) -> bool| -> Vec<String> {
            let files = files.iter().filter(|(name, _)| wanted(name));
            files.map(|(_, text)| tidy(text)).collect()
        };
        let notices = of(&|name| name.starts_with("NOTICE"));
        let mut texts = match self.chosen() {
            Some("Apache-2.0") => {
                let mut texts = vec![own("LICENSE-APACHE")];
                texts.extend(notices);
                return texts;
            }
            Some("MIT") => of(&|name| name.contains("MIT")),
            _ => Vec::new(),
        };
        if texts.is_empty() {
            texts = of(&|_| true);
        }
        if texts.is_empty() {
            texts.push(self.without_a_file());
        }
        texts
    }

    /// The manifest names the licence, and nothing more is there.
    fn without_a_file(&self) -> String {
        assert_eq!(self.licence, "MIT", "{} has no licence file", self.named());
        let terms = own("LICENSE-MIT");
        let terms = terms.split_once("\n\nPermission").unwrap().1;
        let holders = match self.authors.is_empty() {
            true => format!("the authors of {}", self.name),
            false => self.authors.join(", "),
        };
        format!("MIT License\n\nCopyright (c) {holders}\n\nPermission{terms}")
    }
}

fn own(name: &str) -> String {
    tidy(&fs::read_to_string(root().join(name)).unwrap())
}

fn tidy(text: &str) -> String {
    let lines = text.lines().map(str::trim_end);
    lines
        .collect::<Vec<_>>()
        .join("\n")
        .trim_matches('\n')
        .to_owned()
}

fn made() -> String {
    let shipped = shipped(&metadata());
    let mut by_text: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut out = "Watchkeeper is built of these packages of others (the Linux build).\n\
         Made by `UPDATE_NOTICES=1 cargo test --locked --test it notices::`; not to be edited.\n\
         Where several licences are offered, it is taken under Apache-2.0, or else under MIT.\n\n"
        .to_owned();
    for package in &shipped {
        out += &format!("{}   {}\n", package.named(), package.licence);
        for text in package.texts() {
            by_text.entry(text).or_default().push(package.named());
        }
    }
    for package in shipped.iter().filter(|one| one.licence.contains("MPL-2.0")) {
        out += &format!(
            "\n{} is used as it is, under the Mozilla Public License 2.0. Its source code:\n\
             https://crates.io/crates/{}/{} and {}\n",
            package.named(),
            package.name,
            package.version,
            package.repository
        );
    }
    let mut texts: Vec<(String, String)> = by_text
        .into_iter()
        .map(|(text, packages)| (packages.join(", "), text))
        .collect();
    texts.sort();
    for (packages, text) in texts {
        let rule = "-".repeat(80);
        out += &format!("\n{rule}\n{packages}\n{rule}\n\n{text}\n");
    }
    out
}

#[test]
fn the_notices_are_those_of_the_locked_packages() {
    let made = made();
    let path = root().join(FILE);
    if env::var_os("UPDATE_NOTICES").is_some() {
        fs::write(&path, &made).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    let differs = kept
        .lines()
        .zip(made.lines())
        .find(|(kept, made)| kept != made);
    assert!(
        kept == made,
        "{FILE} is not current, first at {differs:?}. Renew it: UPDATE_NOTICES=1 cargo test --locked --test it notices::"
    );
}

#[test]
fn what_is_under_the_mozilla_licence_comes_with_its_text_and_says_where_its_source_is() {
    let kept = fs::read_to_string(root().join(FILE)).unwrap();
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let (_, rest) = lock
        .split_once("name = \"nucleo-matcher\"\nversion = \"")
        .unwrap();
    let version = rest.split('"').next().unwrap();
    let source = format!("https://crates.io/crates/nucleo-matcher/{version} ");
    assert!(kept.contains(&source), "{source}");
    assert!(kept.contains("Mozilla Public License Version 2.0\n"));
    assert!(kept.contains(&format!("nucleo-matcher {version}   MPL-2.0\n")));
}
