//! Codify the other way: a branch from the default branch's tip, one file on it, and a
//! pull request, for others to judge.
//!
//! The blob that is replaced goes along with the request: where the file moved meanwhile,
//! GitHub refuses it, and the next preview has the new one.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Change, GitHubPart, Item, Subject, Write, codify_policy,
    github::{branch, state},
};
use crate::{
    facts::{
        Reason, Remote, Repository,
        actions::{PullRequest, packed},
    },
    gate::{GitHubCall, GitHubFound, Observed, Step, TargetState, record::redact::hidden},
};

const CONTENTS: &str = "contents:write";
const WORKFLOWS: &str = ".github/workflows/";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPullRequest {
    pub repository: Repository,
    /// Relative to the repository's root.
    pub path: String,
    pub item: Item,
    /// The live document that is written down, as the pane read it.
    pub live: Remote,
    pub branch: Remote,
    pub title: Remote,
    /// The evidence: what differs, since when, by whom, and who relies on it.
    pub body: Remote,
}

impl OpenPullRequest {
    /// The file on the default branch, and what it becomes.
    fn texts(&self, seen: &Observed) -> Result<(Option<(Remote, Remote)>, String), Reason> {
        let file = branch(&seen.target)?.file.read()?;
        let pinned = file
            .as_ref()
            .map(|file| (file.sha.clone(), file.text.clone()));
        let before = pinned.as_ref().map(|(_, text)| text.raw());
        let after = codify_policy::codified(before, self.live.raw())?;
        Ok((pinned, after))
    }

    fn checked(&self, seen: &Observed, after: &str) -> Result<(), Reason> {
        let found = branch(&seen.target)?;
        let name = self.branch.raw();
        if *found.exists.read()? {
            return Err(
                format!("Branch {name} is there already: look at its pull request.").into(),
            );
        }
        if hidden(after) != after {
            return Err("The document has what looks like a secret, which a pull request would show to everybody who may read the repository.".into());
        }
        let scopes = state(&seen.target)?.scopes.as_ref();
        let lacks = scopes.is_some_and(|all| !all.iter().any(|one| one == "workflow"));
        if self.path.starts_with(WORKFLOWS) && lacks {
            return Err("The token has no scope `workflow`, and GitHub lets none without it change a workflow.".into());
        }
        Ok(())
    }
}

impl Change for OpenPullRequest {
    fn subject(&self) -> Subject<'_> {
        let part = GitHubPart::PullRequest {
            branch: self.branch.raw(),
            path: &self.path,
            title: self.title.raw(),
            body: self.body.raw(),
        };
        Subject::GitHub(&self.repository, part)
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        let (pinned, after) = self.texts(seen)?;
        self.checked(seen, &after)?;
        let found = branch(&seen.target)?;
        let (base, tip) = (found.base.read()?, found.tip.read()?);
        let (at, name) = (&self.repository, self.branch.raw());
        let made = GitHubCall::post(at, &["git", "refs"], CONTENTS).with(&json!({
            "ref": format!("refs/heads/{name}"),
            "sha": tip.raw(),
        }));
        let mut content = json!({
            "message": hidden(self.title.raw()),
            "content": packed(&after),
            "branch": name,
        });
        if let Some((sha, _)) = pinned {
            content["sha"] = sha.raw().into();
        }
        let put = GitHubCall::post(at, &["contents", &self.path], CONTENTS);
        let opened = GitHubCall::post(at, &["pulls"], "pull_requests:write").with(&json!({
            "title": hidden(self.title.raw()),
            "head": name,
            "base": base.raw(),
            "body": hidden(self.body.raw()),
        }));
        Ok([made, put.putting().with(&content), opened]
            .map(Step::GitHub)
            .into())
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        let mut after = state(&seen.target)?.clone();
        if let GitHubFound::Branch(found) = &mut after.found {
            *found.exists.read_mut()? = true;
            *found.pull_request.read_mut()? = Some(PullRequest::default());
        }
        Ok(TargetState::GitHub(Box::new(after)))
    }

    fn part(&self, target: &TargetState) -> Option<Remote> {
        let pull_request = branch(target).ok()?.pull_request.known()?;
        let is = if pull_request.is_some() { "a" } else { "no" };
        let name = self.branch.raw();
        Some(Remote::new(format!("{is} pull request from branch {name}")))
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        Err("close the pull request and delete its branch on GitHub".into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        Vec::new()
    }

    fn conceal(&mut self, _: &str) {}

    fn headline(&self, _: &Observed) -> String {
        "Makes a branch with one commit, and opens a pull request from it. Nothing is merged."
            .to_owned()
    }

    fn shown_texts(&self, seen: &Observed) -> Option<(String, String)> {
        let (pinned, after) = self.texts(seen).ok()?;
        let before = pinned.map_or(String::new(), |(_, text)| text.raw().to_owned());
        Some((before, after))
    }

    fn half(&self, steps: usize, now: &TargetState) -> Result<Option<[String; 2]>, Reason> {
        let there = *branch(now)?.exists.read()?;
        let name = self.branch.raw();
        Ok((steps > 1 && there).then(|| {
            [
                format!("branch {name} was made"),
                "no pull request was opened from it".to_owned(),
            ]
        }))
    }

    fn made(&self, now: &TargetState) -> Option<Remote> {
        let found = branch(now).ok()?.pull_request.known()?.as_ref()?;
        found.html_url.clone()
    }
}
