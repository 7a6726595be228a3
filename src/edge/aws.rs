//! AWS, read-only: one file per service, one session per environment.
//!
//! Nothing is read or built before the first ask, because the console draws its
//! first frame before that. No answer leaves here before STS confirmed whose
//! account it comes from, and no client is made without the read-only lock.

mod ambient;
mod api_gateway;
mod auto_scaling;
pub mod clients;
mod cloudformation;
mod cloudtrail;
mod cloudwatch;
mod code_artifact;
mod cognito;
mod dynamodb;
mod ec2;
mod ecr;
mod ecs;
mod endpoints;
mod event_bridge;
mod fault;
mod iam;
mod intercept;
mod lambda;
mod load_balancing;
mod logs;
mod pace;
mod pages;
mod passage;
mod profile;
mod profiles;
mod protocol;
mod rds;
pub mod read_only;
mod reader;
mod s3;
mod service_budget;
mod service_discovery;
mod session;
mod signing;
mod sns;
mod sqs;
mod step_functions;
mod sts;
mod waf;

use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
    time::Duration,
};

use parking_lot::Mutex;
use tokio::sync::OnceCell;

use self::{reader::Budgets, session::Session};
use super::http;
use crate::{
    ask::{Answer, AwsAsk, Question as _, StsAsk, sts::CallerIdentity},
    facts::{AccountId, Caller, EnvironmentName, Fault, FaultKind, Settings},
};

pub use self::ambient::{Ambient, Limits};
pub use self::profiles::{ProfileFound, profiles};
pub use self::signing::Signing;
pub(in crate::edge) use self::{iam::SimulationOverrides, intercept::intercept, reader::Reader};
pub use super::http::Proxies;

/// CloudTrail's event history allows two requests a second.
const CLOUDTRAIL_APART: Duration = Duration::from_millis(500);

type Slot = Arc<OnceCell<Arc<Session>>>;

#[derive(Debug)]
pub struct Aws {
    settings: Arc<Settings>,
    ambient: OnceLock<Ambient>,
    http: http::Pools,
    sessions: Mutex<HashMap<EnvironmentName, Slot>>,
    /// The account first confirmed for an environment. It outlives sessions:
    /// what was shown under this name came from there.
    accounts: Mutex<HashMap<EnvironmentName, AccountId>>,
    budgets: Arc<Budgets>,
}

impl Aws {
    pub fn new(settings: Arc<Settings>) -> Self {
        Self {
            settings,
            ambient: OnceLock::new(),
            http: http::Pools::default(),
            sessions: Mutex::default(),
            accounts: Mutex::default(),
            budgets: Arc::default(),
        }
    }

    /// With surroundings other than this process's own.
    pub fn with_ambient(settings: Arc<Settings>, ambient: Ambient) -> Self {
        let aws = Self::new(settings);
        // A fresh cell takes the first value.
        let _ = aws.ambient.set(ambient);
        aws
    }

    /// Requests sent since the start, those of credential providers included.
    pub fn calls(&self) -> u64 {
        self.http.calls()
    }

    /// For whoever else sends requests.
    pub(in crate::edge) fn pools(&self) -> &http::Pools {
        &self.http
    }

    pub async fn answer(
        &self,
        environment: &EnvironmentName,
        ask: &AwsAsk,
    ) -> Result<Answer, Fault> {
        let session = self.session(environment).await?;
        let answer = self.ask(&session, ask).await;
        if let Err(fault) = &answer
            && matches!(
                fault.kind,
                FaultKind::Expired | FaultKind::WrongAccount { .. }
            )
        {
            self.forget(&session);
        }
        answer
    }

    /// Who we are in this environment.
    pub async fn caller(&self, environment: &EnvironmentName) -> Result<Caller, Fault> {
        let session = self.session(environment).await?;
        self.confirm(&session).await
    }

