//! Which layer wins, and what nothing takes back.

use std::fs;

use watchkeeper::{
    config::{self, Flags, Sort},
    facts::{Environment, Region, SiblingRef},
};

use super::Machine;

const TWO: &str = "\
theme = \"light\"
[[environment]]
name = \"dev\"
profile = \"ops-dev\"
region = \"eu-west-1\"
account = \"817685572750\"
alias = \"dataops-dev\"
production = false
[[environment]]
name = \"prod\"
";

fn names(environments: &[Environment]) -> Vec<&str> {
    environments.iter().map(|e| e.name.raw()).collect()
}

#[test]
fn without_any_file_there_is_one_environment_on_the_ambient_identity() {
    let machine = Machine::new();
    let loaded = machine.load();
    let [environment] = loaded.settings.environments.as_slice() else {
        panic!("{loaded:?}")
    };
    assert_eq!(environment.name, loaded.settings.current);
    assert_eq!(environment.name.raw(), "default");
    assert_eq!((&environment.profile, &environment.account), (&None, &None));
    assert!(environment.production, "unset means true");
    assert_eq!(loaded.settings.drift, None);
    assert_eq!(loaded.repo_root, Some(machine.at("repo")));
    assert!(loaded.files.is_empty() && loaded.notes.is_empty());
}

#[test]
fn your_own_file_defines_environments_and_the_first_is_the_default() {
    let loaded = Machine::new().own(TWO).load();
    assert_eq!(names(&loaded.settings.environments), ["dev", "prod"]);
    assert_eq!(loaded.settings.current.raw(), "dev");
    let [dev, prod] = loaded.settings.environments.as_slice() else {
        panic!()
    };
    assert_eq!(dev.profile.as_deref(), Some("ops-dev"));
    assert_eq!(dev.account.as_ref().unwrap().raw(), "817685572750");
    assert!(!dev.production && prod.production);
    assert_eq!(loaded.theme.as_deref(), Some("light"));
}

#[test]
fn yours_wins_over_the_system_s_and_variables_and_flags_over_both() {
    let system = "theme = \"mono\"\nkeymap = \"emacs\"\n\
                  [[environment]]\nname = \"prod\"\nregion = \"us-east-1\"\n\
                  [[environment]]\nname = \"audit\"\n";
    let mut machine = Machine::new().system(system).own(TWO);
    let loaded = machine.load();
    assert_eq!(
        names(&loaded.settings.environments),
        ["dev", "prod", "audit"]
    );
    let region = loaded.settings.environments[1].region.as_ref();
    assert_eq!(region.map(Region::raw), Some("us-east-1"));
    assert_eq!(loaded.theme.as_deref(), Some("light"));
    assert_eq!(loaded.keymap.as_deref(), Some("emacs"));
    assert_eq!(loaded.files.len(), 2);

    machine = machine
        .variable("WATCHKEEPER_ENVIRONMENT", "prod")
        .variable("WATCHKEEPER_REGION", "eu-north-1")
        .variable("WATCHKEEPER_THEME", "");
    let loaded = machine.load();
    assert_eq!(loaded.settings.current.raw(), "prod");
    let regions = loaded.settings.environments.iter();
    let regions: Vec<_> = regions
        .map(|e| e.region.as_ref().map(Region::raw))
        .collect();
    assert_eq!(regions, [Some("eu-west-1"), Some("eu-north-1"), None]);
    assert_eq!(loaded.theme.as_deref(), Some("light"), "empty is unset");

    machine.sources.flags = Flags {
        environment: Some("dev".into()),
        theme: Some("mono".into()),
        ..Flags::default()
    };
    let loaded = machine.load();
    assert_eq!(loaded.settings.current.raw(), "dev");
    assert_eq!(loaded.theme.as_deref(), Some("mono"));
}

#[test]
fn read_only_of_any_layer_is_not_taken_back() {
    let system = Machine::new()
        .system("read_only = true")
        .own("read_only = false");
    assert!(system.load().read_only);
    assert!(Machine::new().own("read_only = true").load().read_only);
    let mut flag = Machine::new().own("read_only = false");
    flag.sources.flags.read_only = true;
    assert!(flag.load().read_only);
    assert!(!Machine::new().load().read_only);
}

