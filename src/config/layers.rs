//! Lays the files, variables and flags over each other into settings.
//!
//! A later layer wins, except that nothing takes back a restriction and the
//! project's file reaches none of your keys: the schema kept them apart.

use std::{collections::BTreeMap, path::PathBuf};

use super::{
    ConfigError, Flags, Loaded, Problem,
    document::{Document, Says},
    environments,
    find::{self, Project, Sort},
    github, inventory,
    schema::{TextForm, nearest},
    stacks::{self, joined, plain},
    vet::vet_form,
};
use crate::facts::{
    Compare, DriftSettings, Environment, EnvironmentName, GateSettings, Region, RegistrySettings,
    RunbookText, Settings, shown,
};

#[derive(Debug, Default)]
pub(super) struct Layers {
    pub system: Option<Document>,
    pub own: Option<Document>,
    pub project: Project,
    pub home: Option<PathBuf>,
    /// The person's home directory, for `~/`.
    pub person: Option<PathBuf>,
    pub flags: Flags,
    pub restricted: bool,
    /// Whose files are believed, besides root's.
    pub uid: u32,
    /// What stands in `flags` from a variable, so that a complaint names it.
    pub from_variable: Vec<&'static str>,
    pub notes: Vec<String>,
}

/// What stands for an environment when no file defines one.
const AMBIENT: &str = "default";

impl Layers {
    /// A variable says what its flag left open.
    pub(super) fn variables(&mut self, variables: &BTreeMap<String, String>) {
        let fields = [
            ("WATCHKEEPER_ENVIRONMENT", &mut self.flags.environment),
            ("WATCHKEEPER_REGION", &mut self.flags.region),
            ("WATCHKEEPER_THEME", &mut self.flags.theme),
            ("WATCHKEEPER_KEYMAP", &mut self.flags.keymap),
        ];
        let mut known = vec!["WATCHKEEPER_LOG"];
        for (name, field) in fields {
            known.push(name);
            let value = variables.get(name).filter(|value| !value.is_empty());
            if let (None, Some(value)) = (&field, value) {
                *field = Some(value.clone());
                self.from_variable.push(name);
            }
        }
        for name in variables.keys() {
            if name.starts_with("WATCHKEEPER_") && !known.contains(&name.as_str()) {
                let hint = match nearest(name, known.iter().copied()) {
                    Some(near) => format!("; did you mean {near}?"),
                    None if name.contains("WRITE") => ": no variable enables writes.".into(),
                    None => ".".into(),
                };
                let name = shown(name);
                self.notes.push(format!(
                    "The variable {name} means nothing to watchkeeper{hint}"
                ));
            }
        }
    }

