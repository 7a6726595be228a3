//! What a deploy job names in its log and in its workflow: the stack, the role that it
//! assumed, and the commit that it checked out.
//!
//! A log is what steps print: a name that is found says where to look, and decides nothing.

use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::workflow::JobText;
use crate::facts::{Arn, Remote, StackName};

/// The action that gives a job its role.
pub const CREDENTIALS: &str = "aws-actions/configure-aws-credentials";
const CHECKOUT: &str = "actions/checkout";

/// A stack, and what named it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedStack {
    pub stack: StackName,
    /// `its log`, `samconfig.toml`.
    pub by: String,
}

const NAME: &str = "[A-Za-z][-A-Za-z0-9]{0,127}";

fn pattern(text: &str) -> Option<Regex> {
    Regex::new(&text.replace("NAME", NAME)).ok()
}

/// What the SAM CLI and the AWS CLI print of the stack that they deploy.
static IN_LOG: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"(?m)(?:Stack name\s+:\s*|Failed to create/update the stack: |Successfully created/updated stack - |Waiting for stack create/update to complete on |--stack-name[ =]['\x22]?)(NAME)",
    )
});
static IN_COMMAND: LazyLock<Option<Regex>> =
    LazyLock::new(|| pattern(r"--stack-name[ =]\s*['\x22]?(NAME)['\x22]?(?:\s|$|\\)"));
static DEPLOYS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"\b(?:sam deploy|cloudformation deploy|cloudformation update-stack)\b")
});
static ROLE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(r"role-to-assume: (arn:[a-z0-9-]+:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+)")
});
static HEAD: LazyLock<Option<Regex>> = LazyLock::new(|| {
    pattern(
        r"git(?:\x22)? log -1 --format=['\x22]?%H['\x22]?\s*\n[^\n]{0,40}?['\x22]?([0-9a-f]{40})['\x22]?\s*(?:\n|$)",
    )
});

fn first(pattern: &LazyLock<Option<Regex>>, text: &str) -> Option<String> {
    let found = pattern.as_ref()?.captures_iter(text).next()?;
    Some(found.get(1)?.as_str().to_owned())
}

/// The stack that was deployed last: a job that deploys several fails at the last one.
pub fn stack_in_log(text: &str) -> Option<NamedStack> {
    let found = IN_LOG.as_ref()?.captures_iter(text).last()?;
    Some(NamedStack {
        stack: StackName::new(found.get(1)?.as_str()),
        by: "its log".to_owned(),
    })
}

/// The stack that the job's commands name, where they name one.
pub fn stack_in_job(job: &JobText) -> Option<NamedStack> {
    let runs = job.steps.iter().filter_map(|step| step.run.as_deref());
    let mut names: Vec<String> = runs.filter_map(|run| first(&IN_COMMAND, run)).collect();
    names.dedup();
    match names.as_slice() {
        [one] => Some(NamedStack {
            stack: StackName::new(one.as_str()),
            by: "the workflow's text".to_owned(),
        }),
        _ => None,
    }
}

/// Whether a command of the job deploys a stack.
pub fn deploys(job: &JobText) -> bool {
    let mut runs = job.steps.iter().filter_map(|step| step.run.as_deref());
    runs.any(|run| {
        DEPLOYS
            .as_ref()
            .is_some_and(|deploys| deploys.is_match(run))
    })
}

/// What `sam deploy` takes where nothing is named: the stack of the file's environment.
pub fn stack_in_samconfig(text: &str, job: &JobText) -> Option<NamedStack> {
    let says: toml::Table = text.parse().ok()?;
    let runs = job.steps.iter().filter_map(|step| step.run.as_deref());
    let mut named = runs.filter_map(|run| {
        let (_, rest) = run.split_once("--config-env")?;
        let name = rest.trim_start_matches([' ', '=']).split_ascii_whitespace();
        name.into_iter().next()
    });
    let environment = named.next_back().unwrap_or("default");
    let of = says.get(environment)?.as_table()?;
    let parameters = |command: &str| {
        of.get(command)?
            .get("parameters")?
            .get("stack_name")?
            .as_str()
    };
    let stack = parameters("deploy").or_else(|| parameters("global"))?;
    Some(NamedStack {
        stack: StackName::new(stack),
        by: format!("samconfig.toml, {environment}"),
    })
}

