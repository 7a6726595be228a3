//! Codified policies: `<dir>/<role>/<policy>.json` beneath the root.
//!
//! One file that cannot be read is reported and the others still load. Says
//! whether a file is JSON of the right shape, never what a policy means.

use std::{
    collections::{HashMap, HashSet},
    ffi::{OsStr, OsString},
};

use serde::Deserialize;

use super::folder::{Folder, Kind, Refusal, steps};
use crate::facts::{
    BrokenFile, Codified, CodifiedFile, CodifiedPart, CodifiedRole, Commit, Fault, FaultKind,
    Reason, Remote, RoleName, part_of, role_of,
};

/// IAM's largest document has 10,240 characters; indented JSON is larger, not this much.
const FILE_BYTES: u64 = 256 * 1024;
const TREE_BYTES: u64 = 64 * 1024 * 1024;
const ROLES_IN_A_DIRECTORY: usize = 5_000;
const FILES_OF_A_ROLE: usize = 1_000;

/// The last commits of each file, by path.
pub(super) type History = HashMap<String, Vec<Commit>>;

/// Reads every directory; a fault only when none of them could be opened.
pub(super) fn read(
    root: &Folder,
    directories: &[String],
    history: &History,
) -> Result<Codified, Fault> {
    let mut reader = Reader {
        history,
        codified: Codified::default(),
        bytes: 0,
    };
    let mut opened = 0;
    let mut last = None;
    for directory in directories {
        let entries = root
            .beneath(directory)
            .and_then(|folder| Ok((folder.entries(ROLES_IN_A_DIRECTORY)?, folder)));
        match entries {
            Ok((entries, folder)) => {
                opened += 1;
                // As git writes paths, so that `./iam/` finds its commits.
                let path = steps(directory).unwrap_or_default().join("/");
                reader.directory(&path, &folder, &entries);
            }
            Err(refusal) => {
                reader.broken(directory, None, &refusal.why());
                last = Some((directory, refusal));
            }
        }
    }
    match last {
        Some((directory, refusal)) if opened == 0 => Err(Fault::new(
            FaultKind::Missing,
            format!(
                "The directory of codified policies {directory} {}.",
                refusal.why()
            ),
            "Correct `policies` under `[drift]` in watchkeeper.toml.",
        )),
        _ => Ok(reader.codified),
    }
}

struct Reader<'a> {
    history: &'a History,
    codified: Codified,
    bytes: u64,
}

impl Reader<'_> {
    fn directory(&mut self, path: &str, folder: &Folder, entries: &[(OsString, Kind)]) {
        let mut folded = HashSet::new();
        for (name, kind) in entries {
            if is_hidden(name) || !matches!(kind, Kind::Folder | Kind::Link) {
                continue;
            }
            let path = joined(path, name);
            if let Err(why) = self.role(&path, name, *kind, folder) {
                self.broken(&path, None, why.as_str());
            } else if !folded.insert(name.to_string_lossy().to_lowercase()) {
                self.broken(&path, None, DIFFERS_ONLY_IN_CASE);
            }
        }
    }

    fn role(
        &mut self,
        path: &str,
        name: &OsStr,
        kind: Kind,
        parent: &Folder,
    ) -> Result<(), Reason> {
        if kind == Kind::Link {
            return Err(Refusal::Link.why().into());
        }
        let folder = parent.folder(name).map_err(|refusal| refusal.why())?;
        let entries = folder
            .entries(FILES_OF_A_ROLE)
            .map_err(|refusal| refusal.why())?;
        let files: Vec<_> = entries
            .iter()
            .filter(|(name, _)| !is_hidden(name))
            .filter_map(|(name, kind)| Some((name, *kind, part(name)?)))
            .collect();
        // A directory without JSON, for scripts or notes, stands for no role.
        if files.is_empty() {
            return Ok(());
        }
        let name = name.to_str().ok_or("has a name that is not UTF-8")?;
        let role = role_of(name)?;
        if let Some(other) = self.codified.roles.iter().find(|r| r.name == role) {
            return Err(format!("is for a role that {} has already", other.dir).into());
        }
        let mut codified = CodifiedRole {
            name: role,
            dir: path.to_owned(),
            policies: Vec::new(),
            trust: None,
            attachments: None,
            boundary: None,
        };
        let mut folded = HashSet::new();
        for (file, kind, part) in files {
            let path = joined(path, file);
            if !folded.insert(file.to_string_lossy().to_lowercase()) {
                self.broken(&path, Some(&codified.name), DIFFERS_ONLY_IN_CASE);
            }
            let policy = match &part {
                Ok(CodifiedPart::Policy(name)) => Some(name.clone()),
                _ => None,
            };
            let read = part
                .map_err(|why| Broken::from(why.to_string()))
                .and_then(|part| Ok((part, self.file(&path, &folder, file, kind)?)))
                .and_then(|(part, file)| place(&mut codified, part, file));
            if let Err(broken) = read {
                self.codified.broken.push(BrokenFile {
                    path,
                    role: Some(codified.name.clone()),
                    policy,
                    line: broken.at.map(|(line, _)| line),
                    column: broken.at.map(|(_, column)| column),
                    why: broken.why,
                });
            }
        }
        self.codified.roles.push(codified);
        Ok(())
    }

    fn file(
        &mut self,
        path: &str,
        folder: &Folder,
        name: &OsStr,
        kind: Kind,
    ) -> Result<CodifiedFile, Broken> {
        match kind {
            Kind::File => {}
            Kind::Link => return Err(Refusal::Link.why().into()),
            Kind::Folder | Kind::Other => return Err(Refusal::NotAFile.why().into()),
        }
        if self.bytes >= TREE_BYTES {
            return Err("was not read: the codified policies are larger than 64 MiB"
                .to_owned()
                .into());
        }
        let bytes = folder
            .read(name, FILE_BYTES)
            .map_err(|refusal| refusal.why())?;
        self.bytes += bytes.len() as u64;
        let text = String::from_utf8(bytes).map_err(|error| {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            Broken {
                at: Some(position(valid)),
                why: "is not UTF-8".into(),
            }
        })?;
        Ok(CodifiedFile {
            path: path.to_owned(),
            text: Remote::new(text),
            commits: self.history.get(path).cloned().unwrap_or_default(),
        })
    }

    fn broken(&mut self, path: &str, role: Option<&RoleName>, why: &str) {
        self.codified.broken.push(BrokenFile {
            path: path.to_owned(),
            role: role.cloned(),
            why: why.to_owned(),
            ..BrokenFile::default()
        });
    }
}

