//! A role in an account of its own on moto, a recorder before it, and the line
//! of a write with a journal that the test can look into.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use jiff::Timestamp;
use watchkeeper::{
    edge::{
        aws::Aws,
        write::{Journal, Patience, RealExecutor, Writer, Written},
    },
    facts::{AccountId, Fault, FaultKind, Remote, Server, Settings},
    gate::{
        Approved, Assessment, Draft, Origin, Plan, SessionId, WriteReport,
        record::{Entry, GENESIS, Record, Stage, Who, verify::Chain},
        writes::{PutRolePolicy, Write},
    },
};

use super::recorder::{Recorder, Seen};
use crate::{
    edge::fixture::{Fixture, lines},
    support::moto::{Keys, Moto},
};

pub const ROLE: &str = "alpha-engine-executor-role";
pub const POLICY: &str = "alpha-engine-cloudwatch-metrics";
pub const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;
pub const LIVE: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"PutAlphaEngineMetrics","Effect":"Allow","Action":"cloudwatch:PutMetricData","Resource":"*","Condition":{"StringLike":{"cloudwatch:namespace":["AlphaEngine","AlphaEngine/*"]}}}]}"#;
pub const CODIFIED: &str = r#"{"Version":"2012-10-17","Statement":[{"Sid":"PutAlphaEngineMetrics","Effect":"Allow","Action":"cloudwatch:PutMetricData","Resource":"*","Condition":{"StringLike":{"cloudwatch:namespace":"AlphaEngine/*"}}}]}"#;

/// Records in memory; can be told to fail.
#[derive(Clone, Default)]
pub struct Memory {
    pub records: Arc<Mutex<Vec<Record>>>,
    pub full: Arc<Mutex<bool>>,
    pub held: Arc<Mutex<bool>>,
    pub chain: Arc<Mutex<Chain>>,
}

impl Journal for Memory {
    fn open(&self) -> Result<Box<dyn Written + '_>, Fault> {
        if *self.held.lock().unwrap() {
            return Err(fault("Another console holds the journal."));
        }
        Ok(Box::new(Pen(self)))
    }

    fn chain(&self) -> Result<Chain, Fault> {
        Ok(self.chain.lock().unwrap().clone())
    }

    fn records(&self) -> Result<Vec<Record>, Fault> {
        Ok(self.records.lock().unwrap().clone())
    }
}

struct Pen<'a>(&'a Memory);

impl Written for Pen<'_> {
    fn append(&mut self, entry: Entry) -> Result<Record, Fault> {
        if *self.0.full.lock().unwrap() {
            return Err(fault("The disk is full."));
        }
        let mut records = self.0.records.lock().unwrap();
        let prev = records
            .last()
            .map_or(GENESIS.to_owned(), |last| last.hash.clone());
        let record = Record::next(records.len() as u64 + 1, &prev, Timestamp::now(), entry)?;
        records.push(record.clone());
        Ok(record)
    }
}

pub fn fault(what: &str) -> Fault {
    Fault::new(
        FaultKind::Missing,
        what,
        "Make room, then propose it again.",
    )
}

pub struct Scene {
    recorder: Option<Recorder>,
    pub keys: Keys,
    pub settings: Settings,
    pub memory: Memory,
    pub fixture: Fixture,
}

impl Scene {
    /// The role of story 000 with its live policy.
    pub async fn new() -> Self {
        let moto = Moto::start();
        let keys = moto.keys().await;
        let iam = moto.iam(&keys).await;
        let role = iam.create_role().role_name(ROLE);
        role.assume_role_policy_document(TRUST)
            .send()
            .await
            .unwrap();
        let put = iam.put_role_policy().role_name(ROLE).policy_name(POLICY);
        put.policy_document(LIVE).send().await.unwrap();
        let recorder = Recorder::before(&moto.url);
        let mut scene = Self::over(keys, &recorder.url);
        scene.recorder = Some(recorder);
        scene
    }