    pub(super) fn combined(mut self, mut problems: Vec<Problem>) -> Result<Loaded, ConfigError> {
        self.vet_flags(&mut problems);
        let mut environments = self.environments(&mut problems);
        self.unheard();
        let drift = self.drift(&environments);
        let project = self.project.file.as_ref();
        let stacks = project.map(|project| stacks::settings(&project.says.stacks));
        if let Some(path) = &self.project.lacks_inventory {
            self.notes.push(format!(
                "The inventory {} that watchkeeper.toml names is not there: the health audit has nothing to look at.",
                shown(path)
            ));
        }
        let accepted = project.map(|project| project.says.accept.clone());
        let accepted = accepted.unwrap_or_default();
        let tasks = project.map(|project| project.says.task.clone());
        let health = self.project.inventory.as_ref();
        let health = health.map(|file| inventory::settings(&file.says.inventory));
        let registry = project.map(|project| RegistrySettings {
            namespaces: project.says.registry.namespaces.clone(),
        });
        let repository = project.and_then(|project| project.says.github.named.repository.as_ref());
        let repository = repository.map(|text| text.0.clone());
        let log_groups = project.map(|project| project.says.logs.groups.clone());
        let (own, system) = (self.own.as_ref(), self.system.as_ref());
        let github = github::writable(own, system, &environments, &mut problems);
        let current = self.current(&environments, &mut problems);
        if let Some(region) = &self.flags.region {
            for environment in environments.iter_mut().filter(|e| e.name == current) {
                environment.region = Some(Region::new(region.clone()));
            }
        }
        if self.restricted {
            environments.retain(|environment| environment.name == current);
        }
        if !problems.is_empty() {
            return Err(ConfigError { problems });
        }
        let runbooks = self.runbooks()?;
        let theme = self.yours().find_map(|says| says.theme.clone());
        let keymap = self.yours().find_map(|says| says.keymap.clone());
        let local_times = self.yours().find_map(|says| says.local_times);
        let bell = self.yours().find_map(|says| says.watch.bell);
        let read_only = self.flags.read_only || self.yours().any(|says| says.read_only);
        let gate = self.gate(read_only);
        Ok(Loaded {
            files: self.files().map(|file| file.path.clone()).collect(),
            theme: self.flags.theme.or(theme),
            keymap: self.flags.keymap.or(keymap),
            local_times: local_times.unwrap_or_default(),
            read_only,
            settings: Settings {
                environments,
                current,
                drift,
                stacks: stacks.unwrap_or_default(),
                registry: registry.unwrap_or_default(),
                accepted,
                tasks: tasks.unwrap_or_default(),
                health,
                repository,
                log_groups: log_groups.unwrap_or_default(),
                github,
                runbooks,
                restricted: self.restricted,
                silent: self.restricted || bell == Some(false),
                gate,
            },
            repo_root: self.project.root,
            notes: self.notes,
            home: self.home,
            uid: self.uid,
        })
    }

    /// The project's, then your own: of one name yours counts.
    fn runbooks(&self) -> Result<Vec<RunbookText>, ConfigError> {
        let mut all = self.project.runbooks.clone();
        let home = self.home.as_deref();
        for name in find::user_files(home, Sort::Runbook) {
            if let Some((_, text)) = find::user_file(home, self.uid, Sort::Runbook, &name)? {
                all.push(RunbookText { name, text });
            }
        }
        Ok(all)
    }

    /// Only a flag opens the gate, and only where nothing closes it. Freezes and
    /// protected names of both your files count: neither takes the other's away.
    fn gate(&self, read_only: bool) -> GateSettings {
        let both = || self.yours().map(|says| &says.gate);
        GateSettings {
            allow_writes: self.flags.allow_writes && !read_only && !self.restricted,
            freeze: both().flat_map(|gate| gate.freeze.clone()).collect(),
            protect: both().flat_map(|gate| gate.protect.clone()).collect(),
            own_loosens_nothing: !self.own_may_loosen(),
            // What opens a way is the system's alone.
            incident_passes: self
                .system
                .as_ref()
                .is_some_and(|it| it.says.freeze_incident),
            through: both().flat_map(|gate| plain(&gate.through)).collect(),
        }
    }

    /// What your own file and the system's say, your own first.
    fn yours(&self) -> impl Iterator<Item = &Says> {
        let files = [&self.own, &self.system].into_iter().flatten();
        files.map(|file| &file.says)
    }

    fn files(&self) -> impl Iterator<Item = &Document> {
        let files = [&self.system, &self.own, &self.project.file];
        files.into_iter().flatten()
    }

    fn vet_flags(&self, problems: &mut Vec<Problem>) {
        let flags = &self.flags;
        for (flag, value, form) in [
            ("--region", &flags.region, TextForm::Region),
            ("--theme", &flags.theme, TextForm::FileName),
            ("--keymap", &flags.keymap, TextForm::FileName),
        ] {
            if let Some(value) = value
                && let Err(expected) = vet_form(value, form)
            {
                let what = format!("it must be {expected}, found `{value}`");
                problems.push(Problem::new(self.origin(flag), what));
            }
        }
    }

