//! Opens the console: on the real world, or on the embedded one.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    path::PathBuf,
    sync::Arc,
    thread,
};

use jiff::tz::TimeZone;
use tokio::runtime::Handle;

use super::{Stop, USAGE, arguments::Story, log};
use crate::{
    config::{self, Flags, Loaded, Sort},
    edge::{
        acknowledgements::Acknowledgements,
        aws::Aws,
        demo::{self, Demo},
        dispatch::{Dispatch, Real, World},
        github::Surroundings,
        in_sync_history::InSyncHistory,
        journal_file::JournalFile,
        repo::Repo,
        runbook_file::RunbookFile,
        terminal::Access,
        write::WorkingTree,
    },
    facts::{Fault, FaultKind, Settings},
    gate::SessionId,
    keys::{self, Keymap},
    run,
    shell::{self, Start, State},
    ui::{ColorDepth, Glyphs, Look, Theme, Times, theme},
};

pub(super) fn real(loaded: Loaded, pane: Option<&str>, log: Option<PathBuf>) -> Result<u8, Stop> {
    let root = loaded.repo_root.clone();
    open(loaded, None, (pane, log), move |settings, session_id| {
        let world = world(settings, root.clone());
        if settings.restricted {
            return Ok(Arc::new(world));
        }
        let tree = match root {
            Some(root) => WorkingTree::open(root, settings),
            None => Err(no_repository()),
        };
        // A read-only console has hands too: they settle, by reading, what an earlier one
        // left in doubt, and read what a preview shows.
        Ok(Arc::new(world.writing(
            Arc::new(settings.clone()),
            tree,
            session_id,
        )))
    })
}

/// AWS, the repository and this machine's memory, as they are.
pub(super) fn world(settings: &Settings, root: Option<std::path::PathBuf>) -> Real {
    let (memory, acknowledged, journal, runbooks) = match settings.restricted {
        true => (
            InSyncHistory::off(),
            Acknowledgements::Off,
            JournalFile::off(),
            RunbookFile::Off,
        ),
        false => (
            InSyncHistory::ambient(),
            Acknowledgements::ambient(),
            JournalFile::ambient(),
            RunbookFile::ambient(),
        ),
    };
    let github = Surroundings::from_environment(root.as_deref(), settings.restricted);
    let repo = match root {
        Some(root) => Repo::open(root, settings),
        None => Err(no_repository()),
    };
    let aws = Aws::new(Arc::new(settings.clone()));
    let world = Real::new(aws, github, repo, memory);
    let world = world.acknowledging(acknowledged).journaling(journal);
    world.recording(runbooks)
}

fn no_repository() -> Fault {
    Fault::new(
        FaultKind::Missing,
        "There is no repository here.",
        "Start watchkeeper in the repository that codifies the policies.",
    )
}

pub(super) fn demo(mut flags: Flags, story: Option<Story>, pane: Option<&str>) -> Result<u8, Stop> {
    let (environment, _) = story.unwrap_or(Story::Drift).begins();
    let environment = || environment.to_owned();
    flags.environment.get_or_insert_with(environment);
    // Its world is nobody's: the gate can be tried there without a flag.
    flags.allow_writes = !flags.read_only;
    let loaded = config::embedded_with(demo::CONFIG, demo::PROJECT, demo::INVENTORY, flags)?;
    log::start(&loaded.settings)?;
    // Read while the rest is made ready, and waited for only once a frame stands.
    let recording = thread::spawn(Demo::open);
    let pane = pane.or(story.map(|story| story.begins().1));
    open(
        loaded,
        Some("DEMO".to_owned()),
        (pane, None),
        move |settings, session_id| {
            let settings = Arc::new(settings.clone());
            let world = recording.join().map_err(|_| unread())??;
            Ok(Arc::new(world.writable(settings, session_id)))
        },
    )
}

