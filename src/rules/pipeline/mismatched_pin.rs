//! Whether a pinned commit is the version that its comment says, one that GitHub knows to be
//! bad, or none of the action's own.
//!
//! A commit of a fork can be named by the original's name, so that a commit without a tag
//! may be anybody's. Tags beyond those that were read leave it open.

use super::{
    online::{Used, told},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    source::Source,
    uses::Uses,
    versions::{is_in, newest, number},
};
use crate::{
    ask::github::endpoint::{ADVISORIES, TAGS},
    facts::{
        Remote,
        actions::{Advisory, Listing, Tag, abbreviated},
        numbered,
    },
    template::Node,
};

pub(super) const RULE: Rule = Rule {
    id: "mismatched-pin",
    number: "CP-102",
    area: Area::Workflows,
    title: "Each pinned commit is the version that it says",
    accepted: "Pinned commits are released versions without known faults",
    risk: Risk::Medium,
    confidence: Confidence::High,
    effort: 30,
    needs: Needs::GitHub,
    why: "Nobody reads 40 hexadecimal digits: the comment beside them is believed, and the commit may be another version, one that was taken over, or a fork's.",
    fix: "Look the version's commit up with `git ls-remote https://github.com/OWNER/NAME 'refs/tags/v4*'`, of an annotated tag the line that ends in ^{}, and correct the commit or the comment.",
    check,
};

/// A pinned `uses`.
struct Pin<'a> {
    source: &'a Source,
    node: &'a Node,
    action: String,
    commit: &'a str,
    /// `v4.2.2`, as the comment behind it says.
    version: Option<&'a str>,
}

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let pins = pins(repository);
    if repository.online.actions.is_empty() && !pins.is_empty() {
        let what = format!(
            "which versions the commits of {} are is only known on GitHub",
            numbered(pins.len(), "pin")
        );
        return Some(vec![Mark::of(State::Unknown, what)]);
    }
    let marks = pins.iter().flat_map(|pin| {
        let none = Used::default();
        let used = repository.online.actions.get(&pin.action).unwrap_or(&none);
        judged(pin, used)
    });
    let marks: Vec<Mark> = marks.collect();
    (!marks.is_empty()).then_some(marks)
}

fn pins(repository: &Repository) -> Vec<Pin<'_>> {
    let of_jobs = repository.jobs();
    let called = of_jobs.filter_map(|job| Some((job.source(), job.calls()?)));
    let steps = repository.steps().chain(repository.own_steps());
    let used = steps.filter_map(|step| Some((step.source, step.uses()?)));
    let pinned = called.chain(used).filter(|(_, (uses, _))| uses.is_pinned());
    pinned
        .filter_map(|(source, (uses, node))| {
            let Uses::Remote { reference, .. } = uses else {
                return None;
            };
            let comment = source.line(node.span.place).split_once(" #");
            Some(Pin {
                source,
                node,
                action: uses.repository()?.to_ascii_lowercase(),
                commit: reference,
                version: comment.and_then(|(_, comment)| comment.split_whitespace().next()),
            })
        })
        .collect()
}

impl Pin<'_> {
    fn mark(&self, state: State, what: String) -> Mark {
        Mark::at(state, self.source, self.node.span.place, what)
    }

    fn open(&self, mark: Mark) -> Mark {
        self.mark(State::Unknown, mark.what)
    }
}

fn judged(pin: &Pin<'_>, used: &Used) -> Vec<Mark> {
    let action = &pin.action;
    let what = format!("which version of {action} this commit is");
    let tags = match told(&used.tags, &what, TAGS) {
        Ok(tags) => tags,
        Err(mark) => return vec![pin.open(mark)],
    };
    let here = tags.items.iter().filter(|tag| commit(tag) == pin.commit);
    // The longest is the fullest: v4.2.2 and not v4.
    let version = here.filter_map(name).max_by_key(|name| name.len());
    let mut marks = vec![of_version(pin, version, tags)];
    let what = format!("whether something is known against {action}");
    match told(&used.advisories, &what, ADVISORIES) {
        Ok(advisories) => marks.extend(advisories.items.iter().filter_map(|one| {
            let said = against(one, action, version)?;
            Some(pin.mark(said.0, said.1))
        })),
        Err(mark) => marks.push(pin.open(mark)),
    }
    marks
}

fn name(tag: &Tag) -> Option<&str> {
    tag.name.as_ref().map(Remote::raw)
}

fn commit(tag: &Tag) -> &str {
    let sha = tag.commit.as_ref().and_then(|tip| tip.sha.as_ref());
    sha.map_or("", Remote::raw)
}

fn of_version(pin: &Pin<'_>, version: Option<&str>, tags: &Listing<Tag>) -> Mark {
    let (action, short) = (&pin.action, abbreviated(pin.commit));
    let said = pin.version.filter(|said| number(said).is_some());
    let tagged = said.and_then(|said| tags.items.iter().find(|tag| name(tag) == Some(said)));
    match (tagged, said, version) {
        (Some(tag), Some(said), _) if commit(tag) != pin.commit => {
            let is = version.map_or_else(|| "no tag that was read".to_owned(), str::to_owned);
            let there = abbreviated(commit(tag));
            pin.mark(
                State::Amber,
                format!("the comment says {said} of {action}, which is {there}; {short} is {is}"),
            )
        }
        (None, Some(said), Some(version)) => pin.mark(
            State::Amber,
            format!("the comment says {said} of {action}, and {short} is {version}"),
        ),
        (_, _, Some(version)) => {
            let names = tags.items.iter().filter_map(name);
            let newer = newest(version, names).map_or(String::new(), |newer| {
                format!(", and {newer} is the newest")
            });
            pin.mark(
                State::Green,
                format!("{short} is {version} of {action}{newer}"),
            )
        }
        (_, _, None) if tags.whole => pin.mark(
            State::Amber,
            format!("no tag of {action} has {short}: it may be a commit of somebody's fork"),
        ),
        (_, _, None) => pin.mark(
            State::Unknown,
            format!(
                "none of the newest {} tags of {action} has {short}",
                tags.items.len()
            ),
        ),
    }
}

/// What an advisory says of this version; None: it is not affected.
fn against(advisory: &Advisory, action: &str, version: Option<&str>) -> Option<(State, String)> {
    let id = advisory.ghsa_id.as_ref().map_or("an advisory", Remote::raw);
    let is_ours = |name: &Remote| name.raw().eq_ignore_ascii_case(action);
    let mut of_it = advisory.vulnerabilities.iter().filter(|one| {
        let package = one.package.as_ref().and_then(|it| it.name.as_ref());
        package.is_some_and(is_ours)
    });
    let affected = of_it.find_map(|one| {
        let range = one.vulnerable_version_range.as_ref()?.raw();
        let within = version.map_or(Some(None), |version| is_in(version, range).map(Some));
        (within != Some(Some(false))).then_some((one, range, within))
    });
    let (one, range, within) = affected?;
    let fixed = one.first_patched_version.as_ref();
    let fixed = fixed.map_or(String::new(), |it| format!("; {} has it fixed", it.raw()));
    Some(match (within, version) {
        (Some(Some(true)), Some(version)) => (
            State::Red,
            format!("{version} of {action} is in {id}{fixed}"),
        ),
        _ => (
            State::Unknown,
            format!(
                "{id} is about {action} {range}: whether this commit is one of them is not known"
            ),
        ),
    })
}
