//! The process is killed at every step of a write: what the journal says is true,
//! or IN DOUBT, and the next start settles the doubt by reading.
//!
//! The killed process is this test's own binary, started again with a step to
//! die at: it kills itself with SIGKILL, so nothing of it runs any further.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    sync::Arc,
    time::Duration,
};

use rustix::process::{Pid, Signal, getpid, kill_process};
use watchkeeper::{
    edge::{
        journal_file::JournalFile,
        write::{
            CallOutcome, Executor, Journal, Patience, RealExecutor, SimulationPhase, Writer,
            Written,
        },
    },
    facts::Fault,
    gate::{
        Assessment, Confirmed, Draft, Observed, Outcome, Simulated, TargetState,
        record::{Entry, Record, Stage, in_doubt, verify::Chain},
    },
};

use super::stage::{CODIFIED, LIVE, POLICY, Scene, draft, revert, who};
use crate::support::moto::Keys;

const STEP: &str = "WATCHKEEPER_TEST_DIES_AT";
const PLACE: &str = "WATCHKEEPER_TEST_JOURNAL";
const KEYS: &str = "WATCHKEEPER_TEST_KEYS";
const URL: &str = "WATCHKEEPER_TEST_URL";

/// Everything that happens after the approval, in order.
const STEPS: &[&str] = &[
    "before looking again",
    "before the intent",
    "after the intent",
    "before the call",
    "after the call",
    "before the outcome",
    "after the outcome",
    "before verifying",
    "after verifying",
];

fn die_at(step: &str) {
    if env::var(STEP).is_ok_and(|at| at == step) {
        let me: Pid = getpid();
        kill_process(me, Signal::KILL).unwrap();
        // The signal is on its way; nothing may happen meanwhile.
        loop {
            std::thread::park();
        }
    }
}

struct Mortal(RealExecutor);

impl Executor for Mortal {
    type Signing = <RealExecutor as Executor>::Signing;

    async fn observe(&self, draft: &Draft) -> Result<(Observed, Self::Signing), Fault> {
        self.0.observe(draft).await
    }

    async fn simulate(
        &self,
        _: &Assessment,
        _: &Self::Signing,
        _: SimulationPhase,
    ) -> Result<Vec<Simulated>, Fault> {
        Ok(Vec::new())
    }

    async fn perform(&self, confirmed: Confirmed, signing: &Self::Signing) -> CallOutcome {
        die_at("before the call");
        let called = self.0.perform(confirmed, signing).await;
        die_at("after the call");
        called
    }

    async fn look(&self, draft: &Draft) -> Result<TargetState, Fault> {
        die_at("before verifying");
        self.0.look(draft).await
    }
}

struct MortalJournal(JournalFile);

struct MortalPen<'a>(Box<dyn Written + 'a>);

impl Journal for MortalJournal {
    fn open(&self) -> Result<Box<dyn Written + '_>, Fault> {
        Ok(Box::new(MortalPen(self.0.open()?)))
    }

    fn chain(&self) -> Result<Chain, Fault> {
        self.0.chain()
    }

    fn records(&self) -> Result<Vec<Record>, Fault> {
        self.0.records()
    }
}

impl Written for MortalPen<'_> {
    fn append(&mut self, entry: Entry) -> Result<Record, Fault> {
        let what = match entry.stage {
            Stage::Intent => "the intent",
            Stage::Done { .. } => "the outcome",
            _ => "verifying",
        };
        if what != "verifying" {
            die_at(&format!("before {what}"));
        }
        let record = self.0.append(entry);
        die_at(&format!("after {what}"));
        record
    }
}