#[test]
fn no_variable_enables_writes_and_one_that_tries_is_noted() {
    let loaded = Machine::new()
        .variable("WATCHKEEPER_ALLOW_WRITES", "1")
        .variable("WATCHKEEPER_REGIO", "x")
        .load();
    assert_eq!(
        loaded.notes,
        [
            "The variable WATCHKEEPER_ALLOW_WRITES means nothing to watchkeeper: no variable enables writes.",
            "The variable WATCHKEEPER_REGIO means nothing to watchkeeper; did you mean WATCHKEEPER_REGION?",
        ]
    );
}

#[test]
fn an_unknown_environment_lists_the_known_ones_and_names_its_origin() {
    let mut machine = Machine::new()
        .own(TWO)
        .variable("WATCHKEEPER_ENVIRONMENT", "prd");
    let wrong = "there is no environment `prd`; did you mean `prod`? The known ones: `dev`, `prod`";
    assert_eq!(
        machine.refused(),
        [format!("WATCHKEEPER_ENVIRONMENT: {wrong}")]
    );
    machine.sources.flags.environment = Some("staging\u{1b}[2J".into());
    machine.sources.flags.region = Some("Mars 1".into());
    assert_eq!(
        machine.refused(),
        [
            "--region: it must be a region such as `eu-west-1`, found `Mars 1`",
            "--environment: there is no environment `staging<U+001B>[2J`. The known ones: `dev`, `prod`",
        ]
    );
}

