//! Proposals: what they are made of, that they load, and that nothing is replaced.

use std::{fs, os::unix::fs::PermissionsExt, process::Command};

use watchkeeper::{
    config::init::{Describes, Draft, Seen, TemplateProposal, Written, directories, propose},
    edge::{
        aws::ProfileFound,
        repo::{Folder, Git, stacks_of},
    },
    facts::{AccountId, Caller, Fault, Region},
};

use super::Machine;

const POLICY: &str = r#"{"Version": "2012-10-17", "Statement": []}"#;

fn machine() -> Machine {
    let machine = Machine::new();
    fs::remove_dir(machine.at("repo/.git")).unwrap();
    for arguments in [
        ["init", "-q", "."].as_slice(),
        &[
            "remote",
            "add",
            "origin",
            "https://user:secret@github.com/Owner/name.git",
        ],
    ] {
        let status = Command::new("git")
            .current_dir(machine.at("repo"))
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .args(arguments)
            .status();
        assert!(status.unwrap().success());
    }
    for path in [
        "infrastructure/iam/executor/metrics.json",
        "infrastructure/iam/executor/logs.json",
        "infrastructure/iam/deployer/deploy.json",
        "build/iam/copy/metrics.json",
        "bid\u{202e}i/role/p.json",
    ] {
        machine.write(&format!("repo/{path}"), POLICY);
    }
    machine.write("repo/.gitignore", "build/\n");
    machine.write("repo/src/app/package.json", "{\"name\": \"x\"}");
    machine
}

fn drafts(machine: &Machine, caller: Option<&Caller>, profile: Option<&str>) -> Vec<Draft> {
    let describes = Describes::All;
    drafts_of(machine, caller, profile, (&[], &[], &describes))
}

type Found<'a> = (&'a [ProfileFound], &'a [TemplateProposal], &'a Describes);

fn drafts_of(
    machine: &Machine,
    caller: Option<&Caller>,
    profile: Option<&str>,
    (profiles, templates, describes): Found<'_>,
) -> Vec<Draft> {
    let root = machine.at("repo");
    let git = Git::found_on(std::env::var_os("PATH").as_deref(), &root);
    propose(&Seen {
        root: &root,
        home: machine.sources.home().as_deref(),
        caller,
        profile,
        profiles,
        git: &git,
        directories: &directories(&root),
        templates,
        describes,
    })
}

fn write(drafts: &[Draft]) -> Result<Vec<Written>, Fault> {
    drafts.iter().map(Draft::write).collect()
}

#[test]
fn the_proposal_names_what_the_repository_and_the_account_show_and_loads() {
    let machine = machine();
    let drafts = drafts(
        &machine,
        Some(&crate::support::caller("817685572750")),
        Some("ops-dev"),
    );
    assert!(drafts[0].text.contains("# infrastructure/iam: 2 roles\n"));
    assert!(!drafts[0].text.contains("secret"));
    assert!(!drafts[0].text.contains("bid"), "a name that deceives");
    assert_eq!(
        write(&drafts).unwrap(),
        [Written::Created, Written::Created]
    );
    let loaded = machine.load();
    let drift = loaded.settings.drift.unwrap();
    assert_eq!(drift.policies, ["infrastructure/iam"]);
    let environment = &loaded.settings.environments[0];
    assert_eq!(environment.name.raw(), "ops-dev");
    assert_eq!(environment.profile.as_deref(), Some("ops-dev"));
    assert_eq!(environment.account.as_ref().unwrap().raw(), "817685572750");
    assert!(environment.production);
    assert!(drafts[0].text.contains("repository = \"Owner/name\""));
    let mode = |path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&drafts[1].path), 0o600);
    assert_eq!(mode(&drafts[0].path) & 0o133, 0);
}

#[test]
fn with_nothing_to_see_it_still_says_what_to_write_and_loads() {
    let machine = Machine::new();
    let drafts = drafts(&machine, None, None);
    assert!(drafts[0].text.contains("# policies = ["));
    write(&drafts).unwrap();
    let loaded = machine.load();
    assert_eq!(loaded.settings.drift.unwrap().policies, [] as [&str; 0]);
    assert_eq!(loaded.settings.current.raw(), "default");
}

#[test]
fn a_file_that_exists_is_kept_even_as_a_dangling_link() {
    let machine = Machine::new().project("# mine\n");
    fs::create_dir_all(machine.at("home/.config/watchkeeper")).unwrap();
    let link = machine.at("home/.config/watchkeeper/config.toml");
    std::os::unix::fs::symlink(machine.at("target"), &link).unwrap();
    let drafts = drafts(&machine, None, None);
    assert!(drafts.iter().all(|draft| draft.exists));
    assert_eq!(write(&drafts).unwrap(), [Written::Kept, Written::Kept]);
    assert_eq!(
        fs::read_to_string(machine.at("repo/watchkeeper.toml")).unwrap(),
        "# mine\n"
    );
    assert!(!machine.at("target").exists());
}

fn profile(name: &str, region: Option<&str>, account: Option<&str>) -> ProfileFound {
    ProfileFound {
        name: name.to_owned(),
        region: region.map(Into::into),
        account: account.map(Into::into),
    }
}

