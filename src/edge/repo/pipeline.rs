//! Finds the files that a pipeline is made of: workflows, actions, templates, and what
//! keeps dependencies, secrets and operations in order.
//!
//! Bounded in names, files, bytes, depth and time: says so when it stopped early. No link
//! is followed; what is ignored, fetched or built is passed over. It judges nothing: a
//! template is whatever has resources of AWS in its bytes.

use std::{
    ffi::{OsStr, OsString},
    time::{Duration, Instant},
};

use memchr::memmem;

use super::{
    folder::{Folder, Kind, Refusal},
    ignored::Lists,
};
use crate::{
    facts::{BrokenFile, PipelineFile, PipelineFiles, PipelineKind, Remote, SearchBound},
    template,
};

const FILE_BYTES: u64 = template::MAX_BYTES as u64;
const BYTES: u64 = 64 * 1024 * 1024;
const ENTRIES: usize = 50_000;
const FILES: usize = 5_000;
const DEPTH: usize = 32;
const PATIENCE: Duration = Duration::from_secs(3);

/// What is fetched or built, where no list says that it is ignored.
const MADE: [&str; 9] = [
    "node_modules",
    "cdk.out",
    "build",
    "dist",
    "target",
    "venv",
    "site-packages",
    "__pycache__",
    "vendor",
];
/// Of these only the path matters.
const NAMED: [&str; 24] = [
    ".gitleaks.toml",
    ".renovaterc",
    ".renovaterc.json",
    ".secrets.baseline",
    "Cargo.lock",
    "Cargo.toml",
    "Gemfile",
    "Gemfile.lock",
    "IAM_POLICIES.md",
    "Pipfile",
    "Pipfile.lock",
    "bun.lock",
    "go.mod",
    "go.sum",
    "npm-shrinkwrap.json",
    "package-lock.json",
    "package.json",
    "pnpm-lock.yaml",
    "poetry.lock",
    "pyproject.toml",
    "renovate.json",
    "requirements.txt",
    "uv.lock",
    "yarn.lock",
];
/// Hidden files that are wanted all the same.
const HIDDEN: [&str; 6] = [
    ".gitleaks.toml",
    ".justfile",
    ".pre-commit-config.yaml",
    ".renovaterc",
    ".renovaterc.json",
    ".secrets.baseline",
];

pub(super) fn search(root: &Folder) -> PipelineFiles {
    let mut search = Search {
        found: PipelineFiles::default(),
        entries: 0,
        files: 0,
        bytes: 0,
        until: Instant::now() + PATIENCE,
    };
    search.folder(root, "", &Lists::default(), 0);
    let mut found = search.found;
    found.files.sort_by(|a, b| a.path.cmp(&b.path));
    found.paths.sort();
    found
}

struct Search {
    found: PipelineFiles,
    entries: usize,
    files: usize,
    bytes: u64,
    until: Instant,
}

impl Search {
    fn folder(&mut self, folder: &Folder, path: &str, above: &Lists, depth: usize) {
        let lists = above.entering(folder, path);
        let entries = match folder.entries(ENTRIES) {
            Ok(entries) => entries,
            Err(Refusal::MoreThan(most)) => return self.reached(SearchBound::Entries(most)),
            Err(refusal) => return self.broken(path, &refusal.why()),
        };
        for entry in entries {
            if self.is_spent() {
                return;
            }
            self.entry(folder, path, entry, &lists, depth);
        }
    }

    fn entry(
        &mut self,
        folder: &Folder,
        path: &str,
        (name, kind): (OsString, Kind),
        lists: &Lists,
        depth: usize,
    ) {
        // Any other name could not be shown as a path to open.
        let Some(text) = name.to_str().filter(|it| !it.chars().any(char::is_control)) else {
            return;
        };
        let inner = match path {
            "" => text.to_owned(),
            path => format!("{path}/{text}"),
        };
        let is_folder = kind == Kind::Folder;
        let is_made = is_folder && MADE.contains(&text);
        let is_wanted = path.is_empty() && HIDDEN.contains(&text);
        if is_made || (!is_wanted && lists.pass_over(&inner, &name, is_folder)) {
            return;
        }
        match kind {
            Kind::Folder if depth == DEPTH => self.reached(SearchBound::Depth(DEPTH)),
            Kind::Folder => match folder.folder(&name) {
                Ok(below) => self.folder(&below, &inner, lists, depth + 1),
                Err(refusal) => self.broken(&inner, &refusal.why()),
            },
            Kind::File => self.file(folder, &name, text, inner),
            // GitHub takes no workflow that is a link either, and a person wants to know.
            Kind::Link if kind_of(&inner, text).is_some() => {
                self.broken(&inner, &Refusal::Link.why());
            }
            Kind::Link | Kind::Other => {}
        }
    }

