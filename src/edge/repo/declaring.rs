//! Finds the templates of a tree that declare roles, or can declare certain ones.
//!
//! Bounded in names, files, bytes, depth and time: says so when it stopped early. No link
//! is followed; what is hidden, ignored, fetched or built is passed over. A file is
//! parsed only where its bytes speak of a role. It says what can be, never what is: that
//! is judged with what the stack has.

use std::{
    ffi::OsStr,
    time::{Duration, Instant},
};

use memchr::memmem;

use super::{
    folder::{Folder, Kind, Refusal},
    ignored::Lists,
};
use crate::{
    facts::{FoundTemplate, FoundTemplates, Remote, SearchBound, SoughtRole},
    template::{self, Inputs, Template, TemplateRole},
};

/// CloudFormation takes no larger template: a larger file is none.
const FILE_BYTES: u64 = template::MAX_BYTES as u64;
const BYTES: u64 = 64 * 1024 * 1024;
const ENTRIES: usize = 50_000;
const FILES: usize = 5_000;
const TEMPLATES: usize = 50;
const DEPTH: usize = 32;
const PATIENCE: Duration = Duration::from_secs(3);

const ENDINGS: [&str; 4] = ["yaml", "yml", "json", "template"];
/// What is fetched or built, where no list says that it is ignored.
const MADE: [&str; 8] = [
    "node_modules",
    "cdk.out",
    "build",
    "dist",
    "target",
    "venv",
    "__pycache__",
    "vendor",
];
/// What a template of a role has in it, whatever the role is called.
const TYPES: [&[u8]; 2] = [b"AWS::IAM::Role", b"AWS::Serverless::"];

/// The templates that can declare one of these roles.
pub(super) fn search(root: &Folder, sought: &[SoughtRole]) -> FoundTemplates {
    Search::new(sought).over(root)
}

/// Every template that declares a role: for `init`, which proposes what a person reads.
pub fn role_templates(root: &Folder) -> FoundTemplates {
    Search::new(&[]).over(root)
}

struct Search<'a> {
    /// Empty: any role.
    sought: &'a [SoughtRole],
    found: FoundTemplates,
    entries: usize,
    bytes: u64,
    until: Instant,
}

impl<'a> Search<'a> {
    fn new(sought: &'a [SoughtRole]) -> Self {
        Self {
            sought,
            found: FoundTemplates::default(),
            entries: 0,
            bytes: 0,
            until: Instant::now() + PATIENCE,
        }
    }

    fn over(mut self, root: &Folder) -> FoundTemplates {
        self.folder(root, "", &Lists::default(), 0);
        self.found.files.sort_by(|a, b| a.path.cmp(&b.path));
        self.found
    }

    fn folder(&mut self, folder: &Folder, path: &str, above: &Lists, depth: usize) {
        let lists = above.entering(folder, path);
        let entries = match folder.entries(ENTRIES) {
            Ok(entries) => entries,
            Err(Refusal::MoreThan(most)) => return self.reached(SearchBound::Entries(most)),
            // Nobody can read it, so nobody deploys from it here.
            Err(_) => return,
        };
        for (name, kind) in entries {
            if self.is_spent() {
                return;
            }
            // Any other name could not be written into a line of the configuration.
            let is_line = |text: &&str| !text.chars().any(char::is_control);
            let Some(text) = name.to_str().filter(is_line) else {
                continue;
            };
            let inner = match path {
                "" => text.to_owned(),
                path => format!("{path}/{text}"),
            };
            let is_folder = kind == Kind::Folder;
            let is_made = is_folder && MADE.contains(&text);
            if is_made || text.starts_with('.') || lists.pass_over(&inner, &name, is_folder) {
                continue;
            }
            match kind {
                Kind::Folder if depth == DEPTH => self.reached(SearchBound::Depth(DEPTH)),
                Kind::Folder => {
                    if let Ok(below) = folder.folder(&name) {
                        self.folder(&below, &inner, &lists, depth + 1);
                    }
                }
                Kind::File if is_named_like_one(text) => self.file(folder, &name, inner),
                Kind::File | Kind::Link | Kind::Other => {}
            }
        }
    }

    fn reached(&mut self, bound: SearchBound) {
        self.found.reached.get_or_insert(bound);
    }

    fn is_spent(&mut self) -> bool {
        self.entries += 1;
        let found = &self.found;
        let bound = match () {
            () if self.entries > ENTRIES => SearchBound::Entries(ENTRIES),
            () if found.searched >= FILES => SearchBound::Files(FILES),
            () if self.bytes >= BYTES => SearchBound::MiB(BYTES / 1024 / 1024),
            () if found.files.len() >= TEMPLATES => SearchBound::Templates(TEMPLATES),
            () if Instant::now() >= self.until => SearchBound::Seconds(PATIENCE.as_secs()),
            () => return false,
        };
        self.reached(bound);
        true
    }

    fn file(&mut self, folder: &Folder, name: &OsStr, path: String) {
        self.found.searched += 1;
        let Ok(bytes) = folder.read(name, FILE_BYTES) else {
            return;
        };
        self.bytes += bytes.len() as u64;
        if !self.speaks_of_a_role(&bytes) {
            return;
        }
        let Ok(text) = String::from_utf8(bytes) else {
            return;
        };
        let can = template::parse(&text).is_ok_and(|template| self.can_declare(&template));
        if can {
            let text = Remote::new(text);
            self.found.files.push(FoundTemplate { path, text });
        }
    }

    /// Cheap, and before anything is parsed.
    fn speaks_of_a_role(&self, bytes: &[u8]) -> bool {
        let has = |what: &[u8]| memmem::find(bytes, what).is_some();
        let mut names = self.sought.iter().map(|role| role.name.raw().as_bytes());
        TYPES.iter().any(|kind| has(kind)) || names.any(has)
    }

    fn can_declare(&self, template: &Template) -> bool {
        let roles = template::roles(template, &Inputs::default()).roles;
        if self.sought.is_empty() {
            return !roles.is_empty();
        }
        let mut sought = self.sought.iter();
        sought.any(|sought| roles.iter().any(|role| can_be(template, role, sought)))
    }
}

/// By its name as far as the file alone says it, else by what its stack calls it.
fn can_be(template: &Template, role: &TemplateRole, sought: &SoughtRole) -> bool {
    let same = role.logical_id == sought.logical_id.raw();
    let Some(name) = &role.name else {
        return same;
    };
    let node = template.resource(&role.logical_id).map(|(node, _)| node);
    let written = node.and_then(|node| node.property("RoleName")?.text());
    match written {
        Some(written) => written == sought.name.raw(),
        // A parameter of the stack may have another value than its default.
        None => same || name.may_be(sought.name.raw()),
    }
}

fn is_named_like_one(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ENDINGS.iter().any(|it| ending.eq_ignore_ascii_case(it)))
}