#[test]
fn what_means_ill_in_a_profile_or_a_template_is_never_written_as_it_stands() {
    let machine = machine();
    let evil = "x\"\nallow_writes = true\n[[environment]]\nname = \"y";
    let profiles = [
        profile(evil, Some("eu-west-1"), None),
        profile("a:b", None, None),
        profile(&"n".repeat(65), None, None),
        profile("ok", Some(evil), Some(evil)),
    ];
    let templates = [
        TemplateProposal {
            file: "a\nb.yaml".to_owned(),
            ..TemplateProposal::default()
        },
        TemplateProposal {
            file: "t\".yaml".to_owned(),
            stacks: vec!["app\"\n[stacks]".to_owned()],
            says: "as samconfig.toml says".to_owned(),
        },
    ];
    let describes = Describes::Unknown(vec![evil.to_owned()]);
    let drafts = drafts_of(&machine, None, None, (&profiles, &templates, &describes));
    for draft in &drafts {
        let says: toml::Table = draft.text.parse().unwrap();
        assert!(
            !draft.text.contains("allow_writes = true\n"),
            "{}",
            draft.text
        );
        assert!(says.get("stacks").is_none(), "{}", draft.text);
    }
    write(&drafts).unwrap();
    let names = machine.load().settings.environments;
    let names: Vec<&str> = names.iter().map(|one| one.name.raw()).collect();
    assert_eq!(names, ["default", "ok"]);
}

#[test]
fn each_profile_is_an_environment_that_may_not_write() {
    let machine = machine();
    let mut profiles = vec![
        profile("default", Some("us-east-1"), None),
        profile("ops-dev", Some("eu-west-1"), Some("817685572750")),
        profile("ops-prod", None, Some("493812065174")),
    ];
    let drafts = drafts_of(
        &machine,
        None,
        Some("ops-dev"),
        (&profiles, &[], &Describes::All),
    );
    write(&drafts).unwrap();
    let environments = machine.load().settings.environments;
    let says: Vec<(&str, Option<&str>, Option<&str>)> = environments
        .iter()
        .map(|one| {
            let account = one.account.as_ref().map(AccountId::raw);
            (
                one.name.raw(),
                one.region.as_ref().map(Region::raw),
                account,
            )
        })
        .collect();
    assert_eq!(
        says,
        [
            ("ops-dev", Some("eu-west-1"), Some("817685572750")),
            ("default", Some("us-east-1"), None),
            ("ops-prod", None, Some("493812065174")),
        ]
    );
    assert!(
        environments
            .iter()
            .all(|one| one.production && !one.allow_writes)
    );
    profiles.extend((0..60).map(|at| profile(&format!("p{at:02}"), None, None)));
    let drafts = drafts_of(&machine, None, None, (&profiles, &[], &Describes::All));
    assert!(
        drafts[1].text.contains("# 22 more profiles are in"),
        "{}",
        drafts[1].text
    );
}

#[test]
fn a_template_is_an_entry_where_its_stack_is_known_and_else_a_comment() {
    let machine = machine();
    let proposal = |file: &str, stacks: &[&str]| TemplateProposal {
        file: file.to_owned(),
        stacks: stacks.iter().map(|&stack| stack.to_owned()).collect(),
        says: "as samconfig.toml says".to_owned(),
    };
    let templates = [
        proposal("app/template.yaml", &["app"]),
        proposal("roles.yaml", &[]),
        proposal("two.yaml", &["two-dev", "two-prod"]),
    ];
    let describes = Describes::These(vec!["dev".to_owned()]);
    let drafts = drafts_of(&machine, None, None, (&[], &templates, &describes));
    let text = &drafts[0].text;
    for said in [
        "stack = \"app\"   # as samconfig.toml says\nfile = \"app/template.yaml\"",
        "# stack = \"its-stack\"\n# file = \"roles.yaml\"",
        "# stack = \"two-dev\"   # or \"two-prod\": as samconfig.toml says",
        "environments = [\"dev\"]\n",
    ] {
        assert!(text.contains(said), "{said:?} is not in {text}");
    }
    write(&drafts).unwrap();
    let drift = machine.load().settings.drift.unwrap();
    assert_eq!(drift.template.len(), 1);
    assert_eq!(drift.template[0].stack.raw(), "app");
    let unknown = Describes::Unknown(vec!["dev".to_owned(), "prod".to_owned()]);
    let drafts = drafts_of(&machine, None, None, (&[], &[], &unknown));
    let commented = "# environments = [\"dev\", \"prod\"]";
    assert!(drafts[0].text.contains(commented), "{}", drafts[0].text);
}

#[test]
fn samconfig_names_the_stacks_of_its_template_and_nothing_else() {
    let machine = machine();
    machine.write(
        "repo/app/samconfig.toml",
        "version = 0.1\n[default.deploy.parameters]\nstack_name = \"app-dev\"\nregion = \"eu-west-1\"\n\
         [prod.global.parameters]\nstack_name = \"app-prod\"\n\
         [roles.deploy.parameters]\nstack_name = \"roles\"\ntemplate_file = \"roles.yaml\"\n\
         [evil.deploy.parameters]\nstack_name = \"a\\nb\"\n",
    );
    machine.write("repo/broken/samconfig.toml", "[[[");
    let root = Folder::open(&machine.at("repo")).unwrap();
    let of = |path: &str| stacks_of(&root, path);
    assert_eq!(of("app/template.yaml"), ["app-dev", "app-prod"]);
    assert_eq!(of("app/roles.yaml"), ["roles"]);
    assert_eq!(of("app/other.yaml"), [] as [&str; 0]);
    assert_eq!(of("broken/template.yaml"), [] as [&str; 0]);
    assert_eq!(of("template.yaml"), [] as [&str; 0]);
}
