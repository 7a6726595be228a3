//! Which file names which, read by `syn`: every path in the code followed to the file
//! that defines what it names, through the `use` of the modules on its way.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use proc_macro2::{TokenStream, TokenTree};
use syn::{
    Attribute, Item, ItemMod, Macro, Path, UseTree, Visibility,
    visit::{self, Visit},
};

use super::source::{Source, below};

/// A path from the crate's root: `["edge", "aws"]`.
type Module = Vec<String>;

/// A module of the crate that has a file of its own.
struct File {
    path: String,
    /// What its `use` lines call by which name, as absolute paths.
    uses: HashMap<String, Module>,
    /// Every path of its code that could be made absolute.
    named: BTreeSet<Module>,
}

pub(super) struct House {
    files: BTreeMap<Module, File>,
}

impl House {
    pub(super) fn of_the_crate() -> Self {
        Self::of(&below("src"))
    }

    fn of(sources: &[Source]) -> Self {
        let is_of_the_crate = |module: &Module| module.last().is_none_or(|last| last != "tests");
        let files = sources.iter().map(|source| {
            let module = module(&source.path);
            let mut reader = Reader::at(&module);
            let syntax = syn::parse_file(&source.text)
                .unwrap_or_else(|error| panic!("{}: {error}", source.path));
            reader.visit_file(&syntax);
            let file = reader.into_file(&source.path);
            (module, file)
        });
        let files = files.filter(|(module, _)| is_of_the_crate(module));
        Self {
            files: files.collect(),
        }
    }

    /// The top-level modules that each file names.
    pub(super) fn heads(&self) -> impl Iterator<Item = (&str, &str, BTreeSet<&str>)> {
        self.files.iter().filter_map(|(module, file)| {
            let own = module.first()?.as_str();
            let heads = file.named.iter().filter_map(|path| path.first());
            let heads = heads.filter(|head| self.files.contains_key(std::slice::from_ref(*head)));
            Some((file.path.as_str(), own, heads.map(String::as_str).collect()))
        })
    }

    /// The file that defines what a path names: the last module on its way, unless that
    /// only passes it on by a `use`.
    fn defining(&self, path: &[String], depth: usize) -> Option<Module> {
        let mut at = Module::new();
        for (nth, segment) in path.iter().enumerate() {
            let mut inner = at.clone();
            inner.push(segment.clone());
            if self.files.contains_key(&inner) {
                at = inner;
                continue;
            }
            let passed_on = self.files.get(&at)?.uses.get(segment);
            if let Some(target) = passed_on.filter(|_| depth < 8) {
                let rest = path.iter().skip(nth + 1).cloned();
                let whole: Module = target.iter().cloned().chain(rest).collect();
                return self.defining(&whole, depth + 1);
            }
            break;
        }
        self.files.contains_key(&at).then_some(at)
    }

    /// From each file to those it names. A parent names its children and is named by
    /// them as a matter of course: such arrows are left out.
    fn arrows(&self) -> Arrows<'_> {
        let targets = |(module, file): (&Module, &File)| {
            let defining = file.named.iter().filter_map(|path| self.defining(path, 0));
            let others = defining.filter(|target| !is_family(module, target));
            let files = others.filter_map(|target| Some(self.files.get(&target)?.path.as_str()));
            files.collect()
        };
        let files = self.files.iter();
        files
            .map(|(module, file)| (file.path.as_str(), targets((module, file))))
            .collect()
    }
}

/// The arrows between files that name each other, be it by way of others.
fn circles(arrows: &Arrows<'_>) -> Vec<String> {
    let reached: HashMap<&str, BTreeSet<&str>> = arrows
        .keys()
        .map(|file| (*file, reached(arrows, file)))
        .collect();
    let mut within = Vec::new();
    for (from, targets) in arrows {
        let back = targets.iter().filter(|to| reached[**to].contains(from));
        within.extend(back.map(|to| format!("{from} names {to}")));
    }
    within
}

type Arrows<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// All the files that one leads to.
fn reached<'a>(arrows: &Arrows<'a>, from: &str) -> BTreeSet<&'a str> {
    let (mut seen, mut left) = (BTreeSet::new(), vec![from]);
    while let Some(at) = left.pop() {
        for file in &arrows[at] {
            if seen.insert(*file) {
                left.push(file);
            }
        }
    }
    seen
}

/// One of the two is the other's parent, or a parent of its parent.
fn is_family(one: &[String], other: &[String]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// `src/edge/aws.rs` is `edge::aws`; `lib` and `main` are the crate's root.
fn module(path: &str) -> Module {
    let inner = path.strip_prefix("src/").unwrap_or(path);
    let inner = inner.strip_suffix(".rs").unwrap_or(inner);
    let inner = if inner == "lib" { "" } else { inner };
    let segments = inner.split('/').filter(|segment| !segment.is_empty());
    segments.map(str::to_owned).collect()
}

/// Reads the paths of one file; what only tests compile is passed over.
struct Reader<'a> {
    at: &'a Module,
    uses: HashMap<String, Module>,
    children: BTreeSet<String>,
    paths: Vec<Module>,
}

impl<'a> Reader<'a> {
    fn at(module: &'a Module) -> Self {
        Self {
            at: module,
            uses: HashMap::new(),
            children: BTreeSet::new(),
            paths: Vec::new(),
        }
    }