    async fn ask(&self, session: &Arc<Session>, ask: &AwsAsk) -> Result<Answer, Fault> {
        if let AwsAsk::Sts(StsAsk::CallerIdentity) = ask {
            let caller = self.confirm(session).await?;
            // The first one counts for the checks; a later one is only shown.
            let _ = session.caller.set(caller.clone());
            return Ok(CallerIdentity::answered(caller));
        }
        let caller = session
            .caller
            .get_or_try_init(|| self.confirm(session))
            .await?;
        let reader = Reader::new(session, caller, &self.budgets);
        match ask {
            AwsAsk::Sts(ask) => ask.read(&reader).await,
            AwsAsk::Iam(ask) => ask.read(&reader).await,
            AwsAsk::CloudTrail(ask) => ask.read(&reader).await,
            AwsAsk::CloudFormation(ask) => ask.read(&reader).await,
            AwsAsk::Logs(ask) => ask.read(&reader).await,
            AwsAsk::ServiceDiscovery(ask) => ask.read(&reader).await,
            AwsAsk::Ec2(ask) => ask.read(&reader).await,
            AwsAsk::Ecs(ask) => ask.read(&reader).await,
            AwsAsk::AutoScaling(ask) => ask.read(&reader).await,
            AwsAsk::DynamoDb(ask) => ask.read(&reader).await,
            AwsAsk::Rds(ask) => ask.read(&reader).await,
            AwsAsk::Sqs(ask) => ask.read(&reader).await,
            AwsAsk::Sns(ask) => ask.read(&reader).await,
            AwsAsk::LoadBalancing(ask) => ask.read(&reader).await,
            AwsAsk::Lambda(ask) => ask.read(&reader).await,
            AwsAsk::CloudWatch(ask) => ask.read(&reader).await,
            AwsAsk::EventBridge(ask) => ask.read(&reader).await,
            AwsAsk::StepFunctions(ask) => ask.read(&reader).await,
            AwsAsk::Waf(ask) => ask.read(&reader).await,
            AwsAsk::ApiGateway(ask) => ask.read(&reader).await,
            AwsAsk::CodeArtifact(ask) => ask.read(&reader).await,
            AwsAsk::Cognito(ask) => ask.read(&reader).await,
            AwsAsk::Ecr(ask) => ask.read(&reader).await,
            AwsAsk::S3(ask) => ask.read(&reader).await,
        }
    }

    /// Asks STS, and refuses an account that is not the one expected, or not
    /// the one that this environment's name has stood for since the start.
    async fn confirm(&self, session: &Session) -> Result<Caller, Fault> {
        let caller = sts::caller(session).await?;
        sts::check_account(session, &caller.account)?;
        let first = self
            .accounts
            .lock()
            .entry(session.environment.name.clone())
            .or_insert_with(|| caller.account.clone())
            .clone();
        if first != caller.account {
            return Err(sts::wrong_account(
                session,
                &first,
                &caller.account,
                "Sign in to the first account again, or restart to look at the other one.",
            ));
        }
        Ok(caller)
    }

    async fn session(&self, name: &EnvironmentName) -> Result<Arc<Session>, Fault> {
        let slot = Arc::clone(self.sessions.lock().entry(name.clone()).or_default());
        slot.get_or_try_init(|| self.open(name)).await.cloned()
    }

    async fn open(&self, name: &EnvironmentName) -> Result<Arc<Session>, Fault> {
        let Some(environment) = self.settings.environment(name) else {
            return Err(Fault::new(
                FaultKind::Missing,
                format!("There is no environment {}.", name.raw()),
                "Add it to your config.toml as [[environment]].",
            ));
        };
        let ambient = self.ambient.get_or_init(Ambient::from_environment);
        Session::open(environment, ambient, &self.http, self.settings.restricted).await
    }

    /// Drops a session whose credentials are of no use, so that the next ask
    /// reads them again: after `aws sso login` the work goes on where it stopped.
    fn forget(&self, session: &Arc<Session>) {
        let mut sessions = self.sessions.lock();
        let name = &session.environment.name;
        let same = sessions
            .get(name)
            .and_then(|slot| slot.get())
            .is_some_and(|current| Arc::ptr_eq(current, session));
        if same {
            sessions.remove(name);
        }
    }
}
