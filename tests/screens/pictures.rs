//! `screenshots/*.svg` are drawn from the real screens, and must be what is drawn
//! today.

use std::{fs, path::PathBuf};

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Style},
};
use watchkeeper::{
    ask::{Question, journal::Entries},
    ui::paint,
};

use super::svg::{DARK, LIGHT, Paper, render};
use crate::{
    journal::pane::{ENTRIES, told},
    journeys::account::{DEV, caller, identity, settings},
    support::harness::Harness,
};

/// Writes the pictures instead of comparing them.
const UPDATE: &str = "UPDATE_SCREENSHOTS";

fn screenshot(name: &str, title: &str, console: &Harness, paper: &Paper) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    let path = folder.join(format!("{name}.svg"));
    let svg = render(&console.buffer(), paper, title);
    if std::env::var_os(UPDATE).is_some() {
        fs::create_dir_all(&folder).unwrap();
        fs::write(&path, svg).unwrap();
        return;
    }
    let on_disk = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        on_disk == svg,
        "screenshots/{name}.svg is not what the program draws. Draw it again and look at it:\n    \
         {UPDATE}=1 cargo test --test it screens::pictures"
    );
}

#[test]
fn the_drift_pane_at_80x24() {
    let console = Harness::demo();
    screenshot("drift-80x24", "IAM drift at 80x24", &console, &DARK);
}

#[test]
fn the_drift_pane_at_160x50() {
    let console = Harness::demo_in("alpha-prod", (160, 50));
    screenshot("drift-160x50", "IAM drift at 160x50", &console, &DARK);
}

#[test]
fn a_sibling_that_lacks_a_policy() {
    let console = Harness::demo_in("insight-dev", (120, 34));
    screenshot(
        "sibling",
        "A policy that development lacks",
        &console,
        &DARK,
    );
}

#[test]
fn a_change_at_the_gate() {
    let mut console = Harness::previewing("alpha-prod", (100, 34), "dark");
    console.press("a r");
    console.read_all();
    console.type_text("alpha-engine-executor-role al");
    screenshot("gate", "A change at the gate", &console, &DARK);
}

#[test]
fn the_registry_pane() {
    let mut console = Harness::demo_in("tradai-dev", (120, 34));
    console.press("6");
    console.rest();
    let title = "Stale entries of Cloud Map, and what left them";
    screenshot("registry", title, &console, &DARK);
}

#[test]
fn the_health_pane() {
    let mut console = Harness::demo_in("tradai-dev", (120, 34));
    console.press("7");
    console.rest();
    let title = "The health audit, the worst first";
    screenshot("health", title, &console, &DARK);
}

#[test]
fn the_stacks_pane() {
    let mut console = Harness::demo_in("dataops", (120, 34));
    console.press("3");
    screenshot("stacks", "A stack that failed, and why", &console, &DARK);
}

#[test]
fn a_runbook_under_way() {
    let mut console = Harness::demo_in("dataops", (120, 40));
    console.press("9");
    while !console.selected().contains("dataops-v1-github-actions") {
        console.press("j");
    }
    console.press("s d d");
    console.rest();
    let title = "A runbook: the step to take, and who must agree";
    screenshot("runbook", title, &console, &DARK);
}

#[test]
fn the_runs_pane() {
    let mut console = Harness::demo_in("dataops", (120, 34));
    console.press("4 enter");
    screenshot(
        "runs",
        "A run that failed, and what it says",
        &console,
        &DARK,
    );
}

#[test]
fn a_run_without_jobs() {
    let mut console = Harness::demo_in("dataops", (120, 34));
    console.press("4 j j j");
    console.rest();
    console.press("enter");
    screenshot(
        "run-without-jobs",
        "A run without jobs, and every cause that was looked for",
        &console,
        &DARK,
    );
}

#[test]
fn a_log_with_a_filter() {
    let mut console = Harness::demo_in("dataops", (120, 34));
    console.press("5 /");
    console.type_text("HealthCheck");
    console.press("enter enter L &");
    console.type_text("!mlflow");
    console.press("enter");
    screenshot(
        "logs",
        "A log with a filter, and how much it hides",
        &console,
        &DARK,
    );
}

/// The watch of the environment in which a deployment is blocked, at its row.
fn blocked(size: (u16, u16)) -> Harness {
    let mut console = Harness::watching("dataops", size);
    for _ in 0..40 {
        if console.selected().contains("Deploy DataOps V1 Lambda") {
            break;
        }
        console.press("j");
    }
    console.rest();
    console
}

#[test]
fn the_watch() {
    screenshot("watch", "What is wrong", &blocked((80, 24)), &DARK);
    screenshot(
        "watch-chain",
        "What is wrong, and why",
        &blocked((160, 45)),
        &DARK,
    );
}

#[test]
fn the_pipeline_pane() {
    let mut console = Harness::demo_in("alpha-prod", (140, 40));
    console.press("8 j");
    console.rest();
    screenshot(
        "pipeline",
        "The audit of workflows and templates",
        &console,
        &DARK,
    );
}

#[test]
fn a_change_set_that_is_stopped() {
    let mut console = Harness::demo_in("dataops", (110, 36));
    console.press("3 j v c enter");
    console.shows("hand-made-20260518");
    screenshot(
        "change-set",
        "A change set that the guards stop",
        &console,
        &DARK,
    );
}

#[test]
fn the_help() {
    let mut console = Harness::demo_in("alpha-prod", (100, 30));
    console.press("?");
    screenshot(
        "help",
        "The help, derived from the commands",
        &console,
        &DARK,
    );
}

#[test]
fn the_journal() {
    let mut console = Harness::by_hand(settings());
    console.resize(140, 36);
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.press("0");
    console.answer(&ENTRIES, Ok(Entries::answered(told())));
    console.press("n n");
    console.rest();
    screenshot("journal", "The journal of writes", &console, &DARK);
}

#[test]
fn the_light_theme() {
    let console = Harness::drawn("alpha-prod", (120, 34), "light");
    screenshot(
        "drift-light",
        "IAM drift in the light theme",
        &console,
        &LIGHT,
    );
}

#[test]
fn text_in_a_picture_is_escaped_and_runs_say_where_they_stand() {
    let mut buf = Buffer::empty(Rect::new(0, 0, 10, 1));
    paint(&mut buf, 2, 0, 8, "<&\">", Style::new().fg(Color::Red));
    let svg = render(&buf, &DARK, "a < b");
    assert!(svg.contains("<title>a &lt; b</title>"));
    let text = "<text x=\"28.8\" y=\"25.5\" textLength=\"33.6\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#cd0000\">&lt;&amp;&quot;&gt;</text>";
    assert!(svg.contains(text), "{svg}");
}

#[test]
fn no_picture_is_on_disk_that_no_test_draws() {
    if std::env::var_os(UPDATE).is_some() {
        return;
    }
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    let drawn = [
        "change-set",
        "drift-160x50",
        "drift-80x24",
        "drift-light",
        "gate",
        "health",
        "help",
        "journal",
        "logs",
        "pipeline",
        "registry",
        "run-without-jobs",
        "runbook",
        "runs",
        "sibling",
        "stacks",
        "watch-chain",
        "watch",
    ];
    assert_eq!(names, drawn.map(|name| format!("{name}.svg")));
}
