//! Lays the files, variables and flags over each other into settings.
//!
//! A later layer wins, except that nothing takes back a restriction and the
//! project's file reaches none of your keys: the schema kept them apart.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{
    ConfigError, Flags, Loaded, Problem,
    document::{Document, Table},
    environments,
    schema::{Form, UNHEARD, nearest},
    stacks,
    vet::vet_form,
};
use crate::facts::{
    Compare, DriftSettings, Environment, EnvironmentName, GateSettings, Region, RoleName, Settings,
    SiblingRef, Through, shown,
};

#[derive(Debug, Default)]
pub(super) struct Layers {
    pub system: Option<Document>,
    pub own: Option<Document>,
    pub project: Option<Document>,
    pub repo_root: Option<PathBuf>,
    pub project_folder: String,
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
                    "The variable {name} says nothing to watchkeeper{hint}"
                ));
            }
        }
    }

    pub(super) fn combined(mut self, mut problems: Vec<Problem>) -> Result<Loaded, ConfigError> {
        self.vet_flags(&mut problems);
        let mut environments = self.environments(&mut problems);
        self.unheard();
        let drift = self.drift(&environments);
        let project = self.project.as_ref().map(Document::root);
        let stacks = stacks::settings(project.and_then(|project| project.table("stacks")));
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
        let yours = || [&self.own, &self.system].into_iter().flatten();
        let chosen = |flag: &Option<String>, name: &str| {
            let written = || yours().find_map(|file| file.root().text(name));
            flag.clone().or_else(|| written().map(str::to_owned))
        };
        let read_only =
            self.flags.read_only || yours().any(|file| file.root().flag("read_only") == Some(true));
        let gate = self.gate(read_only);
        Ok(Loaded {
            theme: chosen(&self.flags.theme, "theme"),
            keymap: chosen(&self.flags.keymap, "keymap"),
            read_only,
            files: [&self.system, &self.own, &self.project]
                .into_iter()
                .flatten()
                .map(|file| file.path.clone())
                .collect(),
            settings: Settings {
                environments,
                current,
                drift,
                stacks,
                restricted: self.restricted,
                gate,
            },
            repo_root: self.repo_root,
            notes: self.notes,
            home: self.home,
            uid: self.uid,
        })
    }

    /// Only a flag opens the gate, and only where nothing closes it. Freezes and
    /// protected names of both your files count: neither takes the other's away.
    fn gate(&self, read_only: bool) -> GateSettings {
        let both = |name: &str| -> Vec<String> {
            let files = [&self.own, &self.system].into_iter().flatten();
            let tables = files.filter_map(|file| file.root().table("gate"));
            let texts = tables.filter_map(|table| table.texts(name));
            texts.flatten().map(str::to_owned).collect()
        };
        GateSettings {
            allow_writes: self.flags.allow_writes && !read_only && !self.restricted,
            freeze: both("freeze"),
            protect: both("protect"),
            own_loosens_nothing: !self.own_may_loosen(),
            through: both("through")
                .iter()
                .filter_map(|text| Through::parse(text))
                .collect(),
        }
    }

    fn vet_flags(&self, problems: &mut Vec<Problem>) {
        let flags = &self.flags;
        for (flag, value, form) in [
            ("--region", &flags.region, Form::Region),
            ("--theme", &flags.theme, Form::FileName),
            ("--keymap", &flags.keymap, Form::FileName),
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
        let system = self.system.as_ref().map(Document::root);
        system.and_then(|system| system.flag("own_may_loosen")) != Some(false)
    }

    /// Keys that nothing reads yet: said, so that nobody relies on them.
    fn unheard(&mut self) {
        for file in [&self.system, &self.own, &self.project]
            .into_iter()
            .flatten()
        {
            for (key, why) in UNHEARD {
                let Some((table, leaf)) = key.split_once('.') else {
                    continue;
                };
                if file
                    .root()
                    .table(table)
                    .is_some_and(|table| table.has(leaf))
                {
                    self.notes.push(format!(
                        "`{key}` of {} says nothing to this version yet: {why}.",
                        shown(&file.path.to_string_lossy())
                    ));
                }
            }
        }
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
        let table = self.project.as_ref()?.root().table("drift")?;
        let beneath = |paths: Option<Vec<&str>>| -> Vec<String> {
            let paths = paths.into_iter().flatten();
            paths
                .map(|path| joined(&self.project_folder, path))
                .collect()
        };
        let mut search = beneath(table.texts("search").or(Some(vec!["."])));
        search.extend(self.checkouts());
        let compare: Vec<Compare> = table
            .tables("compare")
            .iter()
            .filter_map(compared)
            .collect();
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
        let templates = table.tables("template").into_iter();
        let templates = templates.filter_map(|table| stacks::template(table, &self.project_folder));
        let ignore = table.texts("ignore").unwrap_or_default();
        Some(DriftSettings {
            policies: beneath(table.texts("policies")),
            environments: table
                .texts("environments")
                .into_iter()
                .flatten()
                .map(EnvironmentName::new)
                .collect(),
            ignore: ignore.into_iter().map(str::to_owned).collect(),
            search,
            compare,
            template: templates.collect(),
        })
    }

    /// Checkouts beside this one, which only your own file can add; absolute.
    fn checkouts(&self) -> Vec<String> {
        let table = self.own.as_ref().and_then(|own| own.root().table("drift"));
        let paths = table.and_then(|table| table.texts("search"));
        let expanded = |path: &str| match path.strip_prefix("~/") {
            Some(rest) => {
                let path = self.person.as_ref()?.join(rest);
                Some(path.to_string_lossy().into_owned())
            }
            None => Some(path.to_owned()),
        };
        paths.into_iter().flatten().filter_map(expanded).collect()
    }
}

fn compared(table: &Table<'_>) -> Option<Compare> {
    let side = |name: &str| {
        let (environment, role) = table.text(name)?.split_once(':')?;
        Some(SiblingRef {
            environment: EnvironmentName::new(environment),
            role: RoleName::new(role),
        })
    };
    Some(Compare {
        left: side("left")?,
        right: side("right")?,
    })
}

/// A path of the project's file, from the repository's root.
pub(super) fn joined(folder: &str, path: &str) -> String {
    let steps = Path::new(folder).join(path);
    let steps: Vec<_> = steps
        .components()
        .filter(|step| *step != std::path::Component::CurDir)
        .map(|step| step.as_os_str().to_string_lossy())
        .collect();
    match steps.as_slice() {
        [] => ".".to_owned(),
        steps => steps.join("/"),
    }
}
