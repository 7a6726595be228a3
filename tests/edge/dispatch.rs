//! Asks as tasks: every one ends in one message, unless it was cancelled.

use futures_core::future::BoxFuture;
use std::{
    future::pending,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
        mpsc::{Sender, channel},
    },
    thread,
    time::Duration,
};

use tokio::{
    runtime::Handle,
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
};
use watchkeeper::{
    ask::{
        Answer, Ask, AwsAsk, Question, RepoAsk, StsAsk, Ticket, github::actions, iam, memory, repo,
    },
    edge::{
        aws::Aws,
        dispatch::{Dispatch, Dispatcher, Real, World},
        github::Surroundings,
        in_sync_history::InSyncHistory,
        repo::{Git, Repo},
    },
    facts::{
        AccountId, Codified, DriftSettings, EnvironmentName, Fault, FaultKind, Repository,
        actions::{JobId, JobLog},
    },
    flow::Msg,
};

use super::{
    fake::{Fake, Reply},
    fixture::Fixture,
};

/// Hangs, panics or answers, by what it is asked.
struct Odd {
    started: Arc<AtomicUsize>,
    dropped: Arc<AtomicUsize>,
}

struct Noticed(Arc<AtomicUsize>);

impl Drop for Noticed {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

impl World for Odd {
    fn answer(&self, ask: Ask) -> BoxFuture<'static, Result<Answer, Fault>> {
        self.started.fetch_add(1, Ordering::SeqCst);
        let noticed = Noticed(Arc::clone(&self.dropped));
        Box::pin(async move {
            let _noticed = noticed;
            match ask {
                Ask::Repo(RepoAsk::Codified) => Ok(repo::Codified::answered(Codified::default())),
                Ask::Repo(_) => panic!("a mistake"),
                _ => pending().await,
            }
        })
    }
}

fn hanging() -> Ask {
    memory::InSync(
        EnvironmentName::from("dev"),
        AccountId::from("817685572750"),
    )
    .here()
    .into()
}

/// Answers the log of a job when it is let, and nothing else.
struct Slow(Arc<tokio::sync::Notify>);

impl World for Slow {
    fn answer(&self, ask: Ask) -> BoxFuture<'static, Result<Answer, Fault>> {
        let let_go = Arc::clone(&self.0);
        Box::pin(async move {
            match ask {
                Ask::GitHub(..) => {
                    let_go.notified().await;
                    Ok(actions::JobLog::answered(JobLog::default()))
                }
                _ => pending().await,
            }
        })
    }
}

#[tokio::test]
async fn a_log_takes_longer_than_any_other_answer_may() {
    let (sender, mut messages) = queue();
    let let_go = Arc::new(tokio::sync::Notify::new());
    let mut dispatch = Dispatch::new(
        Arc::new(Slow(Arc::clone(&let_go))),
        sender,
        Handle::current(),
    );
    dispatch.overall = Duration::from_millis(20);
    let repository = Repository::parse("DataTalksClub/dataops").unwrap();
    let log = actions::JobLog(JobId(7)).in_repository(&repository);
    dispatch.ask(Ticket(1), log.into());
    dispatch.ask(Ticket(2), hanging());
    // What began later is over, and out of time.
    let (ticket, result) = next(&mut messages).await;
    assert_eq!((ticket, result.is_err()), (Ticket(2), true));
    let_go.notify_one();
    let (ticket, result) = next(&mut messages).await;
    assert_eq!((ticket, result.is_ok()), (Ticket(1), true));
}

struct Set {
    dispatch: Dispatch,
    messages: UnboundedReceiver<Msg>,
    started: Arc<AtomicUsize>,
    dropped: Arc<AtomicUsize>,
}

fn set() -> Set {
    let (started, dropped) = (Arc::default(), Arc::default());
    let (sender, messages) = queue();
    let world = Arc::new(Odd {
        started: Arc::clone(&started),
        dropped: Arc::clone(&dropped),
    });
    Set {
        dispatch: Dispatch::new(world, sender, Handle::current()),
        messages,
        started,
        dropped,
    }
}

/// The loop's queue, to be waited at without holding up the tasks that fill it.
fn queue() -> (Sender<Msg>, UnboundedReceiver<Msg>) {
    let (sender, messages) = channel();
    let (forward, forwarded) = unbounded_channel();
    thread::spawn(move || messages.iter().try_for_each(|msg| forward.send(msg)));
    (sender, forwarded)
}

