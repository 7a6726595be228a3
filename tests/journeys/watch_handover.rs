//! The handover of a watch, copied from pane 1: what the next person needs, and nothing that
//! a name in it could do.

use watchkeeper::flow::Effect;

use crate::support::harness::Harness;

fn copied(environment: &str) -> String {
    let mut console = Harness::watching(environment, (140, 60));
    console.press("c o");
    let mut copied = console.effects().into_iter();
    let copied = copied.find_map(|one| match one {
        Effect::Copy { clip } => Some(clip.text().to_owned()),
        _ => None,
    });
    copied.unwrap()
}

#[test]
fn a_handover_has_what_is_open_with_its_chain_and_what_nobody_looked_at() {
    let text = copied("dataops");
    for heading in [
        "# Handover of `dataops`",
        "## Open",
        "## Acknowledged",
        "## Closed",
        "## Accepted",
        "## Changes",
        "## Left",
        "## Not known",
        "## Timeline",
    ] {
        assert!(text.contains(heading), "{heading}: {text}");
    }
    assert!(text.contains("`CAUSE stack dataops-v1-github-actions is stale`"));
    assert!(text.contains("nobody looked at `"));
    assert!(text.contains("account `817685572750`"));
}

#[test]
fn no_text_of_others_mentions_anybody_in_it() {
    let text = copied("dataops");
    for line in text.lines() {
        let outside: String = line.split('`').step_by(2).collect();
        let is_heading = outside.trim_start().starts_with('#');
        assert!(!outside.contains('@'), "{line}");
        assert!(is_heading || !outside.contains('#'), "{line}");
    }
}