    fn file(&mut self, folder: &Folder, name: &OsStr, text: &str, path: String) {
        if NAMED.contains(&text) {
            self.found.paths.push(path);
            return;
        }
        let kind = kind_of(&path, text);
        if kind.is_none() && !may_be_a_template(text) {
            return;
        }
        self.files += 1;
        let bytes = match folder.read(name, FILE_BYTES) {
            Ok(bytes) => bytes,
            // A larger file is no template, and any other is one that was wanted.
            Err(refusal) if kind.is_some() => return self.broken(&path, &refusal.why()),
            Err(_) => return,
        };
        self.bytes += bytes.len() as u64;
        let kind = kind.or_else(|| has_resources(&bytes).then_some(PipelineKind::Template));
        let Some(kind) = kind else { return };
        match String::from_utf8(bytes) {
            Ok(text) => self.found.files.push(PipelineFile {
                kind,
                path,
                text: Remote::new(text),
            }),
            Err(_) => self.broken(&path, "is not UTF-8"),
        }
    }

    fn broken(&mut self, path: &str, why: &str) {
        self.found.broken.push(BrokenFile {
            path: path.to_owned(),
            why: why.to_owned(),
            ..BrokenFile::default()
        });
    }

    fn reached(&mut self, bound: SearchBound) {
        self.found.reached.get_or_insert(bound);
    }

    fn is_spent(&mut self) -> bool {
        self.entries += 1;
        let bound = match () {
            () if self.entries > ENTRIES => SearchBound::Entries(ENTRIES),
            () if self.files >= FILES => SearchBound::Files(FILES),
            () if self.bytes >= BYTES => SearchBound::MiB(BYTES / 1024 / 1024),
            () if Instant::now() >= self.until => SearchBound::Seconds(PATIENCE.as_secs()),
            () => return false,
        };
        self.reached(bound);
        true
    }
}

/// What a file is by its path alone.
fn kind_of(path: &str, name: &str) -> Option<PipelineKind> {
    let is_yaml = name.ends_with(".yml") || name.ends_with(".yaml");
    if let Some(workflow) = path.strip_prefix(".github/workflows/") {
        let is_workflow = is_yaml && !workflow.contains('/');
        return match workflow {
            "actions.lock" => Some(PipelineKind::ActionsLock),
            _ => is_workflow.then_some(PipelineKind::Workflow),
        };
    }
    Some(match name {
        "action.yml" | "action.yaml" => PipelineKind::Action,
        "dependabot.yml" | "dependabot.yaml" if path.starts_with(".github/") => {
            PipelineKind::Dependabot
        }
        ".pre-commit-config.yaml" => PipelineKind::PreCommit,
        "Makefile" | "makefile" | "GNUmakefile" | "justfile" | "Justfile" | ".justfile"
            if !path.contains('/') =>
        {
            PipelineKind::Tasks
        }
        _ if is_a_runbook(path, name) => PipelineKind::Runbook,
        _ => return None,
    })
}

fn is_a_runbook(path: &str, name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let is_text = name.ends_with(".md") || name.ends_with(".rst") || name.ends_with(".adoc");
    let path = path.to_ascii_lowercase();
    is_text && (name.starts_with("runbook") || path.contains("runbooks/"))
}

fn may_be_a_template(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|it| ["yaml", "yml", "json", "template"].contains(&it))
}

/// Cheap, and before anything is parsed.
fn has_resources(bytes: &[u8]) -> bool {
    let has = |what: &str| memmem::find(bytes, what.as_bytes()).is_some();
    has("Resources") && has("AWS::")
}
