//! What the system's file restricts, your own takes back nowhere.

use watchkeeper::{
    config::{self, Flags},
    facts::{Environment, Region, Server, SystemKeeps},
};

use super::Machine;

const SYSTEM: &str = "\
[[environment]]
name = \"prod\"
profile = \"company\"
region = \"eu-west-1\"
account = \"817685572750\"
alias = \"dataops-prod\"
write_principals = [\"arn:aws:sts::*:assumed-role/oncall/*\"]
[[environment]]
name = \"dev\"
account = \"711398986525\"
production = false
allow_writes = true
write_owned = true
endpoints = [\"localhost:4566\"]
";

/// All that would loosen what the system's file has of an environment.
const LOOSE: &str = "\
production = false
allow_writes = true
alias = \"p\"
write_owned = true
endpoints = [\"evil.example\"]
write_principals = [\"*\"]
";

fn own(name: &str, rest: &str) -> Machine {
    let text = format!("[[environment]]\nname = \"{name}\"\n{rest}");
    Machine::new().system(SYSTEM).own(&text)
}

fn first(machine: &Machine) -> Environment {
    machine.load().settings.environments[0].clone()
}

#[test]
fn an_own_environment_of_that_name_takes_nothing_back() {
    let machine = own("prod", LOOSE);
    let prod = first(&machine);
    assert!(prod.production && !prod.allow_writes && !prod.write_owned);
    assert_eq!(prod.alias.as_deref(), Some("dataops-prod"));
    assert!(prod.endpoints.is_empty());
    let oncall = vec!["arn:aws:sts::*:assumed-role/oncall/*".to_owned()];
    assert_eq!(prod.write_principals, [vec!["*".to_owned()], oncall]);
    assert!(prod.is_kept(SystemKeeps::AllowWrites));
    let notes = machine.load().notes.join("\n");
    for key in [
        "production",
        "alias",
        "allow_writes",
        "endpoints",
        "write_owned",
    ] {
        let said = format!("`{key}` of your environment `prod` does not count");
        assert!(notes.contains(&said), "{key}: {notes}");
    }
}

#[test]
fn nor_does_one_of_that_account_under_another_name() {
    let prod = first(&own(
        "mine",
        &format!("account = \"817685572750\"\n{LOOSE}"),
    ));
    assert!(prod.production && !prod.allow_writes && !prod.write_owned);
    assert_eq!(prod.alias.as_deref(), Some("dataops-prod"));
    assert!(prod.endpoints.is_empty());
    assert_eq!(prod.write_principals.len(), 2);
    // Another account is nobody's but yours.
    let other = first(&own(
        "mine",
        &format!("account = \"111122223333\"\n{LOOSE}"),
    ));
    assert!(!other.production && other.allow_writes && other.write_owned);
    assert_eq!(other.alias.as_deref(), Some("p"));
    assert_eq!(other.endpoints, [Server::named("evil.example").unwrap()]);
}

#[test]
fn a_name_s_account_is_inherited_and_so_are_the_restrictions_of_that_account() {
    let system = format!("{SYSTEM}[[environment]]\nname = \"free\"\nallow_writes = true\n");
    let text =
        "[[environment]]\nname = \"free\"\naccount = \"817685572750\"\nallow_writes = true\n";
    let machine = Machine::new().system(&system).own(text);
    assert!(!first(&machine).allow_writes);
}

#[test]
fn what_the_system_leaves_out_is_as_its_default_says() {
    let machine = Machine::new()
        .system("[[environment]]\nname = \"prod\"\n")
        .own(&format!("[[environment]]\nname = \"prod\"\n{LOOSE}"));
    let prod = first(&machine);
    assert!(prod.production && !prod.allow_writes && !prod.write_owned);
    assert!(prod.endpoints.is_empty());
    // Nothing was said of who may write, nor of what is typed.
    assert_eq!(prod.alias.as_deref(), Some("p"));
    assert_eq!(prod.write_principals, [vec!["*".to_owned()]]);
}

#[test]
fn your_own_may_tighten_and_names_who_and_where() {
    let machine = own(
        "dev",
        "profile = \"me\"\nproduction = true\nallow_writes = false\nwrite_owned = false\nendpoints = []\nwrite_principals = [\"a\"]\n",
    );
    let dev = first(&machine);
    assert!(dev.production && !dev.allow_writes && !dev.write_owned);
    assert!(dev.endpoints.is_empty());
    assert_eq!(dev.write_principals, [vec!["a".to_owned()]]);
    assert_eq!(dev.profile.as_deref(), Some("me"));
    assert_eq!(dev.account.as_ref().unwrap().raw(), "711398986525");
    assert!(machine.load().notes.is_empty());
    assert!(!dev.is_kept(SystemKeeps::AllowWrites));
}

#[test]
fn what_your_own_leaves_out_is_the_system_s() {
    let dev = first(&own("dev", ""));
    assert!(!dev.production && dev.allow_writes && dev.write_owned);
    assert_eq!(dev.endpoints, [Server::named("localhost:4566").unwrap()]);
    let prod = first(&own("prod", ""));
    assert_eq!(prod.profile.as_deref(), Some("company"));
    assert_eq!(prod.region.as_ref().map(Region::raw), Some("eu-west-1"));
    assert_eq!(prod.write_principals.len(), 1);
}

#[test]
fn a_name_of_the_system_s_is_that_account_and_no_other() {
    assert_eq!(
        own("prod", "account = \"111122223333\"\n").refused(),
        [
            "home/.config/watchkeeper/config.toml:3:11: the system's file says that environment `prod` is account 817685572750: give another account another name"
        ]
    );
}

#[test]
fn freezes_and_protected_names_of_both_files_hold() {
    let weekend = "Fri 16:00..Mon 08:00 Europe/Berlin";
    let gate = |freeze: &str, protect: &str| {
        format!("[gate]\nfreeze = [{freeze}]\nprotect = [{protect}]\n")
    };
    let machine = Machine::new()
        .system(&gate(&format!("\"{weekend}\""), "\"break-glass-*\""))
        .own(&gate("", ""));
    let gate = machine.load().settings.gate;
    assert_eq!(
        (&gate.freeze[..], &gate.protect[..]),
        (&[weekend.to_owned()][..], &["break-glass-*".to_owned()][..])
    );
}

#[test]
fn the_system_alone_says_that_your_own_may_not_loosen() {
    let text = "[[environment]]\nname = \"mine\"\naccount = \"111122223333\"\nwrite_owned = true\n";
    let machine = Machine::new().own(text);
    let loaded = machine.load();
    assert!(!loaded.settings.gate.own_loosens_nothing);
    assert!(loaded.settings.environments[0].write_owned);
    let machine = machine.system("own_may_loosen = false\n");
    let loaded = machine.load();
    assert!(loaded.settings.gate.own_loosens_nothing);
    let mine = &loaded.settings.environments[0];
    assert!(!mine.write_owned && mine.is_kept(SystemKeeps::WriteOwned));
    let refused = Machine::new().own("own_may_loosen = true\n").refused();
    assert!(
        refused[0].contains("it belongs in the system's /etc/watchkeeper/config.toml"),
        "{refused:?}"
    );
}

#[test]
fn the_system_alone_opens_the_way_of_an_incident_through_a_freeze() {
    assert!(!Machine::new().load().settings.gate.incident_passes);
    let opened = Machine::new().system("freeze_incident = true\n");
    assert!(opened.load().settings.gate.incident_passes);
    let closed = Machine::new().system("freeze_incident = false\n");
    assert!(!closed.load().settings.gate.incident_passes);
    let opens = "freeze_incident = true\n";
    for refused in [
        Machine::new().own(opens).refused(),
        Machine::new().project(opens).refused(),
    ] {
        assert!(
            refused[0].contains("it belongs in the system's /etc/watchkeeper/config.toml"),
            "{refused:?}"
        );
    }
    let in_gate = Machine::new().own("[gate]\nfreeze_incident = true\n");
    assert!(in_gate.refused()[0].contains("freeze_incident"));
    let wrong = Machine::new().system("freeze_incident = \"INC-1\"\n");
    assert!(wrong.refused()[0].contains("freeze_incident"));
}

#[test]
fn writing_is_closed_by_read_only_and_restricted_of_the_system_whatever_the_flag_says() {
    for closed in ["read_only = true\n", "restricted = true\n"] {
        let mut machine = Machine::new().system(closed).own("read_only = false\n");
        machine.sources.flags.allow_writes = true;
        assert!(!machine.load().settings.gate.allow_writes, "{closed}");
    }
    let mut machine = Machine::new();
    machine.sources.flags.allow_writes = true;
    assert!(machine.load().settings.gate.allow_writes);
}

#[test]
fn the_demo_is_restricted_and_read_only_where_the_system_says_so() {
    let demo = |system: &str| {
        let mut machine = Machine::new().system(system).own("nonsense = 1");
        machine.sources.flags.allow_writes = true;
        let flags = config::restrained(&machine.sources).unwrap();
        let own = "[[environment]]\nname = \"a\"\n[[environment]]\nname = \"b\"\n";
        config::embedded(own, "", flags).unwrap()
    };
    let open = demo("");
    assert!(!open.settings.restricted && open.settings.gate.allow_writes);
    assert_eq!(open.settings.environments.len(), 2);
    let restricted = demo("restricted = true");
    assert!(restricted.settings.restricted && !restricted.settings.gate.allow_writes);
    assert_eq!(restricted.settings.environments.len(), 1);
    let read_only = demo("read_only = true");
    assert!(read_only.read_only && !read_only.settings.gate.allow_writes);
    // What cannot be read might restrict.
    let machine = Machine::new().system("restricted = ");
    assert!(config::restrained(&machine.sources).is_err());
    let flags = Flags {
        restricted: true,
        ..Flags::default()
    };
    assert!(config::embedded("", "", flags).unwrap().settings.restricted);
}
