//! Wrong usage, and what the program prints of itself.

use std::{collections::BTreeSet, fs, io::Read, path::Path, process::Stdio};

use regex::Regex;
use serde_json::Value;
use watchkeeper::gate::writes::WRITES;
use watchkeeper::{
    ask::{Kind, definitions},
    keys::{self, Keymap},
    shell::scopes,
};

use super::process::{Machine, Ran};

#[test]
fn wrong_usage_exits_64_and_names_what_is_wrong() {
    let machine = Machine::new();
    machine.run(&["--wrong"]).refuses("--wrong");
    machine.run(&["chek"]).refuses("check");
    machine.run(&["check"]).refuses("drift");
    machine
        .run(&["check", "drift", "--rolle", "x"])
        .refuses("--role");
    machine
        .run(&["demo", "--story", "999"])
        .refuses("[possible values: 000, 001, 002, 003, 004]");
    let panes = "[possible values: watch, drift, stacks, runs, logs, registry, health, pipeline, runbooks, journal]";
    machine.run(&["--pane", "stack"]).refuses(panes);
    machine.run(&["demo", "--pane", "roles"]).refuses(panes);
    machine.run(&["completions", "tcl"]).refuses("bash");
}

#[test]
fn the_console_needs_a_terminal_and_says_what_to_use_without() {
    let machine = Machine::new();
    machine.run(&["demo"]).refuses("watchkeeper check");
    machine.run(&[]).refuses("The console needs a terminal");
}

#[test]
fn names_that_do_not_exist_are_answered_with_the_nearest() {
    let machine = Machine::new();
    machine
        .run(&["demo", "--theme", "drak"])
        .refuses("Did you mean `dark`?");
    machine
        .run(&["demo", "--keymap", "emasc"])
        .refuses("Did you mean `emacs`?");
    machine
        .run(&["demo", "-e", "alpha-prodd"])
        .refuses("alpha-prod");
}

#[test]
fn version_and_help_are_answers() {
    let machine = Machine::new();
    machine
        .run(&["--version"])
        .exits(0)
        .answers(env!("CARGO_PKG_VERSION"));
    let help = machine.run(&["--help"]).exits(0);
    for command in [
        "demo",
        "check",
        "init",
        "logs",
        "policy",
        "runbook",
        "policy-needed",
        "completions",
        "man",
    ] {
        assert!(help.out.contains(command), "{command}: {}", help.out);
    }
}

#[test]
fn the_policy_that_is_needed_is_the_union_of_what_every_ask_needs() {
    let needed: BTreeSet<String> = definitions()
        .flat_map(|ask| {
            ask.calls
                .iter()
                .map(|call| call.action)
                .chain(ask.passed_on.iter().copied())
        })
        .map(str::to_owned)
        .collect();
    let policy = Machine::new().run(&["policy-needed"]).exits(0).json();
    let statements = policy["Statement"].as_array().unwrap();
    let mut allowed = BTreeSet::new();
    for statement in statements {
        assert_eq!(statement["Effect"], "Allow");
        let actions = statement["Action"].as_array().unwrap();
        allowed.extend(actions.iter().map(|a| a.as_str().unwrap().to_owned()));
    }
    assert_eq!(allowed, needed);
    assert!(needed.iter().all(|action| !action.contains('*')));
}

/// Writes the policy into its file and the README instead of comparing it.
const UPDATE: &str = "UPDATE_POLICY";

/// The policy as the definitions of the asks make it: what reads contents stands apart,
/// so that a team can leave it out.
fn derived() -> String {
    let statement = |sid: &str, contents: bool| {
        let actions: BTreeSet<&str> = definitions()
            .filter(|ask| (ask.kind == Kind::Contents) == contents)
            .flat_map(|ask| {
                let called = ask.calls.iter().map(|call| call.action);
                called.chain(ask.passed_on.iter().copied())
            })
            .collect();
        let actions: Vec<String> = actions
            .iter()
            .map(|it| format!("        \"{it}\""))
            .collect();
        format!(
            r#"    {{
      "Sid": "{sid}",
      "Effect": "Allow",
      "Action": [
{}
      ],
      "Resource": "*"
    }}"#,
            actions.join(",\n")
        )
    };
    format!(
        r#"{{
  "Version": "2012-10-17",
  "Statement": [
{},
{}
  ]
}}"#,
        statement("WatchkeeperReads", false),
        statement("WatchkeeperReadsContents", true)
    )
}

#[test]
fn the_policy_s_file_and_the_readme_say_what_the_asks_need() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (file, readme) = (
        root.join("src/ask/read-only-policy.json"),
        root.join("README.md"),
    );
    let (known, told) = (
        fs::read_to_string(&file).unwrap(),
        fs::read_to_string(&readme).unwrap(),
    );
    let policy = derived();
    let shown = Regex::new(r#"(?s)```json\n\{\n  "Version".*?\n\}\n```"#).unwrap();
    if std::env::var_os(UPDATE).is_some() {
        fs::write(&file, format!("{policy}\n")).unwrap();
        let block = format!("```json\n{policy}\n```");
        let told = shown.replace(&told, regex::NoExpand(&block));
        fs::write(&readme, told.as_ref()).unwrap();
        return;
    }
    let shown = shown.find(&told).map(|found| found.as_str().to_owned());
    assert!(
        known == format!("{policy}\n") && shown == Some(format!("```json\n{policy}\n```")),
        "what the asks need is another policy now. Write it and look at it:\n    \
         {UPDATE}=1 cargo test --test it cli::usage"
    );
}

