//! No credential reaches the file, in whatever field it came, and that is told.

use watchkeeper::{
    facts::{Fault, FaultKind, JournalStage, UseHit},
    gate::{
        Outcome,
        record::Stage,
        writes::{CreateChangeSet, ExpectedValue, Write},
    },
};

use super::entries::{Place, append, done, draft, entry, refused};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TOKEN: &str = "ghp_0123456789abcdefABCDEF0123456789abcd";

#[test]
fn every_text_of_an_entry_is_looked_through() {
    let place = Place::new();
    let journal = place.journal();
    let mut hit = entry("a", refused(&format!("Authorization: Bearer {SECRET}")));
    hit.who.user = format!("x {TOKEN}");
    hit.what.target = format!("r-{TOKEN}").as_str().into();
    hit.what.before = Some(
        format!("{{\"aws_secret_access_key\":\"{SECRET}\"}}")
            .as_str()
            .into(),
    );
    hit.what.after = Some(format!("AKIAIOSFODNN7EXAMPLE {SECRET}").as_str().into());
    hit.what.draft.uses = vec![UseHit {
        path: "x.sh".into(),
        line: 1,
        text: format!("export GITHUB_TOKEN={TOKEN}").as_str().into(),
    }];
    append(&journal, hit).unwrap();
    let fault =
        Fault::new(FaultKind::Offline, "Lost.", "Look.").caused_by(format!("token {TOKEN}"));
    append(&journal, entry("a", done(Outcome::InDoubt(fault)))).unwrap();
    let text = place.text();
    assert!(!text.contains(SECRET) && !text.contains(TOKEN), "{text}");
    assert!(text.matches("<redacted: ").count() >= 7, "{text}");
    let view = journal.view().unwrap();
    assert_eq!(view.broken, None, "the hash is of what was kept");
}

#[test]
fn an_undo_that_was_redacted_is_not_offered_and_says_why() {
    let place = Place::new();
    let journal = place.journal();
    let mut touched = entry("a", done(Outcome::Applied));
    let secret = format!("{{\"Condition\":{{\"StringEquals\":{{\"x\":\"{TOKEN}\"}}}}}}");
    let undo = touched.what.undo.take().unwrap();
    touched.what.undo = Some(draft(&secret, undo.origin));
    append(&journal, touched).unwrap();
    let line = journal.view().unwrap().lines.remove(0);
    assert_eq!((line.stage, line.undo), (JournalStage::Applied, None));
    let said = line.said.join(" ");
    assert!(said.contains("can't be undone from the journal"), "{said}");
}

#[test]
fn an_undo_is_a_draft_that_can_be_proposed_as_it_is() {
    let place = Place::new();
    let journal = place.journal();
    let written = entry("a", done(Outcome::Applied));
    let expected = written.what.undo.clone();
    append(&journal, written).unwrap();
    append(&journal, entry("b", Stage::Proposed)).unwrap();
    let lines = journal.view().unwrap().lines;
    assert_eq!(lines[0].undo, None, "nothing was done yet");
    let undo = lines[1].undo.as_ref().unwrap();
    assert_eq!(serde_json::from_str(undo.raw()).ok(), expected);
}

#[test]
fn a_template_is_kept_without_what_cloudformation_shows_to_nobody() {
    let template = r#"{"Parameters":{"Key":{"Type":"String","NoEcho":true,"Default":"of-the-default"}},"Resources":{"Db":{"Type":"AWS::RDS::DBInstance","Properties":{"MasterUserPassword":"of-the-resource"}}}}"#;
    let place = Place::new();
    let mut entry = entry("a", Stage::Intent);
    entry.what.draft.write = Write::from(CreateChangeSet {
        stack: "dataops-v1".into(),
        change_set: "watchkeeper-1".into(),
        template: template.into(),
        parameters: vec![ExpectedValue {
            key: "Key".into(),
            value: "of-the-repository".into(),
        }],
        mode: None,
        bucket: None,
    });
    entry.what.after = Some(template.into());
    append(&place.journal(), entry).unwrap();
    let text = place.text();
    assert!(!text.contains("of-the-"), "{text}");
    assert_eq!(place.journal().view().unwrap().broken, None);
}