    fn into_file(self, path: &str) -> File {
        let named = self.paths.iter().filter_map(|path| self.absolute(path));
        let named: BTreeSet<Module> = named.chain(self.uses.values().cloned()).collect();
        File {
            path: path.to_owned(),
            named,
            uses: self.uses,
        }
    }

    /// From the crate's root; None: of another crate, or a local name.
    fn absolute(&self, path: &[String]) -> Option<Module> {
        let (first, rest) = path.split_first()?;
        let mut base = match first.as_str() {
            "crate" => return Some(rest.to_vec()),
            "self" => self.at.clone(),
            "super" => self.at[..self.at.len().checked_sub(1)?].to_vec(),
            name if self.children.contains(name) => {
                let mut child = self.at.clone();
                child.push(name.to_owned());
                child
            }
            name => self.uses.get(name).filter(|_| !rest.is_empty())?.clone(),
        };
        let mut rest = rest;
        while let Some((up, below)) = rest.split_first().filter(|(up, _)| *up == "super") {
            let _ = up;
            base.pop();
            rest = below;
        }
        base.extend(rest.iter().cloned());
        Some(base)
    }

    fn flatten(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: String| before.iter().cloned().chain([name]).collect::<Module>();
        match tree {
            UseTree::Path(path) => {
                let before = with(path.ident.to_string());
                self.flatten(&path.tree, &before);
            }
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.flatten(tree, before);
                }
            }
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                let (path, called) = match (name.as_str(), before.last()) {
                    ("self", Some(last)) => (before.to_vec(), last.clone()),
                    _ => (with(name.clone()), name),
                };
                self.bring_in(called, &path);
            }
            UseTree::Rename(rename) => {
                let path = match rename.ident.to_string().as_str() {
                    "self" => before.to_vec(),
                    name => with(name.to_owned()),
                };
                self.bring_in(rename.rename.to_string(), &path);
            }
            // Everything of a module: an arrow to the module itself.
            _ => self.paths.push(before.to_vec()),
        }
    }

    fn bring_in(&mut self, called: String, path: &[String]) {
        if let Some(path) = self.absolute(path) {
            self.uses.insert(called, path);
        }
    }

    /// `a::b::C` among the tokens of a macro, which `syn` does not look into.
    fn read_tokens(&mut self, tokens: TokenStream) {
        let (mut path, mut colons) = (Module::new(), 0);
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.paths.push(std::mem::take(&mut path));
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                other => {
                    self.paths.push(std::mem::take(&mut path));
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.read_tokens(group.stream());
                    }
                }
            }
        }
        self.paths.push(path);
    }
}

fn is_for_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let list = attribute.meta.require_list();
        attribute.path().is_ident("cfg") && list.is_ok_and(|list| list.tokens.to_string() == "test")
    })
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_file(&mut self, file: &'ast syn::File) {
        // Names first: a path may stand above the `use` that explains it.
        for item in &file.items {
            if let Item::Mod(ItemMod { ident, .. }) = item {
                self.children.insert(ident.to_string());
            }
        }
        for item in &file.items {
            if let Item::Use(item) = item
                && !is_for_tests(&item.attrs)
            {
                self.flatten(&item.tree, &[]);
            }
        }
        visit::visit_file(self, file);
    }

    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            _ => &Vec::new(),
        };
        if !is_for_tests(attributes) {
            visit::visit_item(self, item);
        }
    }

    /// `pub(in crate::gate)` says who may look in, which is no arrow.
    fn visit_visibility(&mut self, _: &'ast Visibility) {}

    fn visit_path(&mut self, path: &'ast Path) {
        let segments = path.segments.iter();
        self.paths
            .push(segments.map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast Macro) {
        self.read_tokens(called.tokens.clone());
    }
}

#[test]
fn no_file_names_one_that_names_it_back() {
    let house = House::of_the_crate();
    let circles = circles(&house.arrows());
    assert!(circles.is_empty(), "in a circle:\n{}", circles.join("\n"));
}

/// A crate in three files: `b` names `c` by what their parent brings in, `c` names `b` outright.
#[test]
fn a_circle_is_seen_through_the_use_of_a_parent() {
    let file = |path: &str, text: &str| Source::new(path, text);
    let house = House::of(&[
        file("src/a.rs", "mod b; mod c; use c::Thing;"),
        file("src/a/b.rs", "pub struct Other(super::Thing);"),
        file(
            "src/a/c.rs",
            "pub struct Thing; fn f(_: Option<super::b::Other>) {}",
        ),
    ]);
    let expected = ["src/a/b.rs names src/a/c.rs", "src/a/c.rs names src/a/b.rs"];
    assert_eq!(circles(&house.arrows()), expected);
}

#[test]
fn what_only_tests_name_is_no_arrow_and_what_a_macro_names_is() {
    let tested = "#[cfg(test)] mod tests { use crate::d::Name; }";
    let called = "fn f() { assert!(crate::d::holds()); }";
    let named = |text: &str| {
        let house = House::of(&[Source::new("src/e.rs", text), Source::new("src/d.rs", "")]);
        let arrows = house.arrows();
        arrows["src/e.rs"].len()
    };
    assert_eq!((named(tested), named(called)), (0, 1));
}
