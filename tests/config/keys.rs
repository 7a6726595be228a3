//! Unknown, misplaced and mistyped keys, and the promised examples.

use watchkeeper::facts::{BucketName, EnvironmentName, StackName, WatchedStack};

use super::Machine;

const EXAMPLE_OWN: &str = r#"
theme = "default"
local_times = false
[[environment]]
name = "dev"                    # the first one is the default; -e NAME picks another
profile = "ops-dev"             # optional: else the ambient credentials
region = "eu-west-1"
account = "817685572750"        # optional for reading, required for writing: what STS must answer
alias = "dataops-dev"
production = false              # unset means true
allow_writes = true             # still needs --allow-writes at start
write_principals = ["arn:aws:sts::817685572750:assumed-role/oncall/*"]   # optional
endpoints = []                  # [scheme://]host:port besides AWS's own that writes may go to (a local emulator); without a scheme https, on loopback http
expect_only = {}                # lets a stop pass that the project's file may not
expect_gains = {}
[gate]
freeze = ["Fri 16:00..Mon 08:00 Europe/Berlin"]
through = []                    # proxies (scheme://host:port) and trust stores (path#sha256=...) that writes may go through; a refusal prints the line to add
[tools]
foreign = ["~/src/dataops"]           # repositories in which zizmor, cfn-lint ... may be run
"#;

const EXAMPLE_PROJECT: &str = r#"
[drift]
policies = ["infrastructure/iam"]
ignore = ["AWSServiceRole*", "*/aws-*"]
search = ["."]
[[drift.template]]
stack = "dataops-v1-github-actions"
file = "lambda-functions/template.github-actions-dataops.yaml"
parameters = { FullDocsStackName = "dataops-v1" }
[[drift.compare]]
left = "prod:deep-insight-task-execution-role-prod"
right = "dev:deep-insight-task-execution-role-dev"
[stacks]
watch = ["prod:dataops-v1", "dataops-v1-github-actions"]
ignore = ["shared-*"]
expect_only = { "dataops-v1-github-actions" = ["GitHubActionsDeployRole:Policies"] }
expect_gains = { "dataops-v1-github-actions" = ["events:* on arn:aws:events:eu-west-1:*:rule/dataops-v1-*"] }
[github]
repository = "DataTalksClub/dataops"
[logs]
groups = ["/aws/lambda/dataops-*"]
[registry]
namespaces = ["tradai-dev.local"]
[health]
inventory = "health.toml"
"#;

#[test]
fn the_examples_of_the_promise_load() {
    let loaded = Machine::new()
        .own(EXAMPLE_OWN)
        .project(EXAMPLE_PROJECT)
        .load();
    let stacks = &loaded.settings.stacks;
    let roles = StackName::from("dataops-v1-github-actions");
    let watched = ["prod:dataops-v1", "dataops-v1-github-actions"].map(WatchedStack::named);
    assert_eq!(stacks.watch, watched);
    assert_eq!(stacks.ignore, ["shared-*"]);
    let (prod, dev) = (EnvironmentName::new("prod"), EnvironmentName::new("dev"));
    assert_eq!(stacks.place(&dev, &roles), Some(0));
    assert_eq!(stacks.place(&prod, &roles), Some(1));
    assert_eq!(stacks.place(&dev, &"dataops-v1".into()), None);
    assert_eq!(stacks.place(&prod, &"other".into()), None);
    let only = &stacks.expect_only[&roles][0];
    assert_eq!(only.logical_id.raw(), "GitHubActionsDeployRole");
    assert_eq!(only.property.as_deref(), Some("Policies"));
    let gain = &stacks.expect_gains[&roles][0];
    assert_eq!(gain.action, "events:*");
    assert_eq!(
        gain.resource,
        "arn:aws:events:eu-west-1:*:rule/dataops-v1-*"
    );
    let drift = loaded.settings.drift.unwrap();
    let template = &drift.template[0];
    assert_eq!(template.stack, roles);
    assert_eq!(
        template.file,
        "lambda-functions/template.github-actions-dataops.yaml"
    );
    assert_eq!(template.parameters["FullDocsStackName"], "dataops-v1");
    assert_eq!(drift.compare.len(), 1);
    assert!(!loaded.settings.environments[0].production);
}

fn own(text: &str) -> Vec<String> {
    let lines = Machine::new().own(text).refused();
    let strip = |line: &String| {
        let place = "home/.config/watchkeeper/config.toml:";
        line.strip_prefix(place)
            .unwrap_or_else(|| panic!("{line}"))
            .to_owned()
    };
    lines.iter().map(strip).collect()
}

fn project(text: &str) -> Vec<String> {
    let lines = Machine::new().project(text).refused();
    let strip = |line: &String| {
        line.strip_prefix("repo/watchkeeper.toml:")
            .unwrap()
            .to_owned()
    };
    lines.iter().map(strip).collect()
}

