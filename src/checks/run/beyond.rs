//! What lies beyond a run's jobs: its queue, who took its place, why it has no jobs, and
//! since when its workflow is red.

use super::{
    RunStory,
    asks::{file_at, lists_of_streak},
};
use crate::{
    ask::{
        Question,
        github::{actions, contents, deployments},
    },
    cause::{
        no_jobs::{Inputs, NoJobs, Read},
        queue::{Ahead, Queue, replaced},
        streak::Streak,
        workflow::{Group, WorkflowText},
    },
    checks::Store,
    facts::{
        FaultKind, Remote, Repository, Settings, TemplateSource,
        actions::{ConcurrencyGroup, FileText, Job, Run, RunsPage},
    },
};

pub(super) fn fill(
    story: &mut RunStory,
    repository: &Repository,
    settings: &Settings,
    store: &Store,
) {
    let Some(run) = story.run.clone() else {
        return;
    };
    let others = store.runs(repository);
    story.queue = queue(&run, &others, repository, store);
    story.replaced = replaced_of(&run, story.jobs.as_deref(), &others, repository, store);
    if run.waits_for_somebody() {
        let after = others.iter().filter(|other| {
            let later = (other.created_at, other.id) > (run.created_at, run.id);
            later && other.workflow_id == run.workflow_id
        });
        let pushed_out =
            after.filter_map(|other| Some((other.id, replaced(other, &[], None, &others)?)));
        story.pushed_out = pushed_out.collect();
    }
    if story.is_without_jobs() {
        story.no_jobs = no_jobs(&run, story, repository, store);
    }
    story.streak = streak(&run, &others, repository, store);
    if let Some(streak) = &story.streak {
        story.between = between(streak, settings, repository, store);
    }
}

fn queue(run: &Run, others: &[&Run], repository: &Repository, store: &Store) -> Queue {
    if run.is_over() {
        return Queue::default();
    }
    let asked = actions::ConcurrencyOf(run.id).in_repository(repository);
    let Some(groups) = store.get(&asked) else {
        let fault = store.fault(&asked);
        let unknown = fault.is_some_and(|fault| fault.kind == FaultKind::Missing);
        return Queue {
            behind: match unknown {
                true => derived(run, others, repository, store),
                false => Vec::new(),
            },
            known: false,
            unread: fault.map(|fault| fault.what.clone()),
        };
    };
    let names = groups.items.iter().filter_map(|group| group.name.clone());
    let found = names.filter_map(|group| {
        let asked = actions::AheadOf { run: run.id, group }.in_repository(repository);
        let at = store.load(&asked)?.at();
        Some((store.get(&asked)?, at))
    });
    let behind = found.flat_map(|(group, at)| ahead(run, group, at, repository, store));
    Queue {
        behind: behind.collect(),
        known: true,
        unread: None,
    }
}

fn ahead(
    run: &Run,
    group: &ConcurrencyGroup,
    read_at: Option<jiff::Timestamp>,
    repository: &Repository,
    store: &Store,
) -> Vec<Ahead> {
    let others = group.members.iter().filter(|one| one.run_id != run.id);
    let of = |member: &crate::facts::actions::GroupMember| {
        let known = store.run(repository, member.run_id);
        let pending = deployments::Pending(member.run_id).in_repository(repository);
        Ahead {
            run: member.run_id,
            group: group.name.clone().unwrap_or_default(),
            holds: member.holds(),
            state: known.and_then(Run::state).cloned(),
            since: known.and_then(Run::began),
            read_at,
            pending: store.get(&pending).cloned().unwrap_or_default(),
            derived: false,
        }
    };
    others.map(of).collect()
}

/// Of a server that does not know concurrency groups: by the text, the runs of the same
/// workflow that came before and are not over.
fn derived(run: &Run, others: &[&Run], repository: &Repository, store: &Store) -> Vec<Ahead> {
    let text = run
        .file()
        .and_then(|path| store.get(&file_at(path, run).in_repository(repository)));
    let text = text.and_then(|file| WorkflowText::read(file.text.as_ref()?.raw()).ok());
    let Some(group) = text.as_ref().and_then(|text| text.groups().next()) else {
        return Vec::new();
    };
    let same = |other: &&&Run| {
        let branch = group.is_spelt_out() || other.head_branch == run.head_branch;
        let before = (other.created_at, other.id) < (run.created_at, run.id);
        branch && before && !other.is_over() && other.workflow_id == run.workflow_id
    };
    let of = |other: &&Run| of_derived(other, group, repository, store);
    others.iter().filter(same).map(of).collect()
}

