//! Every key that a configuration may hold, what it holds, and in which file.
//!
//! The one place: unknown keys, misplaced keys and suggestions derive from it.
//! Keys that only name things for panes still to come are accepted, checked, and
//! said to mean nothing yet; those that would permit or forbid something are refused.

mod inventory;

/// The kind of file a key belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    System,
    Own,
    Project,
    /// `health.toml`, or what the project's file calls it.
    Inventory,
}

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueForm {
    Flag,
    /// A whole number, which is not negative.
    Count,
    Text(TextForm),
    Texts(TextForm),
    /// A table of texts under names of the person's choosing.
    TextMap,
    /// A table of lists of texts under such names.
    TextsMap(TextForm),
    /// A table, under such names, of tables with `what`, `why` and `until`.
    Expectations(TextForm),
    /// `[[path]]`: a list of tables, whose keys follow with this path before theirs.
    Tables,
}

/// What a text must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextForm {
    Any,
    /// A name that becomes a file's: of a theme or keymap.
    FileName,
    Environment,
    Region,
    Bucket,
    Account,
    /// A path that stays beneath the repository.
    Beneath,
    /// `/path` or `~/path`.
    Elsewhere,
    /// `environment:role`.
    Sibling,
    /// `LogicalId`, or `LogicalId:Property`.
    Change,
    /// `service:Action on arn`.
    Gain,
    /// `Fri 16:00..Mon 08:00 Europe/Berlin`.
    Freeze,
    /// `2026-12-31`.
    Day,
    /// A text that says something.
    Reason,
    /// `[scheme://]host:port`.
    Server,
    /// `owner/name` on GitHub.
    Repository,
    /// `owner/name` on github.com, or `host[:port]/owner/name`.
    HostedName,
    /// `scheme://host:port` of a proxy, or `/path#sha256=...` of a trust store.
    Through,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Key {
    pub path: &'static str,
    pub form: ValueForm,
    pub homes: &'static [Home],
    /// Within its table of a list it may not be left out.
    pub required: bool,
}

const SYSTEM: &[Home] = &[Home::System];
const YOURS: &[Home] = &[Home::Own, Home::System];
const OWN: &[Home] = &[Home::Own];
const PROJECT: &[Home] = &[Home::Project];

const TEXT: ValueForm = text(TextForm::Any);
const TEXTS: ValueForm = texts(TextForm::Any);
const FLAG: ValueForm = ValueForm::Flag;

const fn text(form: TextForm) -> ValueForm {
    ValueForm::Text(form)
}

const fn texts(form: TextForm) -> ValueForm {
    ValueForm::Texts(form)
}

const KEYS: &[Key] = &[
    key("theme", text(TextForm::FileName), YOURS),
    key("keymap", text(TextForm::FileName), YOURS),
    key("local_times", FLAG, YOURS),
    key("read_only", FLAG, YOURS),
    key("restricted", FLAG, SYSTEM),
    key("own_may_loosen", FLAG, SYSTEM),
    key("freeze_incident", FLAG, SYSTEM),
    key("watch.bell", FLAG, YOURS),
    key("environment", ValueForm::Tables, YOURS),
    required("environment.name", text(TextForm::Environment), YOURS),
    key("environment.profile", TEXT, YOURS),
    key("environment.region", text(TextForm::Region), YOURS),
    key("environment.account", text(TextForm::Account), YOURS),
    key("environment.alias", TEXT, YOURS),
    key("environment.production", FLAG, YOURS),
    key("environment.allow_writes", FLAG, YOURS),
    key("environment.write_principals", TEXTS, YOURS),
    key("environment.endpoints", texts(TextForm::Server), YOURS),
    key("environment.write_owned", FLAG, YOURS),
    key("environment.template_bucket", text(TextForm::Bucket), YOURS),
    key(
        "environment.expect_only",
        ValueForm::Expectations(TextForm::Change),
        OWN,
    ),
    key(
        "environment.expect_gains",
        ValueForm::Expectations(TextForm::Gain),
        OWN,
    ),
    key("gate.freeze", texts(TextForm::Freeze), YOURS),
    key("gate.protect", TEXTS, YOURS),
    key("gate.through", texts(TextForm::Through), YOURS),
    key("tools.foreign", texts(TextForm::Elsewhere), YOURS),
    key("drift.search", texts(TextForm::Elsewhere), OWN),
    key("drift.search", texts(TextForm::Beneath), PROJECT),
    key("drift.policies", texts(TextForm::Beneath), PROJECT),
    key("drift.environments", texts(TextForm::Environment), PROJECT),
    key("drift.ignore", TEXTS, PROJECT),
    key("drift.template", ValueForm::Tables, PROJECT),
    required("drift.template.stack", TEXT, PROJECT),
    required("drift.template.file", text(TextForm::Beneath), PROJECT),
    key("drift.template.parameters", ValueForm::TextMap, PROJECT),
    key("drift.compare", ValueForm::Tables, PROJECT),
    required("drift.compare.left", text(TextForm::Sibling), PROJECT),
    required("drift.compare.right", text(TextForm::Sibling), PROJECT),
    key("stacks.watch", TEXTS, PROJECT),
    key("stacks.ignore", TEXTS, PROJECT),
    key(
        "stacks.expect_only",
        ValueForm::TextsMap(TextForm::Change),
        PROJECT,
    ),
    key(
        "stacks.expect_gains",
        ValueForm::TextsMap(TextForm::Gain),
        PROJECT,
    ),
    key("github.repository", text(TextForm::Repository), PROJECT),
    key("github", ValueForm::Tables, YOURS),
    required("github.repository", text(TextForm::HostedName), YOURS),
    required("github.environment", text(TextForm::Environment), YOURS),
    key("github.allow_writes", FLAG, YOURS),
    key("logs.groups", TEXTS, PROJECT),
    key("registry.namespaces", TEXTS, PROJECT),
    key("health.inventory", text(TextForm::Beneath), PROJECT),
    key("accept", ValueForm::Tables, PROJECT),
    required("accept.rule", text(TextForm::Reason), PROJECT),
    required("accept.subject", text(TextForm::Reason), PROJECT),
    required("accept.why", text(TextForm::Reason), PROJECT),
    required("accept.until", text(TextForm::Day), PROJECT),
    required("accept.by", text(TextForm::Reason), PROJECT),
    key("task", ValueForm::Tables, PROJECT),
    required("task.rule", text(TextForm::Reason), PROJECT),
    required("task.owner", text(TextForm::Reason), PROJECT),
    key("task.status", text(TextForm::Reason), PROJECT),
];

