//! The templates of the repository that declare roles, each with the stack that
//! `samconfig.toml` or the account itself says is deployed from it.

use std::path::Path;

use super::Account;
use crate::{
    ask::{Ask, Question, cloudformation},
    config::init::TemplateProposal,
    edge::repo::{Folder, role_templates, stacks_of},
    facts::{FoundTemplate, Remote, RoleName, Stack},
    template::{self, Inputs, Template},
};

/// Templates whose roles the account is asked about: a call each.
const ASKED: usize = 20;
// No word of a template stands in them: they become comments of a file.
const HAS_ITS_ROLE: &str = "the live stack that has its role";
const HAS_ITS_DESCRIPTION: &str = "the live stack that has its description";

pub(super) async fn proposed(root: &Path, account: &Account) -> Vec<TemplateProposal> {
    let Ok(folder) = Folder::open(root) else {
        return Vec::new();
    };
    let found = role_templates(&folder);
    if let Some(bound) = found.reached {
        crate::cli::output::tell(&format!(
            "There may be more templates: the search {}.",
            bound.words()
        ));
    }
    let mut live: Option<Vec<Stack>> = None;
    let mut all = Vec::new();
    for (at, file) in found.files.iter().enumerate() {
        let mut proposal = TemplateProposal {
            file: file.path.clone(),
            stacks: stacks_of(&folder, &file.path),
            says: "as samconfig.toml says".to_owned(),
        };
        if proposal.stacks.is_empty() && at < ASKED && account.caller.is_some() {
            if live.is_none() {
                live = Some(account.stacks().await);
            }
            let stacks = live.as_deref().unwrap_or_default();
            if let Some((stack, says)) = account.deployed_from(file, stacks).await {
                proposal.stacks.push(stack);
                proposal.says = says;
            }
        }
        all.push(proposal);
    }
    all
}

impl Account {
    /// Those of the region; none where they may not be listed.
    async fn stacks(&self) -> Vec<Stack> {
        let all = self.answer(cloudformation::Stacks).await;
        all.map_or_else(Vec::new, |all| all.stacks)
    }

    /// The stack that has a role of the template's, else the one with its description.
    async fn deployed_from(
        &self,
        file: &FoundTemplate,
        stacks: &[Stack],
    ) -> Option<(String, String)> {
        let template = template::parse(file.text.raw()).ok()?;
        let roles = template::roles(&template, &Inputs::default()).roles;
        let mut names = roles.iter().filter_map(|role| role.name.as_ref()?.known());
        if let Some(name) = names.next() {
            let asked = cloudformation::OwnerOfRole(RoleName::new(name));
            if let Some(stack) = self.answer(asked).await.flatten() {
                return Some((stack.raw().to_owned(), HAS_ITS_ROLE.to_owned()));
            }
        }
        let description = description(&template)?;
        let same = |stack: &&Stack| {
            let said = stack.description.as_ref().map(Remote::raw);
            said == Some(description) && !stack.is_nested()
        };
        let mut same = stacks.iter().filter(same);
        let (found, another) = (same.next()?, same.next());
        let says = HAS_ITS_DESCRIPTION.to_owned();
        another
            .is_none()
            .then(|| (found.name.raw().to_owned(), says))
    }

    async fn answer<Q>(&self, question: Q) -> Option<Q::Answer>
    where
        Q: Question<Answer: Clone>,
        Q::Service: Into<crate::ask::AwsAsk>,
    {
        let ask: Ask = question.of(&self.environment).into();
        let Ask::Aws(environment, ask) = &ask else {
            return None;
        };
        let answer = self.aws.answer(environment, ask).await.ok()?;
        Q::typed(&answer).cloned()
    }
}

fn description(template: &Template) -> Option<&str> {
    let said = template.root.get("Description")?.text()?;
    (!said.is_empty()).then_some(said)
}