#[test]
fn an_unknown_key_is_named_with_its_place_and_the_nearest_known_one() {
    assert_eq!(
        own("\n  thme = \"mono\"\n[[environment]]\nname = \"dev\"\nregoin = \"x\"\n[gat]\n"),
        [
            "2:3: unknown key `thme`; did you mean `theme`?",
            "5:1: unknown key `environment.regoin`; did you mean `environment.region`?",
            "6:2: unknown key `gat`; did you mean `gate`?",
        ]
    );
    assert_eq!(
        project("polices = []\n[drift]\nserch = []\nxyzzy = 1\n"),
        [
            "1:1: unknown key `polices`; did you mean `drift.policies`?",
            "3:1: unknown key `drift.serch`; did you mean `drift.search`?",
            "4:1: unknown key `drift.xyzzy`",
        ]
    );
    assert_eq!(
        project("policies = []\n"),
        ["1:1: unknown key `policies`; did you mean `drift.policies`?"]
    );
}

#[test]
fn a_key_of_the_other_kind_of_file_is_told_where_it_goes() {
    let yours = "it belongs in your own configuration, $XDG_CONFIG_HOME/watchkeeper/config.toml";
    assert_eq!(
        project(
            "profile = \"x\"\ntheme = \"x\"\nread_only = true\nrestricted = false\n[gate]\nfreeze = []\n\
             [tools]\n[[environment]]\nname = \"x\"\n[drift]\nallow_writes = true\n"
        ),
        [
            format!("1:1: `profile` can't be set in the project's file: {yours}, under `[[environment]]`"),
            format!("2:1: `theme` can't be set in the project's file: {yours}"),
            format!("3:1: `read_only` can't be set in the project's file: {yours}"),
            "4:1: `restricted` can't be set in the project's file: it belongs in the system's /etc/watchkeeper/config.toml".into(),
            format!("5:2: `gate` can't be set in the project's file: {yours}"),
            format!("7:2: `tools` can't be set in the project's file: {yours}"),
            format!("8:3: `environment` can't be set in the project's file: {yours}"),
            format!("11:1: `drift.allow_writes` can't be set in the project's file: {yours}, under `[[environment]]`"),
        ]
    );
    let theirs = "it belongs in the project's watchkeeper.toml";
    assert_eq!(
        own("restricted = true\n[drift]\npolicies = []\n[stacks]\nwatch = []\n[[drift.compare]]\n"),
        [
            "1:1: `restricted` can't be set in your own file: it belongs in the system's /etc/watchkeeper/config.toml".into(),
            format!("3:1: `drift.policies` can't be set in your own file: {theirs}"),
            format!("4:2: `stacks` can't be set in your own file: {theirs}"),
            format!("6:9: `drift.compare` can't be set in your own file: {theirs}"),
        ]
    );
}

#[test]
fn servers_and_what_is_gone_through_are_named_plainly_and_by_your_own_file_only() {
    let digest = "ab".repeat(32);
    let loaded = Machine::new()
        .own(&format!(
            "[[environment]]\nname = \"dev\"\nendpoints = [\"127.0.0.1:4566\", \"proxy.example:1\"]\n[gate]\nthrough = [\"http://10.0.0.1:3128\", \"/etc/ours.pem#sha256={digest}\"]\n"
        ))
        .system("[gate]\nthrough = [\"https://p.example:8443\"]\n")
        .load();
    let endpoints = &loaded.settings.environments[0].endpoints;
    let endpoints: Vec<String> = endpoints.iter().map(ToString::to_string).collect();
    assert_eq!(
        endpoints,
        ["http://127.0.0.1:4566", "https://proxy.example:1"]
    );
    assert_eq!(loaded.settings.gate.through.len(), 3);
    let server = "a server, `host:port` or `http://host:port`, without user or path";
    let way =
        "a proxy, `scheme://host:port` without user or path, or a trust store, `/path#sha256=...`";
    assert_eq!(
        own(
            "[[environment]]\nname = \"dev\"\nendpoints = [\n\"anna:secret@localhost\",\n\"localhost/path\"]\n[gate]\nthrough = [\n\"10.0.0.1:3128\",\n\"/etc/ours.pem\"]\n"
        ),
        [
            format!("4:1: `environment.endpoints` must be {server}, found one with a user"),
            format!("5:1: `environment.endpoints` must be {server}, found `localhost/path`"),
            format!("8:1: `gate.through` must be {way}, found `10.0.0.1:3128`"),
            format!("9:1: `gate.through` must be {way}, found `/etc/ours.pem`"),
        ]
    );
    let refused = project("[gate]\nthrough = [\"http://10.0.0.1:3128\"]\n");
    assert!(
        refused[0].contains("can't be set in the project's file"),
        "{refused:?}"
    );
}