/// Those of all files.
fn keys() -> impl Iterator<Item = &'static Key> + Clone {
    KEYS.iter().chain(inventory::KEYS)
}

/// Keys that are promised and not built: what is left out, and what to do meanwhile.
/// Each would permit or forbid something, so nobody may believe that it does.
const NOT_BUILT: &[(&str, &[Home], &str)] = &[
    (
        "environment.regions",
        YOURS,
        "an environment has one region. Define an environment for each",
    ),
    (
        "environment.write_role",
        YOURS,
        "no role is assumed for an approval, the environment's own credentials sign. Use `write_principals`",
    ),
    (
        "environment.second_person",
        YOURS,
        "nobody else's confirmation is asked for. Leave `allow_writes` out where one person may not write alone",
    ),
];

/// Keys that name things for panes still to come: known, and without a meaning yet.
pub(super) const UNHEARD: &[(&str, &str)] = &[("tools.foreign", "no other tool is run")];

/// Keys that people look for here and that no file of ours holds.
const ELSEWHERE: &[(&str, &str)] = &[
    ("credential_process", "a profile of ~/.aws/config"),
    ("aws_access_key_id", "~/.aws/credentials"),
    ("aws_secret_access_key", "~/.aws/credentials"),
    ("role_arn", "a profile of ~/.aws/config"),
    ("source_profile", "a profile of ~/.aws/config"),
    ("sso_session", "a profile of ~/.aws/config"),
    ("endpoint", "AWS_ENDPOINT_URL or a profile of ~/.aws/config"),
    (
        "endpoint_url",
        "AWS_ENDPOINT_URL or a profile of ~/.aws/config",
    ),
    ("ca_bundle", "AWS_CA_BUNDLE or a profile of ~/.aws/config"),
    ("token", "GH_TOKEN, or what `gh auth login` keeps"),
];

pub(super) const fn key(path: &'static str, form: ValueForm, homes: &'static [Home]) -> Key {
    Key {
        path,
        form,
        homes,
        required: false,
    }
}

pub(super) const fn required(path: &'static str, form: ValueForm, homes: &'static [Home]) -> Key {
    Key {
        required: true,
        ..key(path, form, homes)
    }
}

impl Key {
    pub(super) fn leaf(&self) -> &'static str {
        self.path.rsplit('.').next().unwrap_or(self.path)
    }

    fn is_directly_in(&self, table: &str) -> bool {
        self.path.strip_suffix(self.leaf()) == Some(prefix(table).as_str())
    }
}

