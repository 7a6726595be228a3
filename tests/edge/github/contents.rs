//! The repository's files and commits, as GitHub sends them.

use serde_json::{Value, json};
use watchkeeper::ask::github::contents;

use super::{ask, github};
use crate::support::{
    github::{Fake, Reply},
    openapi,
};

fn file(fields: &Value) -> Fake {
    let answer = fields.to_string();
    // The description has it among folders and links, so it is not made of that.
    Fake::start(move |_| Reply::odd(200, answer.clone()))
}

fn asked() -> contents::File {
    contents::File {
        path: ".github/workflows/deploy.yml".into(),
        at: "4f1c2ab".into(),
    }
}

#[tokio::test]
async fn a_file_comes_as_text_from_its_place_at_its_commit() {
    let fake =
        file(&json!({"encoding": "base64", "content": "bmFtZTog\nRGVwbG95Cg==\n", "size": 13}));
    let read = ask(&github(&fake), asked()).await.unwrap();
    assert_eq!(read.text.unwrap().raw(), "name: Deploy\n");
    assert_eq!(read.size, Some(13));
    let seen = fake.seen();
    let request = seen.first().unwrap();
    // The whole path is one value: it can lead nowhere else.
    assert!(
        request
            .path
            .ends_with("/contents/.github%2Fworkflows%2Fdeploy.yml"),
        "{}",
        request.path
    );
    assert_eq!(request.asked("ref"), Some("4f1c2ab"));
}

#[tokio::test]
async fn what_is_too_long_or_no_file_has_no_text() {
    let long = file(&json!({"encoding": "none", "content": "", "size": 2_000_000}));
    let read = ask(&github(&long), asked()).await.unwrap();
    assert_eq!((read.text, read.size), (None, Some(2_000_000)));
    let broken = file(&json!({"encoding": "base64", "content": "%%%"}));
    assert_eq!(ask(&github(&broken), asked()).await.unwrap().text, None);
    let folder = Fake::start(|_| Reply::odd(200, r#"[{"name": "a"}]"#));
    assert_eq!(ask(&github(&folder), asked()).await.unwrap().text, None);
}

#[tokio::test]
async fn two_commits_are_compared_by_one_request() {
    let fake = Fake::start(|request| {
        let template = openapi::template(&request.path).unwrap();
        let mut answer = openapi::example(template, true);
        answer["files"][0]["filename"] = json!("iam/role/policy.json");
        Reply::json(&answer)
    });
    let asked = contents::Compare {
        base: "77aa01b".into(),
        head: "feature/x".into(),
    };
    let read = ask(&github(&fake), asked).await.unwrap();
    assert_eq!(read.changed("iam"), Some(true));
    assert_eq!(read.changed("template.yaml"), Some(false));
    let seen = fake.seen();
    assert_eq!(seen.len(), 1);
    assert!(
        seen[0].path.ends_with("/compare/77aa01b...feature%2Fx"),
        "{}",
        seen[0].path
    );
}