/// The life of the process that dies: approve, write, and be killed on the way.
async fn live_and_die(place: &Path) {
    let keys = env::var(KEYS).unwrap();
    let keys: Vec<&str> = keys.split(' ').collect();
    let [account, id, secret, token] = keys[..] else {
        panic!("four words");
    };
    let keys = Keys {
        account: account.to_owned(),
        id: id.to_owned(),
        secret: secret.to_owned(),
        token: token.to_owned(),
    };
    let scene = Scene::over(keys, &env::var(URL).unwrap());
    let no_tree = Err(super::stage::fault("There is no repository here."));
    let executor = Mortal(RealExecutor::new(Arc::new(scene.aws()), no_tree));
    let journal = MortalJournal(JournalFile::at(place.to_owned()));
    let settings = Arc::new(scene.settings.clone());
    let writer = Writer::new(executor, journal, settings, Scene::session_id(), who());
    let assessment = writer.assess(draft(revert())).await.unwrap();
    let approved = scene.approve(assessment);
    die_at("before looking again");
    writer.write(approved).await;
    panic!("it should have died at {:?}", env::var(STEP));
}

#[tokio::test]
async fn whenever_it_dies_the_journal_tells_the_truth_or_doubt_that_the_next_start_settles() {
    if let Some(place) = env::var_os(PLACE) {
        return live_and_die(&PathBuf::from(place)).await;
    }
    for step in STEPS {
        let scene = Scene::new().await;
        let folder = tempfile::tempdir().unwrap();
        let place = folder.path().join("journal");
        killed_at(step, &scene, &place);
        let written = scene.live(POLICY).await.as_deref() == Some(CODIFIED);
        let journal = JournalFile::at(place.clone());
        let mut records = Vec::new();
        let verified = journal.walk(|record| records.push(record)).unwrap();
        assert_eq!(verified.chain.broken, None, "{step}");
        let applied = records.iter().any(|record| {
            matches!(
                record.entry.stage,
                Stage::Done {
                    outcome: Outcome::Applied,
                    ..
                }
            )
        });
        let doubt = in_doubt(&records).len();
        match (written, applied, doubt) {
            (false, false, 0) => assert!(!has_intent(&records), "{step}"),
            (true, true, 0) | (_, false, 1) => {}
            other => panic!("{step}: {other:?}: {records:?}"),
        }
        assert_eq!(scene.writes().len(), usize::from(written), "{step}");
        settled(step, &scene, &place, written, doubt).await;
    }
}

fn has_intent(records: &[Record]) -> bool {
    records
        .iter()
        .any(|record| record.entry.stage == Stage::Intent)
}

#[track_caller]
fn killed_at(step: &str, scene: &Scene, place: &Path) {
    let name = "write::kill::whenever_it_dies_the_journal_tells_the_truth_or_doubt_that_the_next_start_settles";
    let keys = &scene.keys;
    let status = Command::new(env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env(STEP, step)
        .env(PLACE, place)
        .env(URL, &scene.recorder().url)
        .env(
            KEYS,
            format!(
                "{} {} {} {}",
                keys.account, keys.id, keys.secret, keys.token
            ),
        )
        .output()
        .unwrap();
    let signal = std::os::unix::process::ExitStatusExt::signal(&status.status);
    assert_eq!(
        signal,
        Some(9),
        "{step}: {}",
        String::from_utf8_lossy(&status.stderr)
    );
}

/// The next start: a lock that nobody holds any more, and a read.
async fn settled(step: &str, scene: &Scene, place: &Path, written: bool, doubt: usize) {
    let writer = scene.writer_with(JournalFile::at(place.to_owned()));
    let writer = writer.with_patience(Patience {
        holds: Duration::ZERO,
        between: Duration::from_millis(50),
    });
    assert_eq!(writer.settle().await.unwrap(), doubt, "{step}");
    let records = writer.journal().records().unwrap();
    assert!(in_doubt(&records).is_empty(), "{step}");
    if doubt == 1 {
        let Some(Stage::Settled { outcome, .. }) = records.last().map(|last| &last.entry.stage)
        else {
            panic!("{step}: {records:?}");
        };
        assert_eq!(*outcome == Outcome::Applied, written, "{step}");
    }
    let expected = if written { CODIFIED } else { LIVE };
    assert_eq!(
        scene.live(POLICY).await.as_deref(),
        Some(expected),
        "{step}"
    );
}
