//! Logs: as long as they take, as much as is kept, and only silence ends them.

use std::sync::{Arc, Mutex};

use watchkeeper::{
    ask::{Question, github::actions},
    edge::{github::GitHub, log_desk::Piece},
    facts::{FaultKind, actions::JobId},
};

use super::{around, ask, github, repository};
use crate::support::github::{Fake, Reply};

/// GitHub, whose logs are answered by another server in this way.
fn stored(reply: Reply) -> (Fake, Fake) {
    let store = Fake::elsewhere(move |_| reply.clone());
    let place = store.url.clone();
    let fake = Fake::start(move |_| Reply::redirect(&place));
    (fake, store)
}

#[tokio::test]
async fn a_log_is_kept_as_it_came_whatever_it_holds() {
    let odd = b"2026-11-30T03:14:15Z \x1b[31mred\x1b[0m \xff end\n".to_vec();
    let (fake, _store) = stored(Reply::odd(200, odd.clone()));
    let log = ask(&github(&fake), actions::JobLog(JobId(7)))
        .await
        .unwrap();
    assert_eq!(log.text.raw(), String::from_utf8_lossy(&odd));
    assert_eq!((log.cut_at, log.length), (None, Some(odd.len() as u64)));
}

#[tokio::test]
async fn a_log_that_is_too_long_is_cut_where_the_limit_is_and_says_so() {
    let (fake, _store) = stored(Reply::odd(200, "0123456789".repeat(1000)));
    let mut around = around(&fake);
    around.limits.log_bytes = 4096;
    let log = ask(&GitHub::new(around), actions::JobLog(JobId(7)))
        .await
        .unwrap();
    assert_eq!(log.text.raw().len(), 4096);
    assert_eq!((log.cut_at, log.length), (Some(4096), Some(10_000)));
}

#[tokio::test]
async fn silence_ends_a_log_and_says_who_was_silent() {
    let (fake, store) = stored(Reply::odd(200, "0123456789").stalling_at(5));
    let fault = ask(&github(&fake), actions::JobLog(JobId(7)))
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Offline);
    assert!(
        fault.what.contains(&store.url) && fault.what.contains("nothing came for 1 second"),
        "{fault:?}"
    );
}

/// The pieces of the log as they came, and how long it was to be.
type Came = Arc<Mutex<(Vec<u8>, Option<u64>)>>;

fn taken(came: &Came) -> Piece {
    let came = Arc::clone(came);
    Arc::new(move |piece, size| {
        let mut came = came.lock().unwrap();
        came.0.extend(piece);
        came.1 = size;
    })
}

#[tokio::test]
async fn a_log_that_is_given_away_piece_by_piece_has_no_limit_and_is_not_kept_twice() {
    let whole = "0123456789".repeat(1000);
    let (fake, _store) = stored(Reply::odd(200, whole.clone()));
    let mut around = around(&fake);
    around.limits.log_bytes = 4096;
    let came = Came::default();
    let asked = actions::JobLog(JobId(7));
    let github = GitHub::new(around);
    let answer = github
        .streamed_log(&repository(), &asked, &taken(&came))
        .await
        .unwrap();
    let log = actions::JobLog::typed(&answer).unwrap();
    assert_eq!((log.text.raw(), log.cut_at), ("", None));
    let came = came.lock().unwrap();
    assert_eq!(*came, (whole.into_bytes(), Some(10_000)));
}

#[tokio::test]
async fn what_came_of_a_log_before_it_fell_silent_was_given_away() {
    let (fake, _store) = stored(Reply::odd(200, "0123456789").stalling_at(5));
    let came = Came::default();
    let asked = actions::JobLog(JobId(7));
    let github = github(&fake);
    let fault = github
        .streamed_log(&repository(), &asked, &taken(&came))
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Offline);
    assert_eq!(came.lock().unwrap().0, b"01234");
}

#[tokio::test]
async fn a_log_that_is_not_there_yet_is_missing_and_one_that_expired_is_gone() {
    for (status, kind) in [(404, FaultKind::Missing), (410, FaultKind::Gone)] {
        let (fake, _store) = stored(Reply::odd(
            status,
            "<Error><Code>BlobNotFound</Code></Error>",
        ));
        let fault = ask(&github(&fake), actions::JobLog(JobId(7)))
            .await
            .unwrap_err();
        assert_eq!(fault.kind, kind, "{fault:?}");
    }
}

#[tokio::test]
async fn an_answer_without_a_redirect_is_the_log_itself() {
    let fake = Fake::start(|_| Reply::odd(200, "a line\n"));
    let log = ask(&github(&fake), actions::JobLog(JobId(7)))
        .await
        .unwrap();
    assert_eq!(log.text.raw(), "a line\n");
}