#[test]
fn what_writing_needs_is_printed_for_all_kinds_or_for_one() {
    let actions = |arguments: &[&str]| -> BTreeSet<String> {
        let policy = Machine::new().run(arguments).exits(0).json();
        let statements = policy["Statement"].as_array().unwrap().iter();
        statements
            .flat_map(|statement| statement["Action"].as_array().unwrap().clone())
            .map(|action| action.as_str().unwrap().to_owned())
            .collect()
    };
    let reading = actions(&["policy-needed"]);
    let one = actions(&["policy-needed", "--writes", "put-role-policy"]);
    let all = actions(&["policy-needed", "--writes"]);
    assert!(reading.is_subset(&one) && one.is_subset(&all));
    assert!(one.contains("iam:PutRolePolicy") && !one.contains("iam:AttachRolePolicy"));
    let kinds: BTreeSet<&str> = WRITES.iter().map(|one| one.kind).collect();
    assert_eq!(kinds.len(), WRITES.len());
    // What works on a stack's resources calls CloudFormation first.
    let works = WRITES.iter().filter(|one| one.works_on_resources);
    assert!(works.clone().count() > 0 && works.clone().all(|one| !one.needs.is_empty()));
    for one in WRITES {
        assert!(
            one.needs.iter().all(|action| all.contains(*action)),
            "{one:?}"
        );
    }
    let wrong = Machine::new().run(&["policy-needed", "--writes", "put-role-polcy"]);
    assert!(
        wrong
            .exits(64)
            .err
            .contains("Did you mean `put-role-policy`?")
    );
}

#[test]
fn what_github_s_token_needs_is_printed_for_reading_and_for_each_write() {
    let told = |arguments: &[&str]| Machine::new().run(arguments).exits(0).json();
    let reading = told(&["policy-needed", "--github"]);
    assert_eq!(reading["repository_permissions"]["actions"], "read");
    assert_eq!(reading["repository_permissions"]["deployments"], "read");
    let one = told(&[
        "policy-needed",
        "--github",
        "--writes",
        "review-deployments",
    ]);
    assert_eq!(one["repository_permissions"]["actions"], "read");
    assert_eq!(one["repository_permissions"]["deployments"], "write");
    let all = told(&["policy-needed", "--github", "--writes"]);
    assert_eq!(all["uses"]["rerun-run"][0], "actions:write");
    assert_eq!(all["repository_permissions"]["pull_requests"], "write");
    let wrong = Machine::new().run(&["policy-needed", "--github", "--writes", "put-role-policy"]);
    let said = wrong.exits(64).err;
    assert!(said.contains("The known ones: cancel-run"), "{said}");
}

#[test]
fn what_writing_to_stacks_needs_says_what_it_leaves_out() {
    let run = |kind: &str| {
        let arguments = ["policy-needed", "--writes", kind];
        Machine::new().run(&arguments).exits(0)
    };
    let execute = run("execute-change-set");
    assert!(
        execute.err.contains("the stack's own role"),
        "{}",
        execute.err
    );
    assert!(
        !execute.err.contains("ssm:GetParameters"),
        "{}",
        execute.err
    );
    let create = run("create-change-set");
    assert!(create.err.contains("ssm:GetParameters"), "{}", create.err);
    assert!(
        !create.err.contains("the stack's own role"),
        "{}",
        create.err
    );
    let policy = create.json();
    let statements = policy["Statement"].as_array().unwrap();
    let of = |action: &str| {
        let has = |one: &&Value| one["Action"].as_array().unwrap().contains(&action.into());
        statements.iter().find(has).unwrap()["Resource"].clone()
    };
    // A template that AWS expands is asked for at the transform as well.
    assert_eq!(
        of("cloudformation:CreateChangeSet"),
        serde_json::json!([
            "arn:*:cloudformation:*:*:stack/*",
            "arn:*:cloudformation:*:aws:transform/*",
        ])
    );
    assert_eq!(
        of("cloudformation:TagResource"),
        "arn:*:cloudformation:*:*:stack/*"
    );
    let role = run("put-role-policy");
    assert_eq!(role.err, "");
}

#[test]
fn every_shell_has_completions() {
    let machine = Machine::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let ran = machine.run(&["completions", shell]).exits(0);
        assert!(
            ran.out.contains("watchkeeper") && ran.out.contains("policy-needed"),
            "{shell}"
        );
    }
}

#[test]
fn the_man_page_lists_every_command_with_its_keys() {
    let page = Machine::new().run(&["man"]).exits(0).out;
    let keymap = Keymap::parse(
        "default.toml",
        keys::BUILT_IN[0].1,
        keys::BUILT_IN,
        scopes(),
    );
    let keymap = keymap.unwrap();
    assert!(page.contains(".SH KEYS"));
    for scope in scopes() {
        for command in scope.commands {
            let doc = command.doc.replace('-', "\\-");
            assert!(page.contains(&doc), "{}", command.id);
            for key in keymap.keys_for(&scope.chain(), command.id) {
                assert!(page.contains(&key.replace('-', "\\-")), "{key}");
            }
        }
    }
}

#[test]
fn a_pipe_that_closes_early_ends_it_without_a_word() {
    let machine = Machine::new();
    for arguments in [
        &["man"][..],
        &["completions", "bash"],
        &["--help"],
        &["policy-needed"],
    ] {
        let mut command = machine.command(arguments);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = [0; 1];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let ran = Ran::of(&child.wait_with_output().unwrap());
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{arguments:?}");
    }
}

#[test]
fn the_answer_is_json_that_a_program_can_read() {
    let value: Value = Machine::new().run(&["policy-needed"]).exits(0).json();
    assert_eq!(value["Version"], "2012-10-17");
}
