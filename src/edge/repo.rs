//! The working tree: codified policies, uses of a request, last commits.
//!
//! A repository is content from elsewhere. Nothing here follows a link out of
//! it, runs a program of its choosing, or writes. Blocking: called off the loop.

mod api_spellings;
mod codified;
mod declaring;
mod discover;
mod folder;
mod git;
mod ignored;
mod pipeline;
mod samconfig;
mod state;
mod templates;
mod uses;

use std::path::{Component, Path, PathBuf};

pub use declaring::role_templates;
pub use discover::{PolicyDirectory, policy_directories};
pub use folder::{Folder, Kind, Refusal, UNMOVED, read_regular, steps};
pub use git::Git;
pub use samconfig::stacks_of;

use crate::{
    ask::{Answer, Question, RepoAsk, repo},
    facts::{DriftSettings, Fault, FaultKind, Hosted, Settings},
};

/// An open working tree and what the project says about it.
#[derive(Debug)]
pub struct Repo {
    pub(super) path: PathBuf,
    pub(super) root: Folder,
    pub(super) drift: DriftSettings,
    pub(super) git: Git,
}

impl Repo {
    /// Opens the tree at `root`; in restricted mode no git is run in it.
    pub fn open(root: PathBuf, settings: &Settings) -> Result<Self, Fault> {
        let git = if settings.restricted {
            Git::off()
        } else {
            Git::found_on(std::env::var_os("PATH").as_deref(), &root)
        };
        Self::open_with(root, settings.drift.clone().unwrap_or_default(), git)
    }

    pub fn open_with(path: PathBuf, drift: DriftSettings, git: Git) -> Result<Self, Fault> {
        let root = Folder::open(&path).map_err(|refusal| not_opened(&path, &refusal))?;
        Ok(Self {
            path,
            root,
            drift,
            git,
        })
    }

    /// Answers from the tree as it is now.
    pub fn answer(&self, ask: &RepoAsk) -> Result<Answer, Fault> {
        match ask {
            RepoAsk::Codified => self.codified().map(repo::Codified::answered),
            RepoAsk::Templates => {
                let sources = &self.drift.template;
                let files: Vec<String> = sources.iter().map(|it| it.file.clone()).collect();
                let history = match files.is_empty() {
                    true => codified::History::new(),
                    false => git::history(&self.git, &self.path, &files),
                };
                let templates = templates::read(&self.root, sources, &history);
                Ok(repo::Templates::answered(templates))
            }
            RepoAsk::Declaring(repo::Declaring(sought)) => {
                let found = declaring::search(&self.root, sought);
                Ok(repo::Declaring::answered(found))
            }
            RepoAsk::Pipeline => Ok(repo::Pipeline::answered(pipeline::search(&self.root))),
            RepoAsk::Hosted => Ok(repo::Hosted::answered(self.hosted())),
            RepoAsk::Uses(repo::Uses(wanted)) => {
                let found = uses::search(&self.root, &self.drift, wanted);
                Ok(repo::Uses::answered(found))
            }
        }
    }

    /// Where a file of the tree lies: a regular one, below its root.
    pub fn file(&self, path: &str) -> Option<PathBuf> {
        let steps = Path::new(path).components();
        let is_below = steps
            .into_iter()
            .all(|step| matches!(step, Component::Normal(_)));
        let file = self.path.join(path);
        let is_file = std::fs::symlink_metadata(&file).is_ok_and(|about| about.is_file());
        (is_below && is_file).then_some(file)
    }

    fn hosted(&self) -> Option<Hosted> {
        let remote = self.git.origin(&self.path)?;
        let commit = self.git.output(&self.path, &["rev-parse", "HEAD"])?;
        Hosted::of(&remote, String::from_utf8(commit).ok()?.trim())
    }

    fn codified(&self) -> Result<crate::facts::Codified, Fault> {
        if self.drift.policies.is_empty() {
            return Err(Fault::new(
                FaultKind::Missing,
                "The project configures no directory for its policies.",
                "Write `policies = [\"infrastructure/iam\"]` under `[drift]` in watchkeeper.toml, \
                 or let `watchkeeper init` propose it.",
            ));
        }
        let history = git::history(&self.git, &self.path, &self.drift.policies);
        codified::read(&self.root, &self.drift.policies, &history)
    }
}

fn not_opened(path: &Path, refusal: &Refusal) -> Fault {
    let kind = match refusal {
        Refusal::Missing => FaultKind::Missing,
        _ => FaultKind::Malformed,
    };
    Fault::new(
        kind,
        format!("The working tree {} {}.", path.display(), refusal.why()),
        "Start watchkeeper inside the repository.",
    )
}