const DRIFT: &str = "\
[drift]
policies = [\"infrastructure/iam\"]
ignore = [\"AWSServiceRole*\"]
[[drift.compare]]
left = \"prod:task-role-prod\"
right = \"stage:task:role\"
";

#[test]
fn the_project_s_file_says_where_policies_are_and_what_to_compare() {
    let loaded = Machine::new().own(TWO).project(DRIFT).load();
    let drift = loaded.settings.drift.unwrap();
    assert_eq!(drift.policies, ["infrastructure/iam"]);
    assert_eq!(drift.ignore, ["AWSServiceRole*"]);
    assert_eq!(
        drift.search,
        ["."],
        "the whole tree unless it says otherwise"
    );
    let side = |environment: &str, role: &str| SiblingRef {
        environment: environment.into(),
        role: role.into(),
    };
    assert_eq!(drift.compare[0].left, side("prod", "task-role-prod"));
    assert_eq!(drift.compare[0].right, side("stage", "task:role"));
    assert_eq!(
        loaded.notes,
        [
            "`drift.compare` names the environment `stage`, which your own configuration does not define: the comparison stays unknown."
        ]
    );
}

#[test]
fn the_project_s_file_is_found_upward_but_not_beyond_the_repository() {
    let mut machine = Machine::new().project("[drift]\npolicies = [\"./iam/\"]\n");
    fs::create_dir_all(machine.at("repo/a/b")).unwrap();
    machine.sources.working_directory = machine.at("repo/a/b");
    let loaded = machine.load();
    assert_eq!(loaded.settings.drift.unwrap().policies, ["iam"]);
    assert_eq!(loaded.repo_root, Some(machine.at("repo")));

    // A nearer file wins, and its paths start where it stands.
    machine.write("repo/a/watchkeeper.toml", "[drift]\npolicies = [\"iam\"]\n");
    let drift = machine.load().settings.drift.unwrap();
    assert_eq!(drift.policies, ["a/iam"]);
    assert_eq!(drift.search, ["a"]);

    // A repository within is its own: the file above it is not its file.
    fs::create_dir_all(machine.at("repo/a/b/.git")).unwrap();
    let loaded = machine.load();
    assert_eq!(loaded.settings.drift, None);
    assert_eq!(loaded.repo_root, Some(machine.at("repo/a/b")));
}

#[test]
fn without_a_repository_only_the_working_directory_counts() {
    let mut machine = Machine::new().project("[drift]\npolicies = [\"iam\"]\n");
    fs::remove_dir(machine.at("repo/.git")).unwrap();
    assert!(machine.load().settings.drift.is_some());
    assert_eq!(machine.load().repo_root, Some(machine.at("repo")));
    fs::create_dir(machine.at("repo/a")).unwrap();
    machine.sources.working_directory = machine.at("repo/a");
    assert_eq!(machine.load().settings.drift, None);
    assert_eq!(machine.load().repo_root, None);
}

#[test]
fn sibling_checkouts_come_from_your_own_file_alone() {
    let machine = Machine::new()
        .own("[drift]\nsearch = [\"~/src/other\", \"/srv/x\"]\n")
        .project("[drift]\nsearch = [\"src\"]\n");
    let other = machine.at("home/src/other").to_str().unwrap().to_owned();
    let search = machine.load().settings.drift.unwrap().search;
    assert_eq!(search, ["src", other.as_str(), "/srv/x"]);
}

#[test]
fn restricted_reads_the_system_s_file_alone_and_keeps_one_environment() {
    let system = "restricted = true\ntheme = \"mono\"\n\
                  [[environment]]\nname = \"a\"\n[[environment]]\nname = \"b\"\n";
    let mut machine = Machine::new()
        .system(system)
        .own("nonsense = 1")
        .project("nonsense = 1")
        .variable("WATCHKEEPER_ENVIRONMENT", "b");
    machine.write("home/.config/watchkeeper/themes/mine.toml", "x = 1");
    let loaded = machine.load();
    assert!(loaded.settings.restricted);
    assert_eq!(names(&loaded.settings.environments), ["a"]);
    assert_eq!(loaded.settings.current.raw(), "a");
    assert_eq!(loaded.files, [machine.at("etc/config.toml")]);
    assert_eq!(
        (loaded.repo_root.as_ref(), &loaded.settings.drift),
        (None, &None)
    );
    assert_eq!(loaded.user_file(Sort::Theme, "mine").unwrap(), None);

    machine = machine.system("theme = \"mono\"");
    machine.sources.flags.restricted = true;
    assert!(machine.load().settings.restricted);
}

#[test]
fn your_own_themes_and_keymaps_are_found_by_plain_names_only() {
    let machine = Machine::new().variable("XDG_CONFIG_HOME", "relative/is/ignored");
    machine.write(
        "home/.config/watchkeeper/themes/mine.toml",
        "inherits = \"mono\"",
    );
    machine.write("home/.config/watchkeeper/config.toml", "");
    let loaded = machine.load();
    let (path, text) = loaded.user_file(Sort::Theme, "mine").unwrap().unwrap();
    assert_eq!(
        path,
        machine.at("home/.config/watchkeeper/themes/mine.toml")
    );
    assert_eq!(text, "inherits = \"mono\"");
    machine.write("home/.config/watchkeeper/themes/also.toml", "");
    machine.write("home/.config/watchkeeper/themes/notes.txt", "");
    assert_eq!(loaded.user_files(Sort::Theme), ["also", "mine"]);
    assert_eq!(loaded.user_files(Sort::Keymap), [""; 0]);
    assert_eq!(loaded.user_file(Sort::Keymap, "mine").unwrap(), None);
    for name in [
        "../config",
        "a/b",
        ".",
        "",
        "mine.toml",
        "a\0b",
        "/etc/passwd",
    ] {
        assert!(loaded.user_file(Sort::Theme, name).is_err(), "{name}");
    }
}

#[test]
fn your_own_file_may_be_a_link_and_may_not_be_a_directory() {
    let machine = Machine::new();
    machine.write("dotfiles/wk.toml", "theme = \"mono\"");
    fs::create_dir_all(machine.at("home/.config/watchkeeper")).unwrap();
    let path = machine.at("home/.config/watchkeeper/config.toml");
    std::os::unix::fs::symlink(machine.at("dotfiles/wk.toml"), &path).unwrap();
    assert_eq!(machine.load().theme.as_deref(), Some("mono"));
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!(
        machine.refused(),
        ["home/.config/watchkeeper/config.toml: it is not a regular file"]
    );
}

#[test]
fn an_embedded_configuration_reads_no_file() {
    let loaded = config::embedded(TWO, DRIFT, Flags::default()).unwrap();
    assert_eq!(names(&loaded.settings.environments), ["dev", "prod"]);
    assert_eq!(
        loaded.settings.drift.unwrap().policies,
        ["infrastructure/iam"]
    );
    let error = config::embedded("nonsense = 1", "", Flags::default()).unwrap_err();
    assert_eq!(error.to_string(), "config.toml:1:1: unknown key `nonsense`");
}