/// What a path of keys is in a file of this kind.
#[derive(Debug)]
pub(super) enum Found {
    Key(&'static Key),
    /// A table that holds keys.
    Section,
    /// It belongs to another kind of file, or to a later version: the sentence says which.
    Misplaced(String),
    Unknown(String),
}

pub(super) fn look_up(table: &str, name: &str, home: Home) -> Found {
    let path = prefix(table) + name;
    let not_built = NOT_BUILT.iter();
    let mut not_built = not_built.filter(|(key, homes, _)| *key == path && homes.contains(&home));
    if let Some((key, _, why)) = not_built.next() {
        return Found::Misplaced(format!("`{key}` is not built yet: {why}"));
    }
    let inside = prefix(&path);
    let mut within = keys().filter(|key| key.path.starts_with(&inside));
    let mut same = keys().filter(|key| key.path == path).peekable();
    if same.peek().is_some() {
        return match same.clone().find(|key| key.homes.contains(&home)) {
            Some(key) => Found::Key(key),
            // Another kind of file has a list of tables under the name of this section.
            None if within.any(|key| key.homes.contains(&home)) => Found::Section,
            None => Found::Misplaced(misplaced(&path, same.next(), home)),
        };
    }
    if let Some(first) = within.clone().next() {
        return if within.any(|key| key.homes.contains(&home)) {
            Found::Section
        } else {
            Found::Misplaced(misplaced(&path, Some(first), home))
        };
    }
    elsewhere(&path, table, name, home)
}

/// Why a list of tables can't be here, where another kind of file has one of this name.
pub(super) fn tables_elsewhere(path: &str, home: Home) -> Option<String> {
    let key = keys().find(|key| key.path == path && key.form == ValueForm::Tables)?;
    Some(misplaced(&format!("[[{path}]]"), Some(key), home))
}

/// The keys that a table of the list `table` may not leave out.
pub(super) fn required_in(table: &str) -> impl Iterator<Item = &'static Key> {
    keys().filter(move |key| key.required && key.is_directly_in(table))
}

/// A name that stands nowhere: under which other name or in which other place it does.
fn elsewhere(path: &str, table: &str, name: &str, home: Home) -> Found {
    if let Some((_, place)) = ELSEWHERE.iter().find(|(key, _)| *key == name) {
        return Found::Misplaced(format!(
            "`{path}` belongs to no file of watchkeeper's, but in {place}"
        ));
    }
    // Most keys end otherwise, which is found out faster than what their last part is.
    let mut same = keys().filter(|key| key.path.ends_with(name) && key.leaf() == name);
    let at_home = same.clone().find(|key| key.homes.contains(&home));
    if let Some(key) = at_home.or_else(|| same.next()) {
        if key.homes.contains(&home) {
            return Found::Unknown(unknown(path, Some(key.path)));
        }
        return Found::Misplaced(misplaced(path, Some(key), home));
    }
    let here = keys().filter(|key| key.homes.contains(&home));
    let beside = here
        .clone()
        .filter(|key| key.path.starts_with(&prefix(table)));
    let beside = beside.map(|key| key.path.split_at(prefix(table).len()).1);
    let names = beside.map(|rest| rest.split('.').next().unwrap_or(rest));
    let nearest = match nearest(name, names) {
        Some(found) => Some(prefix(table) + found),
        None => nearest_leaf(name, here).map(str::to_owned),
    };
    Found::Unknown(unknown(path, nearest.as_deref()))
}

fn nearest_leaf<'a>(name: &str, keys: impl Iterator<Item = &'a Key> + Clone) -> Option<&'a str> {
    let leaf = nearest(name, keys.clone().map(Key::leaf))?;
    keys.map(|key| key.path)
        .find(|path| path.rsplit('.').next() == Some(leaf))
}

/// The nearest of the known names, if one is near enough to have been meant.
pub(super) fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // A name of a kilobyte is no misspelling, and comparing is quadratic.
    if name.len() > 64 {
        return None;
    }
    known
        .map(|known| (strsim::damerau_levenshtein(name, known), known))
        .filter(|(distance, known)| *distance <= (known.len().max(name.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

fn unknown(path: &str, nearest: Option<&str>) -> String {
    match nearest {
        Some(nearest) => format!("unknown key `{path}`; did you mean `{nearest}`?"),
        None => format!("unknown key `{path}`"),
    }
}

fn misplaced(path: &str, key: Option<&Key>, home: Home) -> String {
    let homes = key.map_or(YOURS, |key| key.homes);
    let place = if homes.contains(&Home::Inventory) {
        "the inventory that `health.inventory` of watchkeeper.toml names"
    } else if homes.contains(&Home::Project) {
        "the project's watchkeeper.toml"
    } else if homes.contains(&Home::Own) {
        "your own configuration, $XDG_CONFIG_HOME/watchkeeper/config.toml"
    } else {
        "the system's /etc/watchkeeper/config.toml"
    };
    let table = key
        .and_then(|key| key.path.rsplit_once('.'))
        .map(|(t, _)| t);
    let within = match table {
        Some(table) if keys().any(|k| k.path == table) && !path.starts_with(table) => {
            format!(", under `[[{table}]]`")
        }
        Some(table) if !path.starts_with(table) => format!(", under `[{table}]`"),
        _ => String::new(),
    };
    let here = match home {
        Home::Project => "the project's file",
        Home::Own => "your own file",
        Home::System => "the system's file",
        Home::Inventory => "the inventory",
    };
    format!("`{path}` can't be set in {here}: it belongs in {place}{within}")
}

fn prefix(table: &str) -> String {
    match table {
        "" => String::new(),
        table => format!("{table}."),
    }
}
