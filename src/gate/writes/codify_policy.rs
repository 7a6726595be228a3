//! Codify: what is live is written into the repository's own file.
//!
//! The content is the live document itself, exactly; only the changed spans of
//! an existing file are touched. The file is the target: AWS is not written to.

#[allow(
    clippy::wildcard_enum_match_arm,
    reason = "values of JSON, not kinds of change"
)]
mod edit;

use serde::{Deserialize, Serialize};

use super::{
    Change, FilePart, Item, Subject, Write,
    role::{inline_document, known, state},
};
use crate::{
    facts::{Arn, Reason, Remote, RoleName, part_of, role_of},
    gate::{FileState, FileWrite, Observed, Step, TargetState},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodifyPolicy {
    pub role: RoleName,
    pub item: Item,
    /// Relative to the repository's root.
    pub path: String,
}

impl Change for CodifyPolicy {
    fn subject(&self) -> Subject<'_> {
        Subject::File(&self.role, &self.path, FilePart::Codified(&self.item))
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        Ok(vec![Step::File(FileWrite {
            path: self.path.clone(),
            before: file(&seen.target)?.text.clone(),
            after: self.text(seen)?,
        })])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        Ok(seen.target.with_text(self.text(seen)?))
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        file(state).ok()?.text.clone()
    }

    fn undo(&self, seen: &Observed) -> Result<Write, Reason> {
        Err(file(&seen.target)?.way_back().into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}
}

impl CodifyPolicy {
    /// The file as it will be: the live content in the file's own writing.
    fn text(&self, seen: &Observed) -> Result<Remote, Reason> {
        self.belongs()?;
        let live = self.live(seen)?;
        let text = file(&seen.target)?.text.as_ref().map(Remote::raw);
        codified(text, &live).map(Remote::new)
    }

    /// A draft may come from anywhere: one role's policy must not become another's.
    fn belongs(&self) -> Result<(), Reason> {
        let mut steps = self.path.rsplit('/');
        let (file, role) = (steps.next().unwrap_or_default(), steps.next());
        let same_part = part_of(file) == Some(Ok(self.item.part()));
        let same_role = role.map(role_of) == Some(Ok(self.role.clone()));
        match same_part && same_role {
            true => Ok(()),
            false => Err(format!(
                "The file {} is not the one for this part of role {}.",
                self.path,
                self.role.raw()
            )
            .into()),
        }
    }

    /// What is live, as JSON text.
    fn live(&self, seen: &Observed) -> Result<String, Reason> {
        let role = known(&seen.target)?;
        match &self.item {
            Item::Inline(name) => inline_document(&seen.target, name)?
                .map(|text| text.raw().to_owned())
                .ok_or_else(|| {
                    format!("Role {} has no policy {}.", role.name.raw(), name.raw()).into()
                }),
            Item::Managed(name) => {
                let mut managed = state(&seen.target)?.managed.iter();
                let policy = managed.find(|policy| policy.name == *name);
                let policy = policy.ok_or_else(|| format!("No policy {} was read.", name.raw()))?;
                Ok(policy.document.read()?.raw().to_owned())
            }
            Item::Trust => Ok(role.trust.read()?.raw().to_owned()),
            Item::Attachments => {
                let arns: Vec<&str> = role.attached.read()?.iter().map(Arn::raw).collect();
                serde_json::to_string(&arns).map_err(|error| error.to_string().into())
            }
            Item::Boundary => match role.boundary.read()? {
                Some(arn) => Ok(serde_json::json!({ "arn": arn.raw() }).to_string()),
                None => Err("The role has no boundary: delete boundary.json.".into()),
            },
        }
    }
}

/// The live content in the file's own writing; None: there is no file yet.
pub(super) fn codified(file: Option<&str>, live: &str) -> Result<String, Reason> {
    let text = match file {
        Some(text) => edit::edited(text, live),
        None => edit::new_file(live),
    };
    text.map_err(|why| why.to_string().into())
}

fn file(state: &TargetState) -> Result<&FileState, Reason> {
    Ok(state.file().ok_or("The file was not read.")?)
}
