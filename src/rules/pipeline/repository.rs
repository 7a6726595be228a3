//! The repository as the rules look at it: every file that could be read, each once, and
//! what could not. Judges nothing.

use super::{
    functions::Function,
    online::Online,
    source::Source,
    tasks::Tasks,
    workflow::{Action, Job, Step, Workflow},
};
use crate::{
    facts::{BrokenFile, PipelineFile, PipelineFiles, PipelineKind, SearchBound},
    template::{Node, Template},
};

#[derive(Debug, Default)]
pub struct Repository {
    pub(super) workflows: Vec<Workflow>,
    pub(super) actions: Vec<Action>,
    pub(super) templates: Vec<Source>,
    pub(super) lock: Option<Source>,
    pub(super) dependabot: Option<Source>,
    pub(super) pre_commit: Option<Source>,
    pub(super) runbooks: Vec<(String, String)>,
    pub(super) tasks: Tasks,
    pub(super) paths: Vec<String>,
    /// What would have been judged, and why it was not.
    pub broken: Vec<BrokenFile>,
    pub reached: Option<SearchBound>,
    pub(super) online: Online,
}

/// Nodes of `Globals` that are laid beneath functions, of all templates together.
const COPIED: usize = 4_000_000;
/// CloudFormation takes 500 resources: of a template with more functions not all are judged.
const EACH: usize = 1_000;

impl Repository {
    pub fn of(files: &PipelineFiles) -> Self {
        let mut repository = Self {
            paths: files.paths.clone(),
            broken: files.broken.clone(),
            reached: files.reached,
            ..Self::default()
        };
        for file in &files.files {
            repository.take(file);
        }
        repository
    }

    /// With what GitHub and the account say beside the files.
    #[must_use]
    pub fn with(mut self, online: Online) -> Self {
        self.online = online;
        self
    }

    fn take(&mut self, file: &PipelineFile) {
        let (path, text) = (&file.path, file.text.raw());
        match file.kind {
            PipelineKind::Runbook => self.runbooks.push((path.clone(), text.to_owned())),
            PipelineKind::Tasks => self.tasks.add(path, text),
            kind => match Source::read(path, text) {
                Ok(source) => self.place(kind, source),
                // Whatever has resources of AWS in it may still be no template.
                Err(_) if kind == PipelineKind::Template && !looks_like_one(text) => {}
                Err(why) => self.broken.push(BrokenFile {
                    path: path.clone(),
                    line: Some(why.place.line),
                    column: Some(why.place.column),
                    why: why.what,
                    ..BrokenFile::default()
                }),
            },
        }
    }

    fn place(&mut self, kind: PipelineKind, source: Source) {
        let refused = matches!(kind, PipelineKind::Workflow | PipelineKind::Action)
            .then(|| not_taken(&source))
            .flatten();
        if let Some(broken) = refused {
            return self.broken.push(broken);
        }
        match kind {
            PipelineKind::Workflow => self.workflows.push(Workflow { source }),
            PipelineKind::Action => self.actions.push(Action { source }),
            PipelineKind::Template if source.tree.resources().next().is_some() => {
                self.templates.push(source);
            }
            PipelineKind::ActionsLock => self.lock = Some(source),
            PipelineKind::Dependabot => self.dependabot = Some(source),
            PipelineKind::PreCommit => self.pre_commit = Some(source),
            PipelineKind::Template | PipelineKind::Runbook | PipelineKind::Tasks => {}
        }
    }

    pub(super) fn jobs(&self) -> impl Iterator<Item = Job<'_>> {
        self.workflows.iter().flat_map(Workflow::jobs)
    }

    /// The steps of all workflows.
    pub(super) fn steps(&self) -> impl Iterator<Item = Step<'_>> {
        self.workflows.iter().flat_map(Workflow::steps)
    }

    /// The steps of this repository's own actions.
    pub(super) fn own_steps(&self) -> impl Iterator<Item = Step<'_>> {
        self.actions.iter().flat_map(Action::steps)
    }

    /// The functions of all templates, with what SAM's `Globals` give them.
    pub(super) fn functions(&self) -> Vec<Function<'_>> {
        let mut left = COPIED;
        let mut found = Vec::new();
        for template in &self.templates {
            let globals = template.root().get("Globals").map_or(1, Node::weight);
            let resources = template.tree.resources();
            let functions = resources.filter(|(.., kind)| Function::is_one(kind));
            for (id, node, kind) in functions.take(EACH) {
                if left < globals {
                    continue;
                }
                left -= globals;
                found.push(Function::of(template, (id, node, kind)));
            }
        }
        found
    }

    /// The resources of a type, with their template and logical id.
    pub(super) fn resources<'a>(
        &'a self,
        wanted: &'a [&'a str],
    ) -> impl Iterator<Item = (&'a Source, &'a str, &'a Node)> {
        let of = move |source: &'a Source| {
            let resources = Template::resources(&source.tree);
            let wanted = resources.filter(move |(.., kind)| wanted.contains(kind));
            wanted.map(move |(id, node, _)| (source, id, node))
        };
        self.templates.iter().flat_map(of)
    }

    pub(super) fn has_path(&self, wanted: impl Fn(&str) -> bool) -> bool {
        self.paths.iter().any(|path| wanted(path))
    }

    pub fn counts(&self) -> (usize, usize, usize) {
        (
            self.workflows.len(),
            self.actions.len(),
            self.templates.len(),
        )
    }
}

fn looks_like_one(text: &str) -> bool {
    let mut lines = text.lines();
    lines.any(|line| {
        line.starts_with("Resources:") || line.trim_start().starts_with("\"Resources\"")
    })
}

/// Why GitHub takes no such file: it lets no key be given twice and merges no mappings.
fn not_taken(source: &Source) -> Option<BrokenFile> {
    let broken = |line, column, why: String| BrokenFile {
        path: source.path.clone(),
        line: Some(line),
        column: Some(column),
        why,
        ..BrokenFile::default()
    };
    if let Some(again) = source.tree.repeated.first() {
        let place = again.place;
        return Some(broken(place.line, place.column, again.what.clone()));
    }
    let merges = |line: &&str| line.trim_start().starts_with("<<:");
    let mut lines = source.text().lines().zip(1_u32..);
    let (line, number) = lines.find(|(line, _)| merges(line))?;
    let column = line.len() - line.trim_start().len() + 1;
    Some(broken(
        number,
        u32::try_from(column).unwrap_or(1),
        "merges a mapping with <<, which GitHub does not do".to_owned(),
    ))
}