fn open(
    loaded: Loaded,
    name: Option<String>,
    (pane, log): (Option<&str>, Option<PathBuf>),
    world: impl FnOnce(&Settings, SessionId) -> Result<Arc<dyn World>, Fault>,
) -> Result<u8, Stop> {
    let keymap = keymap(&loaded)?;
    let look = look(&loaded)?;
    let themes = own_themes(&loaded, look.theme.name());
    let access = if loaded.settings.restricted {
        Access::Restricted
    } else {
        Access::Full
    };
    let session_id = SessionId {
        session: RandomState::new().build_hasher().finish(),
        world: name.as_ref().map_or("aws", |_| "demo").to_owned(),
    };
    let settings = loaded.settings.clone();
    let may_write = loaded.settings.gate.allow_writes;
    let state = State::new(Start {
        settings: loaded.settings,
        keymap,
        look,
        session_id: may_write.then(|| session_id.clone()),
        world: name,
        themes,
        notes: loaded.notes,
    });
    let state = match pane {
        Some(pane) => state.opening_with(pane),
        None => state,
    };
    let state = match log {
        Some(path) => state.opening_log(&path.to_string_lossy()),
        None => state,
    };
    let connect = |runtime: &Handle, outbox| {
        let world = world(&settings, session_id)?;
        Ok(Dispatch::new(world, outbox, runtime.clone()))
    };
    run::console(state, access, connect).map_err(|fault| match fault.kind {
        FaultKind::Bug => Stop::Fault(super::BUG, fault),
        _ => Stop::Fault(USAGE, fault),
    })?;
    Ok(0)
}

fn unread() -> Fault {
    Fault::new(
        FaultKind::Bug,
        "The demo's data could not be read.",
        "Please report it: it is a bug in this program.",
    )
}

/// Your own file of that name, else the built-in one.
fn chosen(
    loaded: &Loaded,
    sort: Sort,
    name: &str,
    built_in: &[(&str, &'static str)],
) -> Result<(String, String), Stop> {
    if let Some((path, text)) = loaded.user_file(sort, name)? {
        return Ok((path.to_string_lossy().into_owned(), text));
    }
    match built_in.iter().find(|(known, _)| *known == name) {
        Some((_, text)) => Ok((format!("{name}.toml"), (*text).to_owned())),
        None => {
            let known: Vec<&str> = built_in.iter().map(|(known, _)| *known).collect();
            let near = keys::nearest(name, known.iter().copied());
            let hint = near.map_or_else(String::new, |near| format!(" Did you mean `{near}`?"));
            Err(Stop::Usage(format!(
                "There is no {sort:?} `{name}`.{hint} The built-in ones: {}.",
                known.join(", ")
            )))
        }
    }
}

fn keymap(loaded: &Loaded) -> Result<Keymap, Stop> {
    let name = loaded.keymap.as_deref().unwrap_or("default");
    let (file, text) = chosen(loaded, Sort::Keymap, name, keys::BUILT_IN)?;
    Keymap::parse(&file, &text, keys::BUILT_IN, shell::scopes()).map_err(|errors| all(&errors))
}

fn look(loaded: &Loaded) -> Result<Look, Stop> {
    let name = loaded.theme.as_deref().unwrap_or("default");
    let (file, text) = chosen(loaded, Sort::Theme, name, theme::BUILT_IN)?;
    let theme = Theme::parse(&file, &text, theme::BUILT_IN).map_err(|errors| all(&errors))?;
    let set = |name: &str| std::env::var(name).ok();
    let (no_color, colorterm, term) = (set("NO_COLOR"), set("COLORTERM"), set("TERM"));
    let depth = ColorDepth::detect(no_color.as_deref(), colorterm.as_deref(), term.as_deref());
    let (all, ctype, lang) = (set("LC_ALL"), set("LC_CTYPE"), set("LANG"));
    let glyphs = Glyphs::for_locale(all.as_deref(), ctype.as_deref(), lang.as_deref());
    let times = match loaded.local_times {
        true => Times::of_zone(TimeZone::system()),
        false => Times::default(),
    };
    Ok(Look::new(&theme, depth, glyphs).telling(times))
}

/// Your own themes besides the one that is worn; one that cannot be read is none, and
/// what is wrong with it is said by a start with it.
fn own_themes(loaded: &Loaded, worn: &str) -> Vec<Theme> {
    let parsed = |name: &String| {
        let (path, text) = loaded.user_file(Sort::Theme, name).ok()??;
        Theme::parse(&path.to_string_lossy(), &text, theme::BUILT_IN).ok()
    };
    let names = loaded.user_files(Sort::Theme);
    let themes = names.iter().filter_map(parsed);
    themes.filter(|theme| theme.name() != worn).collect()
}

fn all(errors: &[impl std::fmt::Display]) -> Stop {
    Stop::Advice(errors.iter().map(ToString::to_string).collect())
}
