//! How the asks of the audit are read.

use super::{NEWEST_PAGES, Reader, at};
use crate::{
    ask::{Reads, github::protection},
    facts::{
        Fault,
        actions::{Advisory, BranchRule, Listing, Organisation, Tag, WorkflowToken},
    },
};

/// Two hundred tags: with the advisories an action costs three requests at most.
const PAGES_OF_TAGS: usize = 2;

impl Reads<protection::WorkflowToken> for Reader<'_> {
    async fn read(&self, _: &protection::WorkflowToken) -> Result<WorkflowToken, Fault> {
        let request = self.request(
            at::WORKFLOW_TOKEN,
            "what a workflow's token may do by default",
        );
        self.client.read(&request).await
    }
}

impl Reads<protection::BranchRules> for Reader<'_> {
    async fn read(&self, asked: &protection::BranchRules) -> Result<Listing<BranchRule>, Fault> {
        let what = format!("the rules of branch {}", asked.0.raw());
        let request = self.request(at::BRANCH_RULES, what).with(asked.0.raw());
        self.client.list(&request, NEWEST_PAGES).await
    }
}

impl Reads<protection::Organisation> for Reader<'_> {
    async fn read(&self, _: &protection::Organisation) -> Result<Organisation, Fault> {
        let what = format!("organisation {}", self.repository.owner());
        self.client
            .read(&self.request(at::ORGANISATION, what))
            .await
    }
}

impl Reads<protection::Tags> for Reader<'_> {
    async fn read(&self, _: &protection::Tags) -> Result<Listing<Tag>, Fault> {
        let request = self.request(at::TAGS, "the tags");
        self.client.list(&request, PAGES_OF_TAGS).await
    }
}

impl Reads<protection::Advisories> for Reader<'_> {
    async fn read(&self, _: &protection::Advisories) -> Result<Listing<Advisory>, Fault> {
        let name = format!("{}/{}", self.repository.owner(), self.repository.name());
        let request = self.request(at::ADVISORIES, "the advisories");
        let request = request
            .asking("ecosystem", "actions")
            .asking("affects", name.as_str());
        self.client.list(&request, NEWEST_PAGES).await
    }
}
