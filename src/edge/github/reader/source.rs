//! How the asks that writes rest on are read.

use super::{NEWEST_PAGES, Reader, at};
use crate::{
    ask::{Reads, github::source},
    facts::{
        Fault,
        actions::{Actor, Branch, ConcurrencyGroup, Listing, PullRequest},
    },
};

impl Reads<source::Viewer> for Reader<'_> {
    async fn read(&self, _: &source::Viewer) -> Result<Actor, Fault> {
        self.client
            .read(&self.request(at::USER, "whose token it is"))
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
