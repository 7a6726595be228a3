//! Whom the live roles let in that workflows assume by their ARN: each trust policy is asked
//! by the policy engine with the subjects of this repository's own jobs and of others.

use super::{
    online::Online,
    repository::Repository,
    row::{Mark, State},
    workflow::{Job, Step},
};
use crate::{
    facts::{Arn, Reading, Remote, Role},
    policy::{self, Compiled, Context, Decision, Document, Kind, Request, Values},
};

pub(super) const HOST: &str = "token.actions.githubusercontent.com";
const ACTION: &str = "sts:AssumeRoleWithWebIdentity";
const AUDIENCE: &str = "sts.amazonaws.com";
/// Nobody's that this is about: who is let in by this subject is let in by everybody's.
const STRANGER: &str = "repo:octo-stranger/elsewhere:ref:refs/heads/main";

/// The ARN of the role that a step assumes, where it is written out.
pub(super) fn assumed(step: &Step<'_>) -> Option<Arn> {
    let text = step.with("role-to-assume")?.text()?;
    (text.starts_with("arn:") && !text.contains("${{")).then(|| Arn::new(text))
}

/// A mark or more for each step that assumes a role which was read.
pub(super) fn marks(repository: &Repository) -> Vec<Mark> {
    let online = &repository.online;
    let steps = repository.steps();
    let of = |step: Step<'_>| {
        let arn = assumed(&step)?;
        let role = online.roles.get(&arn)?;
        let place = step.with("role-to-assume")?.span.place;
        let said = said(&arn, role, step.job, online);
        let mark = |(state, what)| Mark::at(state, step.source, place, what);
        Some(said.into_iter().map(mark).collect::<Vec<_>>())
    };
    steps.filter_map(of).flatten().collect()
}

fn said(
    arn: &Arn,
    role: &Reading<Role>,
    job: Option<Job<'_>>,
    online: &Online,
) -> Vec<(State, String)> {
    let name = format!("live role {}", arn.last_segment());
    let unread = |why: String| vec![(State::Unknown, format!("{name} was not read: {why}"))];
    let trust = match role.read().and_then(|role| role.trust.read()) {
        Ok(trust) => trust,
        Err(fault) => return unread(fault.in_short()),
    };
    match policy::parse(trust.raw(), Kind::Trust) {
        Ok(document) => judged(&name, arn, &document, job, online),
        Err(why) => unread(why.what),
    }
}

fn judged(
    name: &str,
    arn: &Arn,
    document: &Document,
    job: Option<Job<'_>>,
    online: &Online,
) -> Vec<(State, String)> {
    let policy = Compiled::new(document);
    let lets = |subject: &str| policy.decide(&request(arn, subject)) == Decision::Allowed;
    if lets(STRANGER) {
        let what = format!("{name} lets in workflows of every repository on GitHub");
        return vec![(State::Red, what)];
    }
    let Some(own) = online.repository.as_deref() else {
        let what = format!("{name}: which repository this is on GitHub is not known");
        return vec![(State::Unknown, what)];
    };
    let mut said = Vec::new();
    if lets(&format!("repo:{}:ref:refs/heads/main", sibling(own))) {
        said.push((
            State::Red,
            format!("{name} lets in the owner's other repositories"),
        ));
    }
    let Some(of_job) = claim(job, online) else {
        let what = format!("{name}: the job's environment is decided when it runs");
        said.push((State::Unknown, what));
        return said;
    };
    said.extend(own_subject(name, own, &of_job, &lets, online));
    let elsewhere = "ref:refs/heads/some-other-branch";
    if of_job != elsewhere && lets(&format!("repo:{own}:{elsewhere}")) {
        said.push((
            State::Amber,
            format!("{name} lets in every branch of {own}"),
        ));
    }
    said
}

/// Another repository of the same owner.
fn sibling(own: &str) -> String {
    let owner = own.split('/').next().unwrap_or(own);
    format!("{owner}/some-other-repository")
}

/// What the subject ends with: an environment stands in the place of the branch.
fn claim(job: Option<Job<'_>>, online: &Online) -> Option<String> {
    match job?.environment() {
        Some((name, _)) if name.contains("${{") => None,
        Some((name, _)) => Some(format!("environment:{name}")),
        None => {
            let facts = online.facts.as_ref().and_then(Reading::known);
            let branch = facts.and_then(|facts| facts.default_branch.as_ref());
            Some(format!(
                "ref:refs/heads/{}",
                branch.map_or("main", Remote::raw)
            ))
        }
    }
}

/// Whether the repository's own job gets in, in the form that its tokens have and in the
/// other one.
fn own_subject(
    name: &str,
    own: &str,
    claim: &str,
    lets: &dyn Fn(&str) -> bool,
    online: &Online,
) -> Vec<(State, String)> {
    let classic = format!("repo:{own}:{claim}");
    let immutable = ids(own, online).map(|prefix| format!("repo:{prefix}:{claim}"));
    let template = online.subject.as_ref().and_then(Reading::known);
    let prefix = template.and_then(|it| it.sub_claim_prefix.as_ref());
    let is_immutable = prefix.map(|prefix| prefix.raw().contains('@'));
    let gets_in = |subject: &Option<String>| subject.as_ref().map(|it| lets(it));
    match (is_immutable, lets(&classic), gets_in(&immutable)) {
        (Some(true), true, Some(false)) => vec![(
            State::Red,
            format!(
                "{name} takes only {classic}, and this repository's tokens have ids: deployments fail"
            ),
        )],
        (_, true, Some(true)) | (Some(true), _, Some(true)) => {
            vec![(State::Green, format!("{name} lets {claim} of {own} in"))]
        }
        (Some(false) | None, true, _) => vec![(
            State::Amber,
            format!(
                "{name} takes {classic}, without ids: it breaks once the repository is renamed or transferred"
            ),
        )],
        (None, false, Some(true)) => vec![(
            State::Unknown,
            format!(
                "{name} takes only the subject with ids: whether this repository's tokens have them is not known"
            ),
        )],
        (_, _, None) => vec![(
            State::Unknown,
            format!("{name}: the ids of {own} were not read, which its subject may have"),
        )],
        (_, false, _) => vec![(
            State::Amber,
            format!("{name} does not let {claim} of {own} in: this job's deployment is refused"),
        )],
    }
}

/// `OWNER@1/NAME@2`.
fn ids(own: &str, online: &Online) -> Option<String> {
    let facts = online.facts.as_ref()?.known()?;
    let (owner, name) = own.split_once('/')?;
    let owner_id = facts.owner.as_ref()?.id?;
    Some(format!("{owner}@{owner_id}/{name}@{}", facts.id?))
}

fn request(role: &Arn, subject: &str) -> Request {
    let partition = role.partition().unwrap_or("aws");
    let account = role.account();
    let account = account.as_ref().map_or("", |account| account.raw());
    let mut context = Context::default();
    for (key, value) in [("sub", subject), ("aud", AUDIENCE)] {
        context.set(&format!("{HOST}:{key}"), Values::One(value.to_owned()));
    }
    Request {
        principal: Some(format!(
            "federated:arn:{partition}:iam::{account}:oidc-provider/{HOST}"
        )),
        action: ACTION.to_owned(),
        resource: role.raw().to_owned(),
        context,
    }
}
