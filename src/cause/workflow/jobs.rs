//! The jobs of a workflow's text, their steps, and what those use.

use super::Group;
use crate::template::Node;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobText {
    pub id: String,
    /// With its expressions; None: the id is its name.
    pub name: Option<String>,
    /// The GitHub environment that it deploys to.
    pub environment: Option<String>,
    pub concurrency: Option<Group>,
    pub needs: Vec<String>,
    /// The reusable workflow that it is.
    pub calls: Option<Uses>,
    /// What is given to that one.
    pub given: Vec<String>,
    pub steps: Vec<StepText>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepText {
    pub name: Option<String>,
    pub uses: Option<Uses>,
    pub run: Option<String>,
    with: Vec<(String, String)>,
}

/// `owner/name/path@ref`, `./path`, `docker://image`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses(pub String);

impl Uses {
    /// Of this repository: it has the run's own commit.
    pub fn is_local(&self) -> bool {
        self.0.starts_with("./")
    }

    fn is_image(&self) -> bool {
        self.0.starts_with("docker://")
    }

    /// Named by a commit, or by what can't be named otherwise.
    pub fn is_pinned(&self) -> bool {
        if self.is_local() {
            return true;
        }
        if self.is_image() {
            return self.0.contains("@sha256:");
        }
        let (_, at) = self.0.rsplit_once('@').unwrap_or_default();
        at.len() == 40 && at.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    /// Whose it is; None: this repository's, or an image.
    pub fn owner(&self) -> Option<&str> {
        let foreign = !self.is_local() && !self.is_image();
        self.0.split('/').next().filter(|_| foreign)
    }

    /// The action's name without its ref: `aws-actions/configure-aws-credentials`.
    pub fn action(&self) -> &str {
        self.0.split('@').next().unwrap_or(&self.0)
    }
}

impl JobText {
    pub(super) fn of(id: &str, node: &Node) -> Self {
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        let environment = node.get("environment");
        let of_environment = environment.and_then(|it| it.get("name").or(Some(it))?.text());
        let steps = node.get("steps").map_or(&[][..], Node::items);
        let given = node.get("with").map_or(&[][..], Node::entries);
        Self {
            id: id.to_owned(),
            name: text("name"),
            environment: of_environment.map(str::to_owned),
            concurrency: node.get("concurrency").and_then(Group::of),
            needs: node.get("needs").map(super::names).unwrap_or_default(),
            calls: text("uses").map(Uses),
            given: given.iter().map(|one| one.key.text.clone()).collect(),
            steps: steps.iter().map(StepText::of).collect(),
        }
    }

    /// What GitHub calls it, as far as nothing has to be filled in.
    pub fn called(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.id)
    }

    /// The first step that uses this action.
    pub fn step_of(&self, action: &str) -> Option<&StepText> {
        let is = |uses: &Uses| uses.action().eq_ignore_ascii_case(action);
        let mut steps = self.steps.iter();
        steps.find(|step| step.uses.as_ref().is_some_and(is))
    }
}

impl StepText {
    fn of(node: &Node) -> Self {
        let text = |key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
        let with = node.get("with").map_or(&[][..], Node::entries);
        let given = with.iter().filter_map(|one| {
            let value = one.value.text()?;
            Some((one.key.text.clone(), value.to_owned()))
        });
        Self {
            name: text("name"),
            uses: text("uses").map(Uses),
            run: text("run"),
            with: given.collect(),
        }
    }

    /// An input that is given to the action.
    pub fn with(&self, name: &str) -> Option<&str> {
        let mut given = self.with.iter();
        let found = given.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}
