//! Codify: what is live is written into the repository's own file.
//!
//! The content is the live document itself, exactly; only the changed spans of
//! an existing file are touched. The file is the target: AWS is not written to.

mod edit;

use serde::{Deserialize, Serialize};

use super::{
    Change, Target, Write,
    change::{known, readable},
};
use crate::{
    facts::{CodifiedPart, PolicyName, Reading, Remote, RoleName, part_of, role_of},
    gate::{FileState, FileWrite, Observed, Step, TargetState},
    policy::Kind,
};

pub(super) const NEEDS: &[&str] = &[];

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodifyPolicy {
    pub role: RoleName,
    pub item: Item,
    /// Relative to the repository's root.
    pub path: String,
}

/// Which part of the role is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Item {
    Inline(PolicyName),
    Managed(PolicyName),
    Trust,
    Attachments,
    Boundary,
}

impl Item {
    /// What its file is for. A managed policy is written down like an inline one.
    pub fn part(&self) -> CodifiedPart {
        match self {
            Self::Inline(name) | Self::Managed(name) => CodifiedPart::Policy(name.clone()),
            Self::Trust => CodifiedPart::Trust,
            Self::Attachments => CodifiedPart::Attachments,
            Self::Boundary => CodifiedPart::Boundary,
        }
    }
}

impl Change for CodifyPolicy {
    fn title(&self) -> &'static str {
        "CODIFY LIVE POLICY"
    }

    fn target(&self) -> Target {
        Target {
            kind: "file",
            name: Remote::new(self.path.as_str()),
            part: Some(("of role", Remote::new(self.role.raw()))),
        }
    }

    fn role(&self) -> Option<&RoleName> {
        Some(&self.role)
    }

    fn needs(&self) -> &'static [&'static str] {
        NEEDS
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, String> {
        let file = file(&seen.target)?;
        Ok(vec![Step::File(FileWrite {
            path: self.path.clone(),
            before: file.text.clone(),
            after: self.text(seen)?,
        })])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, String> {
        let text = self.text(seen)?;
        let mut target = seen.target.clone();
        if let TargetState::File { file, .. } = &mut target {
            file.text = Some(text);
        }
        Ok(target)
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        file(state).ok()?.text.clone()
    }

    fn readable(&self, state: &TargetState) -> Result<(), String> {
        file(state).map(drop)
    }

    fn document_kind(&self) -> Option<Kind> {
        match self.item {
            Item::Inline(_) | Item::Managed(_) => Some(Kind::Identity),
            Item::Trust => Some(Kind::Trust),
            Item::Attachments | Item::Boundary => None,
        }
    }

    fn undo(&self, seen: &Observed) -> Result<Write, String> {
        let has = file(&seen.target)?.text.is_some();
        Err(match has {
            true => "`git checkout` puts the committed file back".to_owned(),
            false => "delete the new file".to_owned(),
        })
    }
}

impl CodifyPolicy {
    /// The file as it will be: the live content in the file's own writing.
    fn text(&self, seen: &Observed) -> Result<Remote, String> {
        self.belongs()?;
        let live = self.live(seen)?;
        let text = match &file(&seen.target)?.text {
            Some(text) => edit::edited(text.raw(), &live),
            None => edit::anew(&live),
        };
        text.map(Remote::new).map_err(|why| why.to_string())
    }

    /// A draft may come from anywhere: one role's policy must not become another's.
    fn belongs(&self) -> Result<(), String> {
        let mut steps = self.path.rsplit('/');
        let (file, role) = (steps.next().unwrap_or_default(), steps.next());
        let same_part = part_of(file) == Some(Ok(self.item.part()));
        let same_role = role.map(role_of) == Some(Ok(self.role.clone()));
        match same_part && same_role {
            true => Ok(()),
            false => Err(format!(
                "The file {} does not stand for this part of role {}.",
                self.path,
                self.role.raw()
            )),
        }
    }

    /// What is live, as JSON text.
    fn live(&self, seen: &Observed) -> Result<String, String> {
        let role = known(&seen.target)?;
        match &self.item {
            Item::Inline(name) => super::put_role_policy::found(&seen.target, name)?
                .map(|text| text.raw().to_owned())
                .ok_or_else(|| format!("Role {} has no policy {}.", role.name.raw(), name.raw())),
            Item::Managed(name) => {
                let state = seen.role().ok_or("The target is no role.")?;
                let mut managed = state.managed.iter();
                let policy = managed.find(|policy| policy.name == *name);
                let policy = policy.ok_or_else(|| format!("No policy {} was read.", name.raw()))?;
                Ok(readable(&policy.document)?.raw().to_owned())
            }
            Item::Trust => Ok(readable(&role.trust)?.raw().to_owned()),
            Item::Attachments => match &role.attached {
                Reading::Known(arns) => {
                    let arns: Vec<&str> = arns.iter().map(crate::facts::Arn::raw).collect();
                    serde_json::to_string(&arns).map_err(|error| error.to_string())
                }
                Reading::Unknown(fault) => Err(fault.what.clone()),
            },
            Item::Boundary => match &role.boundary {
                Reading::Known(Some(arn)) => {
                    Ok(serde_json::json!({ "arn": arn.raw() }).to_string())
                }
                Reading::Known(None) => {
                    Err("The role has no boundary: delete boundary.json.".into())
                }
                Reading::Unknown(fault) => Err(fault.what.clone()),
            },
        }
    }
}

fn file(state: &TargetState) -> Result<&FileState, String> {
    match state {
        TargetState::File { file, .. } => Ok(file),
        TargetState::Role(_) | TargetState::Stack(_) => Err("The file was not read.".to_owned()),
    }
}
