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
        Fault, FaultKind, Remote,
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
    #[serde(default)]
    sha: Option<Remote>,
}

impl Sent {
    fn text(&self) -> Option<Remote> {
        if self.encoding.as_deref() != Some("base64") {
            return None;
        }
        // It comes in lines.
        let packed: String = self.content.as_deref()?.split_ascii_whitespace().collect();
        let bytes = STANDARD.decode(packed).ok()?;
        Some(Remote::new(String::from_utf8(bytes).ok()?))
    }
}

impl Reads<contents::File> for Reader<'_> {
    async fn read(&self, asked: &contents::File) -> Result<FileText, Fault> {
        let path = beneath(&asked.path)?;
        let request = self.request(at::CONTENTS, format!("file {path}"));
        let request = request.with(path);
        let request = request.asking("ref", asked.at.raw());
        let sent: Value = self.client.read(&request).await?;
        let sent: Sent = serde_json::from_value(sent).unwrap_or_default();
        Ok(FileText {
            text: sent.text(),
            size: sent.size,
            sha: sent.sha,
        })
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

impl Reads<contents::Compare> for Reader<'_> {
    async fn read(&self, asked: &contents::Compare) -> Result<Comparison, Fault> {
        let (base, head) = (asked.base.raw(), asked.head.raw());
        let request = self.request(at::COMPARE, format!("what changed from {base} to {head}"));
        let both = format!("{base}...{head}");
        self.client.read(&request.with(both.as_str())).await
    }
}

impl Reads<contents::Repository> for Reader<'_> {
    async fn read(&self, _: &contents::Repository) -> Result<RepositoryFacts, Fault> {
        let request = self.request(at::REPOSITORY, "the facts");
        self.client.read(&request).await
    }
}
