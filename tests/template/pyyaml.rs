//! PyYAML as an oracle that nobody here wrote: what it reads we read, and alike.
//!
//! The texts are layouts that people and generators write: blocks, brackets and quotes
//! whose lines stand left of, at and right of their key. One thing PyYAML takes is
//! refused here with its place: a comment right behind a bracket or a quote, `]# so`.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Command, Stdio},
};

use proptest::{
    strategy::{Strategy, ValueTree},
    string::string_regex,
    test_runner::TestRunner,
};
use watchkeeper::template::parse;

use super::parse::outline;
use crate::support::moto;

/// `Action:` and its value, in every shape, `§` for a line break and some blanks.
const VALUE: &str = r#"(\[§"a:b",§c§\]|\[a,§\{b: c\}§\]|\{"V": 1,§"S": \[2§\]\}|!Sub '\{§ "x": "y"§\}'|"one§two"|'it''s§so'|plain§text|!Join \["",§\[a, !Ref b\]\]|!If§  - c§  - a§  - b|\|§  one§  two|>-§  one§§  two|- a§- b|§- a§- !GetAtt x.y|§a: b§c: d|&x \[1§\]|!!int 5|!!str 5|''|~|)( # why)?"#;

fn layouts() -> Vec<String> {
    let mut runner = TestRunner::deterministic();
    let mut sample = |regex: &str| {
        let strategy = string_regex(regex).unwrap();
        strategy.new_tree(&mut runner).unwrap().current()
    };
    (0..1500)
        .map(|_| {
            let mut text = String::from("Resources:\n  R:\n    - Effect: Allow\n");
            for key in ["Action", "Resource"] {
                text.push_str(&format!("      {key}: "));
                for part in sample(VALUE).split_inclusive('§') {
                    text.push_str(part.trim_end_matches('§'));
                    if part.ends_with('§') {
                        text.push('\n');
                        text.push_str(&sample(" {3,10}"));
                    }
                }
                text.push('\n');
            }
            text.push_str("  Next: 1\n");
            text
        })
        .collect()
}

fn outlines(texts: &[String]) -> Vec<Option<String>> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/template/pyyaml.py");
    let mut child = Command::new(moto::python())
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let lines: Vec<_> = texts
        .iter()
        .map(|text| serde_json::to_string(text).unwrap() + "\n")
        .collect();
    let writer = std::thread::spawn(move || stdin.write_all(lines.concat().as_bytes()));
    let said = BufReader::new(child.stdout.take().unwrap()).lines();
    let said = said.map(|line| serde_json::from_str(&line.unwrap()).unwrap());
    let said: Vec<_> = said.collect();
    writer.join().unwrap().unwrap();
    assert!(child.wait().unwrap().success());
    said
}

#[test]
fn what_pyyaml_reads_is_read_alike() {
    let texts = layouts();
    let oracle = outlines(&texts);
    assert_eq!(oracle.len(), texts.len());
    let accepted = oracle.iter().flatten().count();
    assert!(accepted > 300, "only {accepted} texts are YAML");
    let wrong: Vec<_> = texts
        .iter()
        .zip(&oracle)
        .filter_map(|(text, oracle)| {
            let oracle = oracle.as_ref()?;
            let ours = parse(text).map(|read| outline(&read.root));
            (ours.as_ref() != Ok(oracle)).then(|| format!("{text}\nPyYAML {oracle}\nours {ours:?}"))
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} of {accepted}:\n{}",
        wrong.len(),
        wrong[..wrong.len().min(3)].join("\n---\n")
    );
}
