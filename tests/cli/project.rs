//! A project's file is content from elsewhere: what it may not say stops every command.

use super::process::Machine;

fn refused(text: &str, said: &str) {
    let machine = Machine::new().file("watchkeeper.toml", text);
    let ran = machine.run(&["check", "drift"]).refuses(said);
    assert!(
        ran.err.contains("watchkeeper.toml:"),
        "file and line: {}",
        ran.err
    );
}

#[test]
fn it_cannot_choose_who_we_are_where_we_ask_or_what_runs() {
    refused("profile = \"admin\"\n", "profile");
    refused("[[environment]]\nname = \"prod\"\n", "environment");
    refused("endpoint = \"https://evil.example\"\n", "AWS_ENDPOINT_URL");
    refused("[tools]\nforeign = [\"/\"]\n", "config.toml");
    refused("[gate]\nfreeze = []\n", "config.toml");
}

#[test]
fn its_paths_stay_beneath_the_repository() {
    for path in ["/etc", "../other", "iam/../../x"] {
        refused(
            &format!("[drift]\npolicies = [\"{path}\"]\n"),
            "beneath the repository",
        );
    }
}

#[test]
fn a_misspelt_key_is_answered_with_the_nearest() {
    refused("[drift]\npolices = [\"iam\"]\n", "policies");
}

#[test]
fn a_link_out_of_the_repository_is_not_read() {
    let machine = Machine::new().project();
    std::fs::create_dir_all(machine.path("secret/alpha")).unwrap();
    std::fs::write(machine.path("secret/alpha/p.json"), "{\"secret\": 1}").unwrap();
    std::os::unix::fs::symlink(machine.path("secret"), machine.path("repo/iam")).unwrap();
    let ran = machine.run(&["check", "drift", "--json"]);
    assert_ne!(ran.code, 0);
    assert!(!ran.out.contains("secret\\\""), "{}", ran.out);
    assert!(!ran.out.contains("\"alpha\""), "{}", ran.out);
}

#[test]
fn escape_sequences_in_it_do_not_reach_the_terminal() {
    let machine = Machine::new().file("watchkeeper.toml", "\"\\u001b]52;c;x\\u0007\" = 1\n");
    machine.run(&["check", "drift"]).refuses("<U+001B>");
}