async fn next(messages: &mut UnboundedReceiver<Msg>) -> (Ticket, Result<Arc<Answer>, Fault>) {
    let message = tokio::time::timeout(Duration::from_secs(20), messages.recv());
    match message
        .await
        .expect("a message in time")
        .expect("an open channel")
    {
        Msg::Answered { ticket, result, .. } => (ticket, result),
        other => panic!("{other:?} is no answer"),
    }
}

#[tokio::test]
async fn an_answer_comes_back_with_its_ticket() {
    let Set {
        dispatch,
        mut messages,
        ..
    } = set();
    dispatch.ask(Ticket(7), Ask::Repo(RepoAsk::Codified));
    let (ticket, result) = next(&mut messages).await;
    assert_eq!(ticket, Ticket(7));
    assert_eq!(
        *result.unwrap(),
        repo::Codified::answered(Codified::default())
    );
    assert_eq!(dispatch.running(), 0);
}

#[tokio::test]
async fn a_panic_while_answering_is_a_fault_and_not_silence() {
    let Set {
        dispatch,
        mut messages,
        ..
    } = set();
    dispatch.ask(Ticket(1), repo::Uses(Vec::new()).here().into());
    let (_, result) = next(&mut messages).await;
    assert_eq!(result.unwrap_err().kind, FaultKind::Bug);
}

#[tokio::test]
async fn a_hanging_ask_ends_at_the_overall_limit() {
    let Set {
        mut dispatch,
        mut messages,
        dropped,
        ..
    } = set();
    dispatch.overall = Duration::from_millis(50);
    dispatch.ask(Ticket(1), hanging());
    let (_, result) = next(&mut messages).await;
    assert_eq!(result.unwrap_err().kind, FaultKind::Offline);
    until(|| dropped.load(Ordering::SeqCst) == 1).await;
}

#[tokio::test]
async fn a_cancelled_ask_stops_and_sends_nothing() {
    let Set {
        dispatch,
        mut messages,
        started,
        dropped,
    } = set();
    dispatch.ask(Ticket(1), hanging());
    until(|| started.load(Ordering::SeqCst) == 1).await;
    assert_eq!(dispatch.running(), 1);
    dispatch.cancel(Ticket(1));
    until(|| dropped.load(Ordering::SeqCst) == 1).await;
    assert_eq!(dispatch.running(), 0);
    drop(dispatch);
    assert!(messages.recv().await.is_none(), "closed without a message");
}

#[tokio::test]
async fn asks_wait_for_none_of_the_others() {
    let Set {
        dispatch,
        mut messages,
        ..
    } = set();
    dispatch.ask(Ticket(1), hanging());
    dispatch.ask(Ticket(2), Ask::Repo(RepoAsk::Codified));
    assert_eq!(next(&mut messages).await.0, Ticket(2));
    assert_eq!(dispatch.running(), 1);
}

#[tokio::test]
async fn cancelling_a_call_to_aws_hangs_up() {
    let fake = Fake::start(|_| Reply::Silence);
    let fixture = Fixture::at(&fake.url);
    let world = Real::new(
        fixture.aws(),
        Surroundings::none(),
        Repo::open_with(fixture.path("."), DriftSettings::default(), Git::off()),
        InSyncHistory::off(),
    );
    let (sender, mut messages) = queue();
    let dispatch = Dispatch::new(Arc::new(world), sender, Handle::current());
    let dev = EnvironmentName::from("dev");
    dispatch.ask(Ticket(1), iam::Authorization.of(&dev).into());
    until(|| fake.count("GetAccountAuthorizationDetails") == 1).await;
    dispatch.cancel(Ticket(1));
    dispatch.ask(Ticket(2), Ask::Repo(RepoAsk::Codified));
    dispatch.ask(Ticket(3), hanging());
    let mut answered = [next(&mut messages).await.0, next(&mut messages).await.0];
    answered.sort();
    assert_eq!(answered, [Ticket(2), Ticket(3)]);
    until(|| fake.hung_up() == 1).await;
}

#[tokio::test]
async fn an_ask_of_an_environment_that_is_not_there_is_answered() {
    let fixture = Fixture::at("http://127.0.0.1:1");
    let aws: Aws = fixture.aws();
    let nowhere = EnvironmentName::from("nowhere");
    let ask = AwsAsk::Sts(StsAsk::CallerIdentity);
    assert_eq!(
        aws.answer(&nowhere, &ask).await.unwrap_err().kind,
        FaultKind::Missing
    );
}

/// Waits for something that happens on another task, and fails when it does not.
async fn until(holds: impl Fn() -> bool) {
    let waiting = async {
        while !holds() {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting)
        .await
        .expect("it happens in time");
}
