//! Template files beneath the root, each one that `[[drift.template]]` names.
//!
//! One file that cannot be read is reported and the others still load. Says
//! whether a file can be read as a template, never what it declares.

use super::{
    codified::History,
    folder::{Folder, Refusal},
};
use crate::{
    facts::{BrokenFile, Remote, TemplateFile, TemplateSource, Templates},
    template,
};

/// CloudFormation takes no larger template, not even from a bucket.
const FILE_BYTES: u64 = template::MAX_BYTES as u64;
/// A project names a handful.
const FILES: usize = 100;

pub(super) fn read(root: &Folder, sources: &[TemplateSource], history: &History) -> Templates {
    let mut templates = Templates::default();
    for (at, source) in sources.iter().enumerate() {
        let read = match at < FILES {
            true => text(root, &source.file),
            false => Err(broken(
                &source.file,
                &format!("was not read: only {FILES} templates are"),
            )),
        };
        match read {
            Ok(text) => templates.files.push(TemplateFile {
                stack: source.stack.clone(),
                path: source.path(),
                text: Remote::new(text),
                commits: history.get(&source.path()).cloned().unwrap_or_default(),
            }),
            // Two stacks may be deployed from one file; it is broken once.
            Err(broken) if templates.broken.contains(&broken) => {}
            Err(broken) => templates.broken.push(broken),
        }
    }
    templates
}

fn text(root: &Folder, path: &str) -> Result<String, BrokenFile> {
    let refused = |refusal: Refusal| broken(path, &refusal.why());
    let bytes = root.read_at(path, FILE_BYTES).map_err(refused)?;
    let text = String::from_utf8(bytes).map_err(|_| broken(path, "is not UTF-8"))?;
    match template::parse(&text) {
        Ok(_) => Ok(text),
        Err(malformed) => Err(BrokenFile {
            line: Some(malformed.place.line),
            column: Some(malformed.place.column),
            ..broken(path, &malformed.what)
        }),
    }
}

fn broken(path: &str, why: &str) -> BrokenFile {
    BrokenFile {
        path: path.to_owned(),
        why: why.to_owned(),
        ..BrokenFile::default()
    }
}