#[test]
fn a_value_of_the_wrong_type_or_form_says_what_was_expected() {
    assert_eq!(
        own(
            "theme = 1\nread_only = \"yes\"\n[[environment]]\nname = \"a:b\"\naccount = 817685572750\n\
             region = \"Frankfurt\"\nendpoints = \"x\"\n[tools]\nforeign = [\"src\", 2]\n"
        ),
        [
            "1:9: `theme` must be a text in quotes, found an integer",
            "2:13: `read_only` must be true or false, found a text",
            "4:8: `environment.name` must be a name of at most 64 characters without `:`, found `a:b`",
            "5:11: `environment.account` must be a text in quotes, found an integer",
            "6:10: `environment.region` must be a region such as `eu-west-1`, found `Frankfurt`",
            "7:13: `environment.endpoints` must be a list of texts in quotes, found a text",
            "9:12: `tools.foreign` must be a path that begins with `/` or `~/`, found `src`",
            "9:19: `tools.foreign` must be a list of texts in quotes, found an integer",
        ]
    );
    assert_eq!(
        project(
            "drift = 1\n[stacks]\nexpect_only = { a = \"b\" }\n[health]\ninventory = \"../x\"\n"
        ),
        [
            "1:9: `drift` must be a table, found an integer",
            "3:21: `stacks.expect_only` must be a list of texts in quotes, found a text",
            "5:13: `health.inventory` must be a path beneath the repository, not absolute and without `..`, found `../x`",
        ]
    );
}

#[test]
fn a_table_of_a_list_says_what_it_lacks() {
    assert_eq!(
        own("[[environment]]\nregion = \"eu-west-1\"\n"),
        ["1:1: this `[[environment]]` lacks its `name`"]
    );
    assert_eq!(
        own("[environment]\nname = \"a\"\n"),
        ["1:1: `environment` must be written as `[[environment]]`, found a table"]
    );
    assert_eq!(
        own("[[environment]]\nname = \"a\"\n[[environment]]\nname = \"a\"\n"),
        ["4:8: the environment `a` is defined twice"]
    );
    assert_eq!(
        project("[[drift.compare]]\nleft = \"prod\"\n"),
        [
            "1:1: this `[[drift.compare]]` lacks its `right`",
            "2:8: `drift.compare.left` must be `environment:role`, found `prod`",
        ]
    );
}

#[test]
fn the_problems_of_all_files_are_told_at_once() {
    let lines = Machine::new()
        .system("a = 1")
        .own("b = 1")
        .project("c = 1\nd = ")
        .refused();
    let places: Vec<&str> = lines.iter().filter_map(|l| l.split(": ").next()).collect();
    assert_eq!(
        places,
        [
            "etc/config.toml:1:1",
            "home/.config/watchkeeper/config.toml:1:1",
            "repo/watchkeeper.toml:2:5"
        ]
    );
}

/// What cannot be understood must not become "anything is expected".
#[test]
fn an_expectation_that_says_nothing_is_refused_and_an_empty_one_expects_nothing() {
    let refused = |text: &str| Machine::new().project(text).refused().join("\n");
    for bad in ["", "Role:", ":Policies", "Role Policies", "Ro*le:Policies"] {
        let said = refused(&format!("[stacks]\nexpect_only = {{ a = [\"{bad}\"] }}\n"));
        assert!(said.contains("a logical id"), "{bad}: {said}");
    }
    for bad in ["events:*", "* on *", "events:Put on ", "events:Put on a b"] {
        let said = refused(&format!("[stacks]\nexpect_gains = {{ a = [\"{bad}\"] }}\n"));
        assert!(said.contains("service:Action on arn"), "{bad}: {said}");
    }
    let machine = Machine::new().project("[stacks]\nexpect_only = { a = [] }\n");
    let only = machine.load().settings.stacks.expect_only;
    assert!(only[&StackName::from("a")].is_empty());
}

#[test]
fn a_freeze_that_nobody_can_read_is_an_error_and_no_open_door() {
    for entry in [
        "always",
        "Fri 16:00..Mon 08:00",
        "Fri 16:00..Mon 08:00 Nowhere/Land",
    ] {
        let lines = Machine::new()
            .own(&format!("[gate]\nfreeze = [\"{entry}\"]\n"))
            .refused();
        assert!(
            lines[0].contains("`gate.freeze` must be a freeze"),
            "{lines:?}"
        );
    }
}

#[test]
fn a_bucket_for_templates_is_named_in_your_own_file_or_the_system_s_and_never_by_a_project() {
    let own = |name: &str| {
        let text = format!("[[environment]]\nname = \"dev\"\ntemplate_bucket = \"{name}\"\n");
        Machine::new().own(&text)
    };
    for name in [
        "",
        "ab",
        "My-Bucket",
        "a/b",
        "a..b",
        "-ab",
        "ab-",
        "bucket?acl",
    ] {
        let complaint = own(name).refused().join(" ");
        assert!(
            complaint.contains("the name of a bucket"),
            "{name}: {complaint}"
        );
    }
    let named = own("my.templates-1").load();
    let bucket = named.settings.environments[0].template_bucket.as_ref();
    assert_eq!(bucket.map(BucketName::raw), Some("my.templates-1"));
    let system = "[[environment]]\nname = \"dev\"\ntemplate_bucket = \"theirs\"\n";
    let below = Machine::new().system(system).load();
    let bucket = below.settings.environments[0].template_bucket.as_ref();
    assert_eq!(bucket.map(BucketName::raw), Some("theirs"));
    let project = Machine::new().project(system).refused().join(" ");
    assert!(
        project.contains("can't be set in the project's file"),
        "{project}"
    );
}