    /// Over an account that is there already, at this endpoint.
    pub fn over(keys: Keys, url: &str) -> Self {
        let mut fixture = Fixture::with_profile(&lines(&keys.id, &keys.secret, &keys.token, url));
        // moto has no simulator, and says so with a 500: no need to hear it three times.
        fixture.ambient.limits.attempts = 1;
        let mut settings = fixture.settings.clone();
        settings.gate.allow_writes = true;
        let environment = &mut settings.environments[0];
        environment.allow_writes = true;
        environment.account = Some(AccountId::from(keys.account.as_str()));
        environment.endpoints = vec![Server::of(url).unwrap()];
        Self {
            recorder: None,
            keys,
            settings,
            memory: Memory::default(),
            fixture,
        }
    }

    pub fn session_id() -> SessionId {
        SessionId {
            session: 7,
            world: "aws".to_owned(),
        }
    }

    pub fn aws(&self) -> Aws {
        let mut fixture_settings = self.settings.clone();
        fixture_settings.environments[0].profile = Some("dev".to_owned());
        Aws::with_ambient(Arc::new(fixture_settings), self.fixture.ambient.clone())
    }

    pub fn writer(&self) -> Writer<RealExecutor, Memory> {
        self.writer_with(self.memory.clone())
    }

    pub fn writer_with<J: Journal>(&self, journal: J) -> Writer<RealExecutor, J> {
        let settings = Arc::new(self.settings.clone());
        let executor = RealExecutor::new(
            Arc::new(self.aws()),
            Err(fault("There is no repository here.")),
        );
        let writer = Writer::new(executor, journal, settings, Self::session_id(), who());
        writer.with_patience(Patience {
            holds: Duration::from_millis(400),
            between: Duration::from_millis(60),
        })
    }

    /// Approves as the modal does: with fresh facts and the exact phrase.
    pub fn approve(&self, assessment: Assessment) -> Approved {
        let now = Timestamp::now();
        let plan = Plan::of(assessment, &self.settings, Self::session_id(), now);
        let phrase = plan.phrase().text().to_owned();
        plan.confirm(&phrase, now)
            .unwrap_or_else(|refused| panic!("{:?}: {:?}", refused.1, refused.0.verdicts()))
    }

    pub async fn apply(&self, write: Write) -> WriteReport {
        let writer = self.writer();
        let assessment = writer.assess(draft(write)).await.unwrap();
        writer.write(self.approve(assessment)).await
    }

    pub fn recorder(&self) -> &Recorder {
        self.recorder.as_ref().expect("the scene was made with one")
    }

    /// What is live, asked from outside the program.
    pub async fn live(&self, policy: &str) -> Option<String> {
        let iam = Moto::start().iam(&self.keys).await;
        let get = iam.get_role_policy().role_name(ROLE).policy_name(policy);
        let document = get.send().await.ok()?.policy_document;
        let text = percent_encoding::percent_decode_str(&document);
        Some(text.decode_utf8().unwrap().into_owned())
    }

    pub fn writes(&self) -> Vec<Seen> {
        self.recorder().writes()
    }

    pub fn stages(&self) -> Vec<Stage> {
        let records = self.memory.records.lock().unwrap();
        records
            .iter()
            .map(|record| record.entry.stage.clone())
            .collect()
    }
}

pub fn who() -> Who {
    Who {
        user: "anna".to_owned(),
        host: "bastion".to_owned(),
        ssh_client: None,
    }
}

pub fn draft(write: Write) -> Draft {
    Draft {
        environment: "dev".into(),
        write,
        // What is put here is put back as it was elsewhere: no file has it.
        origin: Origin::Undo {
            change: "0123456789ab".to_owned(),
        },
        uses: Vec::new(),
        peers: None,
    }
}

pub fn revert() -> Write {
    put(POLICY, CODIFIED)
}

pub fn put(policy: &str, document: &str) -> Write {
    Write::from(PutRolePolicy {
        role: ROLE.into(),
        policy: policy.into(),
        document: Remote::new(document),
    })
}
