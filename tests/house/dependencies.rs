//! What may not be built in: a second TLS library, and signing of tokens that nobody asks for.

use std::process::Command;

const UNWANTED: &[&str] = &[
    "ring",
    "jsonwebtoken",
    "openssl",
    "openssl-sys",
    "native-tls",
    "reqwest",
];

#[test]
fn the_tree_has_one_tls_library_and_signs_no_tokens() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--locked", "--prefix", "none"])
        .args(["--edges", "normal,build", "--format", "{p}"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(tree.status.success(), "{tree:?}");
    let tree = String::from_utf8(tree.stdout).unwrap();
    let names = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    let names: Vec<&str> = names.collect();
    assert!(names.contains(&"octocrab") && names.contains(&"aws-lc-rs"));
    for unwanted in UNWANTED {
        assert!(!names.contains(unwanted), "{unwanted} is built in");
    }
}
