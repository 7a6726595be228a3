//! How the repository itself is read: files at a commit, and what changed between two.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::Deserialize;
use serde_json::Value;

use super::reader::Reader;
use crate::{
    ask::{
        Reads,
        github::{contents, endpoint as at},
    },
    facts::{
        Fault, Remote,
        actions::{Comparison, FileText, RepositoryFacts},
    },
};

/// A file as GitHub sends it; a folder is a list, and no file.
#[derive(Debug, Default, Deserialize)]
struct Sent {
    #[serde(default)]
    content: Option<String>,
    /// `base64`; `none` where the file is too long.
    #[serde(default)]
    encoding: Option<String>,
    #[serde(default)]
    size: Option<u64>,
}

impl Sent {
    fn text(&self) -> Option<Remote> {
        if self.encoding.as_deref() != Some("base64") {
            return None;
        }
        // It comes in lines.
        let packed: String = self.content.as_deref()?.split_ascii_whitespace().collect();
        let bytes = STANDARD.decode(packed).ok()?;
        Some(Remote::new(String::from_utf8_lossy(&bytes).into_owned()))
    }
}

impl Reads<contents::File> for Reader<'_> {
    async fn read(&self, asked: &contents::File) -> Result<FileText, Fault> {
        let what = format!("file {}", asked.path.raw());
        let request = self.request(at::CONTENTS, what).with(asked.path.raw());
        let request = request.asking("ref", asked.at.raw());
        let sent: Value = self.client.read(&request).await?;
        let sent: Sent = serde_json::from_value(sent).unwrap_or_default();
        Ok(FileText {
            text: sent.text(),
            size: sent.size,
        })
    }
}

impl Reads<contents::Compare> for Reader<'_> {
    async fn read(&self, asked: &contents::Compare) -> Result<Comparison, Fault> {
        let (base, head) = (asked.base.raw(), asked.head.raw());
        let request = self.request(at::COMPARE, format!("what changed from {base} to {head}"));
        let both = format!("{base}...{head}");
        // The files are all on the first page; of the commits only the count is read.
        let request = request.with(both.as_str()).asking("per_page", 1);
        self.client.read(&request).await
    }
}

impl Reads<contents::Repository> for Reader<'_> {
    async fn read(&self, _: &contents::Repository) -> Result<RepositoryFacts, Fault> {
        let request = self.request(at::REPOSITORY, "the facts");
        self.client.read(&request).await
    }
}
