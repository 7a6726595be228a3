//! From what a text names to that thing, and back; to the editor, and to the AWS console.

use watchkeeper::flow::{Effect, Msg};

use crate::support::harness::Harness;

/// The story of the stack that failed, read alone.
fn story(size: (u16, u16)) -> Harness {
    let mut console = Harness::demo_in("dataops", size);
    console.press("3 enter");
    console.shows("NEXT a c on dataops-v1-github-actions");
    console
}

#[test]
fn next_goes_to_the_row_with_its_menu_and_esc_comes_back() {
    for size in [(80, 24), (160, 50)] {
        let mut console = story(size);
        let before = console.screen();
        console.press("enter");
        assert!(console.selected().contains("dataops-v1-github-actions"));
        console.shows("c Make a change set from the repository's template (recommended)");
        console.hides("Execute the change set");
        console.press("esc");
        console.hides("recommended");
        console.press("esc");
        assert_eq!(console.screen(), before);
        console.press("esc");
        assert!(console.selected().contains("x dataops-v1 "), "the list");
    }
}

#[test]
fn a_role_that_a_story_names_is_shown_among_the_roles_and_left_again() {
    let mut console = story((80, 24));
    let before = console.screen();
    console.press("k k k k k enter");
    console.shows("dataops-github-actions-deploy");
    console.shows("! dataops-v1-deploy live NARROWER");
    console.press("esc");
    assert_eq!(console.screen().lines().next(), before.lines().next());
    console.shows("NEXT a c on");
}

#[test]
fn what_is_opened_since_is_left_first() {
    let mut console = story((80, 24));
    console.press("j enter");
    console.press("esc");
    let mut console = story((80, 24));
    console.press("k enter");
    let arrived = console.screen();
    console.press("v c enter");
    assert_ne!(console.screen(), arrived);
    console.press("esc esc");
    console.shows("NEXT a c on");
}

#[test]
fn another_pane_by_its_number_ends_the_trail() {
    let mut console = story((80, 24));
    console.press("enter esc 2 3 esc");
    console.hides("NEXT a c on dataops-v1-github-actions makes a change set: ");
    assert!(
        console.selected().contains("dataops-v1"),
        "{}",
        console.screen()
    );
}

#[test]
fn a_line_of_a_file_is_handed_to_the_editor_and_the_tree_read_again() {
    let mut console = Harness::demo();
    console.press("enter");
    console.effects();
    console.press("E");
    let edited = |console: &mut Harness| {
        let effects = console.effects();
        let found = effects.into_iter().find_map(|effect| match effect {
            Effect::Edit { path, line } => Some((path, line)),
            _ => None,
        });
        found.unwrap()
    };
    let (path, line) = edited(&mut console);
    assert!(path.ends_with("emit-heartbeat.sh"), "{path}");
    assert_eq!(line, Some(22));
    console.press("enter");
    assert_eq!(edited(&mut console), (path, Some(22)));
    console.send(Msg::Edited {
        said: Some("vi ended with exit status: 1.".into()),
    });
    console.shows("vi ended with");
    let reread = console.effects();
    let of_tree = |effect: &Effect| matches!(effect, Effect::Ask { ask, .. } if matches!(ask, watchkeeper::ask::Ask::Repo(_)));
    assert!(reread.iter().any(of_tree), "{reread:?}");
}

#[test]
fn restricted_mode_starts_no_editor() {
    let mut console = Harness::restricted_in("alpha-prod", (80, 24));
    console.press("enter");
    console.effects();
    console.press("E");
    assert_eq!(console.effects(), []);
    console.shows("No editor is started in restricted mode.");
}

#[test]
fn the_address_of_what_is_selected_is_copied_for_a_browser() {
    let mut console = Harness::demo_in("dataops", (80, 24));
    console.press("3");
    console.effects();
    console.press("c u");
    let copied = console.copied();
    let home = "https://eu-west-1.console.aws.amazon.com/cloudformation/home?region=eu-west-1#/stacks/stackinfo?stackId=arn%3Aaws%3A";
    assert!(copied.starts_with(home), "{copied}");
    console.press("v e c u");
    assert!(console.copied().contains("#/stacks/events?stackId="));
    let mut console = Harness::demo();
    console.effects();
    console.press("c u");
    let role = "https://console.aws.amazon.com/iam/home#/roles/details/alpha-engine-executor-role?section=permissions";
    assert_eq!(console.copied(), role);
}