/// The part a file stands for; None when it is no JSON file.
fn part(file_name: &OsStr) -> Option<Result<CodifiedPart, Reason>> {
    match file_name.to_str() {
        Some(name) => part_of(name),
        None => file_name
            .as_encoded_bytes()
            .ends_with(b".json")
            .then(|| Err("has a name that is not UTF-8".into())),
    }
}

const DIFFERS_ONLY_IN_CASE: &str = "has a name that differs from another only in case: write one \
     of the capitals as its percent-escape";

struct Broken {
    at: Option<(u32, u32)>,
    why: String,
}

impl From<String> for Broken {
    fn from(why: String) -> Self {
        Self { at: None, why }
    }
}

impl From<serde_json::Error> for Broken {
    fn from(error: serde_json::Error) -> Self {
        let said = error.to_string();
        // serde_json says the place in its text too; it has columns of its own here.
        let why = said.split(" at line ").next().unwrap_or(&said);
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Self {
            at: (error.line() > 0).then(|| (number(error.line()), number(error.column()).max(1))),
            why: format!("is not the JSON it should be: {why}"),
        }
    }
}

/// Puts a file where it belongs in its role, if it is JSON of the shape expected there.
fn place(role: &mut CodifiedRole, part: CodifiedPart, file: CodifiedFile) -> Result<(), Broken> {
    let text = file.text.raw();
    match part {
        CodifiedPart::Attachments => {
            let arns: Vec<Remote> = serde_json::from_str(text)?;
            role.attachments = Some((arns, file));
        }
        CodifiedPart::Boundary => {
            let boundary: Boundary = serde_json::from_str(text)?;
            role.boundary = Some((boundary.arn, file));
        }
        CodifiedPart::Trust => {
            object(text)?;
            role.trust = Some(file);
        }
        CodifiedPart::Policy(name) => {
            object(text)?;
            if let Some((_, other)) = role.policies.iter().find(|(n, _)| *n == name) {
                return Err(format!("is for a policy that {} has already", other.path).into());
            }
            role.policies.push((name, file));
        }
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Boundary {
    arn: Remote,
}

fn object(text: &str) -> Result<serde_json::Map<String, serde_json::Value>, serde_json::Error> {
    serde_json::from_str(text)
}

/// The line and column just after these bytes, both from one.
fn position(before: &[u8]) -> (u32, u32) {
    let lines = before.iter().filter(|b| **b == b'\n').count();
    let column = before.iter().rev().take_while(|b| **b != b'\n').count();
    let number = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
    (number(lines), number(column))
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

fn joined(directory: &str, name: &OsStr) -> String {
    let name = name.to_string_lossy();
    match directory {
        "" => name.into_owned(),
        directory => format!("{directory}/{name}"),
    }
}
