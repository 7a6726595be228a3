//! Every kind of write: registered, declared and documented. What its calls are is
//! compared with what it needs in `tests/write/needs` and `tests/write/stacks/needs`.

use std::{collections::BTreeSet, fs, path::Path};

use watchkeeper::gate::writes::WRITES;

/// The types below `src/gate/writes` that say what a change is.
fn changes() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/gate/writes");
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_file() {
            continue;
        }
        for line in fs::read_to_string(path).unwrap().lines() {
            let named = ["impl Change for ", "impl Operation for "]
                .iter()
                .find_map(|begin| line.strip_prefix(begin));
            found.extend(named.map(|rest| kebab(rest.trim_end_matches(" {"))));
        }
    }
    found
}

/// `PutRolePolicy` is `put-role-policy` in drafts and in the journal.
fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.extend(c.to_lowercase());
    }
    out
}

#[test]
fn every_change_is_registered_once_by_the_name_of_its_type() {
    let kinds: BTreeSet<String> = WRITES.iter().map(|one| one.kind.to_owned()).collect();
    assert_eq!(kinds.len(), WRITES.len());
    assert_eq!(kinds, changes());
}

#[test]
fn a_write_needs_actions_of_one_service_or_a_token_and_only_files_need_none() {
    for one in WRITES {
        // Cloud Map writes the records of a DNS namespace as the caller.
        let beside = ["route53:", "ec2:"];
        let is_own = |action: &&&str| !beside.iter().any(|service| action.starts_with(service));
        let services = one
            .needs
            .iter()
            .filter(is_own)
            .map(|action| action.split_once(':').unwrap().0);
        let services: BTreeSet<&str> = services.collect();
        let is_of_file = one.kind.starts_with("codify-");
        let on_github = !one.token.is_empty();
        let on_aws = !is_of_file && !on_github;
        assert_eq!(services.len(), usize::from(on_aws), "{one:?}");
        // CloudFormation goes on by itself; IAM does not.
        assert!(
            !one.works_on_resources || services.contains("cloudformation"),
            "{one:?}"
        );
    }
}
