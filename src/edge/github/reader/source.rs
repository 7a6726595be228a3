//! How the asks about the repository itself are read.

use super::{NEWEST_PAGES, Reader, at};
use crate::{
    ask::{Reads, github::source},
    facts::{
        Fault, FaultKind, Remote,
        actions::{
            About, Actor, Branch, Comparison, ConcurrencyGroup, Listing, PullRequest, SourceFile,
        },
    },
};

/// Commits that are told by name; more are counted.
const COMMITS: usize = 50;

impl Reads<source::Viewer> for Reader<'_> {
    async fn read(&self, _: &source::Viewer) -> Result<Actor, Fault> {
        self.client
            .read(&self.request(at::USER, "whose token it is"))
            .await
    }
}

impl Reads<source::About> for Reader<'_> {
    async fn read(&self, _: &source::About) -> Result<About, Fault> {
        self.client
            .read(&self.request(at::REPOSITORY, "the repository"))
            .await
    }
}

impl Reads<source::Branch> for Reader<'_> {
    async fn read(&self, asked: &source::Branch) -> Result<Branch, Fault> {
        let what = format!("branch {}", asked.0.raw());
        let request = self.request(at::BRANCH, what).with(asked.0.raw());
        self.client.read(&request).await
    }
}

impl Reads<source::File> for Reader<'_> {
    async fn read(&self, asked: &source::File) -> Result<SourceFile, Fault> {
        let path = beneath(&asked.path)?;
        let request = self.request(at::CONTENTS, format!("the file {path}"));
        let request = request.with(path).asking("ref", asked.at.raw());
        self.client.read(&request).await
    }
}

/// A step up would name another thing than the path says.
fn beneath(path: &Remote) -> Result<&str, Fault> {
    let path = path.raw();
    let mut steps = path.split('/');
    match steps.any(|step| matches!(step, "" | "." | "..")) {
        false => Ok(path),
        true => Err(Fault::new(
            FaultKind::Malformed,
            format!("{path} is no path of a file in a repository."),
            "Nothing was asked: look at where the path comes from.",
        )),
    }
}

impl Reads<source::Compare> for Reader<'_> {
    async fn read(&self, asked: &source::Compare) -> Result<Comparison, Fault> {
        let (base, head) = (asked.base.raw(), asked.head.raw());
        let range = format!("{base}...{head}");
        let request = self.request(at::COMPARE, format!("what differs in {range}"));
        let request = request.with(range.as_str()).asking("per_page", COMMITS);
        self.client.read(&request).await
    }
}

impl Reads<source::ConcurrencyMembers> for Reader<'_> {
    async fn read(&self, asked: &source::ConcurrencyMembers) -> Result<ConcurrencyGroup, Fault> {
        let what = format!("the concurrency group {}", asked.0.raw());
        let request = self.request(at::CONCURRENCY_GROUP, what);
        self.client.read(&request.with(asked.0.raw())).await
    }
}

impl Reads<source::PullRequests> for Reader<'_> {
    async fn read(&self, asked: &source::PullRequests) -> Result<Listing<PullRequest>, Fault> {
        let head = format!("{}:{}", self.repository.owner(), asked.branch.raw());
        let request = self.request(at::PULLS, format!("pull requests from {head}"));
        let request = request.asking("head", head.as_str()).asking("state", "all");
        self.client.list(&request, NEWEST_PAGES).await
    }
}