fn of_derived(other: &Run, group: &Group, repository: &Repository, store: &Store) -> Ahead {
    let pending = deployments::Pending(other.id).in_repository(repository);
    Ahead {
        run: other.id,
        group: Remote::new(group.name.as_str()),
        holds: other.state().is_some_and(|state| state.word() != "pending"),
        state: other.state().cloned(),
        since: other.began(),
        read_at: other.updated_at,
        pending: store.get(&pending).cloned().unwrap_or_default(),
        derived: true,
    }
}

fn replaced_of(
    run: &Run,
    jobs: Option<&[Job]>,
    others: &[&Run],
    repository: &Repository,
    store: &Store,
) -> Option<crate::cause::queue::Replaced> {
    let noted = jobs.and_then(|jobs| jobs.first()?.check_run());
    let noted = noted.and_then(|of| store.get(&actions::Annotations(of).in_repository(repository)));
    let noted = noted.map_or(&[][..], |noted| &noted.items);
    let began = jobs.map(|jobs| jobs.iter().any(|job| !job.steps.is_empty()));
    replaced(run, noted, began, others)
}

fn no_jobs(run: &Run, story: &RunStory, repository: &Repository, store: &Store) -> Option<NoJobs> {
    let asked = run
        .file()
        .map(|path| file_at(path, run).in_repository(repository));
    let workflow: Read<'_, FileText> = asked.as_ref().and_then(|asked| store.read(asked));
    let text = workflow.and_then(Result::ok);
    let text = text.and_then(|file| WorkflowText::read(file.text.as_ref()?.raw()).ok());
    let called: Vec<_> = text.iter().flat_map(called).collect();
    let called: Vec<(String, contents::File)> = called
        .into_iter()
        .map(|path| (path.clone(), file_at(&path, run)))
        .collect();
    let asked: Vec<_> = called
        .into_iter()
        .map(|(path, file)| (path, file.in_repository(repository)))
        .collect();
    let called: Vec<(String, Read<'_, FileText>)> = asked
        .iter()
        .map(|(path, asked)| (path.clone(), store.read(asked)))
        .collect();
    let permissions = actions::Permissions.in_repository(repository);
    let selected = actions::SelectedActions.in_repository(repository);
    NoJobs::of(&Inputs {
        run,
        repository,
        workflow,
        called: &called,
        permissions: store.read(&permissions),
        selected: store.read(&selected),
        queue: &story.queue,
        replaced: story.replaced.as_ref(),
    })
}

/// The workflows of the same repository that a workflow calls, by their paths.
pub(super) fn called(text: &WorkflowText) -> Vec<String> {
    let calls = text.jobs.iter().filter_map(|job| job.calls.as_ref());
    let local = calls.filter(|calls| calls.is_local());
    local
        .map(|calls| calls.action().trim_start_matches("./").to_owned())
        .collect()
}

fn streak(run: &Run, others: &[&Run], repository: &Repository, store: &Store) -> Option<Streak> {
    let [greens, reds] = lists_of_streak(run)?.map(|list| list.in_repository(repository));
    let at = store.load(&greens)?.at();
    let (greens, reds): (&RunsPage, &RunsPage) = (store.get(&greens)?, store.get(&reds)?);
    Streak::of(run, greens, reds, others, at)
}

/// The folders and files that the project says describe what is live.
fn between(
    streak: &Streak,
    settings: &Settings,
    repository: &Repository,
    store: &Store,
) -> Vec<crate::cause::streak::Between> {
    let Some((drift, green)) = settings.drift.as_ref().zip(streak.green.as_ref()) else {
        return Vec::new();
    };
    let asked = contents::Compare {
        base: green.sha.clone(),
        head: streak.red.sha.clone(),
    };
    let Some(comparison) = store.get(&asked.in_repository(repository)) else {
        return Vec::new();
    };
    let templates = drift.template.iter().map(TemplateSource::path);
    let paths: Vec<String> = drift.policies.iter().cloned().chain(templates).collect();
    streak.between(comparison, &paths)
}