    /// The flag, or the variable that spoke in its place.
    fn origin(&self, flag: &'static str) -> &'static str {
        let ending = flag.trim_start_matches('-').to_ascii_uppercase();
        let variable = self.from_variable.iter().find(|v| v.ends_with(&ending));
        variable.copied().unwrap_or(flag)
    }

    fn environments(&mut self, problems: &mut Vec<Problem>) -> Vec<Environment> {
        let both = environments::Both {
            own: self.own.as_ref(),
            system: self.system.as_ref(),
            own_may_loosen: self.own_may_loosen(),
        };
        let mut environments = both.laid(problems, &mut self.notes);
        if environments.is_empty() {
            environments.push(Environment::unknown(EnvironmentName::new(AMBIENT)));
        }
        environments
    }

    fn own_may_loosen(&self) -> bool {
        let system = self.system.as_ref();
        system.is_none_or(|system| system.says.own_may_loosen != Some(false))
    }

    /// Keys that nothing reads yet: said, so that nobody relies on them.
    fn unheard(&mut self) {
        let mut notes = Vec::new();
        for file in self.files() {
            let path = file.path.to_string_lossy();
            let path = shown(&path);
            let unheard = file.unheard.iter();
            notes.extend(unheard.map(|(key, why)| {
                format!("`{key}` of {path} has no effect in this version yet: {why}.")
            }));
        }
        self.notes.extend(notes);
    }

    /// The environment that was asked for, else the first.
    fn current(&self, known: &[Environment], problems: &mut Vec<Problem>) -> EnvironmentName {
        let Some(name) = &self.flags.environment else {
            let first = known.first().map(|environment| environment.name.clone());
            return first.unwrap_or_else(|| EnvironmentName::new(AMBIENT));
        };
        let names = || known.iter().map(|environment| environment.name.raw());
        if !names().any(|known| known == name) {
            let hint = match nearest(name, names()) {
                Some(near) => format!("; did you mean `{near}`?"),
                None => ".".to_owned(),
            };
            let list: Vec<String> = names().map(|name| format!("`{name}`")).collect();
            problems.push(Problem::new(
                self.origin("--environment"),
                format!(
                    "there is no environment `{name}`{hint} The known ones: {}",
                    list.join(", ")
                ),
            ));
        }
        EnvironmentName::new(name.clone())
    }

    fn drift(&mut self, environments: &[Environment]) -> Option<DriftSettings> {
        let says = self.project.file.as_ref()?.says.drift.as_ref()?;
        let folder = &self.project.folder;
        let beneath = |paths: &[String]| -> Vec<String> {
            let paths = paths.iter().map(|path| joined(folder, path));
            paths.collect()
        };
        let mut search = match &says.search {
            Some(paths) => beneath(paths),
            None => vec![joined(folder, ".")],
        };
        search.extend(self.checkouts());
        let compare = says.compare.iter().map(|compare| Compare {
            left: compare.left.0.clone(),
            right: compare.right.0.clone(),
        });
        let compare: Vec<Compare> = compare.collect();
        let templates = says.template.iter();
        let settings = DriftSettings {
            policies: beneath(&says.policies),
            environments: says.environments.clone(),
            ignore: says.ignore.clone(),
            search,
            template: templates
                .map(|says| stacks::template(says, folder))
                .collect(),
            compare,
        };
        let compare = &settings.compare;
        for side in compare.iter().flat_map(|pair| [&pair.left, &pair.right]) {
            if !environments.iter().any(|e| e.name == side.environment) {
                let note = format!(
                    "`drift.compare` names the environment `{}`, which your own configuration \
                     does not define: the comparison stays unknown.",
                    shown(side.environment.raw())
                );
                if !self.notes.contains(&note) {
                    self.notes.push(note);
                }
            }
        }
        Some(settings)
    }

    /// Checkouts beside this one, which only your own file can add; absolute.
    fn checkouts(&self) -> Vec<String> {
        let drift = self.own.as_ref().and_then(|own| own.says.drift.as_ref());
        let paths = drift.and_then(|drift| drift.search.as_ref());
        let expanded = |path: &String| match path.strip_prefix("~/") {
            Some(rest) => {
                let path = self.person.as_ref()?.join(rest);
                Some(path.to_string_lossy().into_owned())
            }
            None => Some(path.clone()),
        };
        paths.into_iter().flatten().filter_map(expanded).collect()
    }
}