/// The role that the log names. A secret shows as stars, and names nobody.
pub fn role_in_log(text: &str) -> Option<Arn> {
    first(&ROLE, text).map(Arn::new)
}

/// The role that the workflow's text spells out.
pub fn role_in_job(job: &JobText) -> Option<Arn> {
    let role = job.step_of(CREDENTIALS)?.with("role-to-assume")?;
    role.starts_with("arn:").then(|| Arn::new(role))
}

/// The commit that the checkout step of the log names.
pub fn checked_out(text: &str) -> Option<Remote> {
    let bare: Vec<&str> = text
        .lines()
        .map(|line| match line.split_once(' ') {
            Some((stamp, rest)) if stamp.ends_with('Z') => rest,
            _ => line,
        })
        .collect();
    first(&HEAD, &bare.join("\n")).map(Remote::new)
}

/// Whether the job checks out the very commit that its run is of. None: it checks out none.
pub fn checks_out_head(job: &JobText) -> Option<bool> {
    let reference = job.step_of(CHECKOUT)?.with("ref");
    let own = ["${{ github.sha }}", "${{github.sha}}", ""];
    Some(reference.is_none_or(|reference| own.contains(&reference)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::*;
    use crate::cause::workflow::WorkflowText;

    const LOG: &str = "2026-05-18T13:40:13.1Z [command]/usr/bin/git log -1 --format=%H\n\
        2026-05-18T13:40:13.2Z 77aa01bc2d3e4f5061728394a5b6c7d8e9f00112\n\
        2026-05-18T13:40:20.2Z   role-to-assume: arn:aws:iam::817685572750:role/ci/deploy\n\
        2026-05-18T13:41:40.5Z Stack name                   : dataops-v1\n\
        2026-05-18T13:43:27.7Z Error: Failed to create/update the stack: dataops-v1, Waiter\n";

    #[test]
    fn a_log_names_stack_role_and_commit() {
        assert_eq!(
            stack_in_log(LOG).unwrap().stack,
            StackName::new("dataops-v1")
        );
        let role = role_in_log(LOG).unwrap();
        assert_eq!(role.raw(), "arn:aws:iam::817685572750:role/ci/deploy");
        let commit = checked_out(LOG).unwrap();
        assert_eq!(commit.raw(), "77aa01bc2d3e4f5061728394a5b6c7d8e9f00112");
        let quoted = "[command]/usr/bin/git log -1 --format='%H'\n'77aa01bc2d3e4f5061728394a5b6c7d8e9f00112'\n";
        assert!(checked_out(quoted).is_some());
        assert_eq!(role_in_log("  role-to-assume: ***\n"), None);
        assert_eq!(checked_out("HEAD is now at 77aa01b Keep\n"), None);
        assert_eq!(stack_in_log("nothing\n"), None);
    }

    fn job(run: &str) -> JobText {
        let text = format!(
            "jobs:\n  deploy:\n    steps:\n      - uses: actions/checkout@v4\n        with: {{ref: '${{{{ inputs.tag }}}}'}}\n      - run: {run}\n"
        );
        WorkflowText::read(&text).unwrap().jobs.remove(0)
    }

    #[test]
    fn the_text_names_a_stack_only_where_it_spells_one_out() {
        let named = |run: &str| stack_in_job(&job(run)).map(|one| one.stack.raw().to_owned());
        assert_eq!(
            named("sam deploy --stack-name app-v1").as_deref(),
            Some("app-v1")
        );
        assert_eq!(named("sam deploy --stack-name $STACK"), None);
        assert_eq!(named("sam deploy"), None);
        assert!(deploys(&job("sam deploy --config-env prod")));
        assert!(!deploys(&job("make test")));
        assert_eq!(checks_out_head(&job("make")), Some(false));
    }

    #[test]
    fn samconfig_names_the_stack_of_the_environment_that_the_command_takes() {
        let file = "version = 0.1\n[default.deploy.parameters]\nstack_name = \"app-dev\"\n[prod.global.parameters]\nstack_name = \"app-prod\"\n";
        let named =
            |run: &str| stack_in_samconfig(file, &job(run)).map(|one| one.stack.raw().to_owned());
        assert_eq!(named("sam deploy").as_deref(), Some("app-dev"));
        assert_eq!(
            named("sam deploy --config-env prod").as_deref(),
            Some("app-prod")
        );
        assert_eq!(named("sam deploy --config-env other"), None);
    }
}
