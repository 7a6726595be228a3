//! One environment's way to AWS: its configuration, its clients and the caller
//! that STS confirmed. A session whose credentials expired is thrown away whole.

use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

use aws_config::{
    Region, SdkConfig, identity::IdentityCache, profile::ProfileFileCredentialsProvider,
    provider_config::ProviderConfig,
};
use aws_credential_types::{
    Credentials,
    provider::{ProvideCredentials, SharedCredentialsProvider, error::CredentialsError},
};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::{retry::RetryConfig, timeout::TimeoutConfig};
use tokio::sync::{Mutex, OnceCell};

use super::{
    ambient::{Ambient, Limits},
    clients::{self, Asked},
    cloudformation::{Cache, Ids},
    endpoints,
    fault::Call,
    http,
    passage::Passage,
    profile::{self, Login},
};
use crate::facts::{Caller, EndpointOverride, Environment, Fault, FaultKind, Through};

/// For a preview that lives five minutes, and what follows it.
const TAKEN: Duration = Duration::from_mins(10);

/// IAM and STS answer for the whole partition from here when nothing names a region.
const FALLBACK_REGION: &str = "us-east-1";

#[derive(Debug)]
pub(super) struct Session {
    pub environment: Environment,
    pub config: SdkConfig,
    pub region: String,
    pub endpoints: Vec<EndpointOverride>,
    pub passage: Passage,
    pub iam: aws_sdk_iam::Client,
    pub sts: aws_sdk_sts::Client,
    pub cloudformation: aws_sdk_cloudformation::Client,
    /// Events of stacks that were read with these credentials.
    pub events: Cache,
    pub ids: Ids,
    /// Confirmed by STS with these very credentials.
    pub caller: OnceCell<Caller>,
    login: Login,
    /// Credentials that were taken to be written with, and when: a role that is
    /// assumed again has another session name, and would be another caller.
    taken: Mutex<Option<(Credentials, SystemTime)>>,
    /// Which address each service was asked at.
    pub asked: Asked,
    /// Of frozen credentials, the key that will sign.
    pub access_key: Option<String>,
}

impl Session {
    pub(super) async fn open(
        environment: &Environment,
        ambient: &Ambient,
        pools: &http::Pools,
        restricted: bool,
    ) -> Result<Arc<Self>, Fault> {
        let named = environment.profile.as_deref();
        let login = profile::login(ambient, named).await?;
        if restricted && let Some(profile) = &login.process {
            return Err(Fault::new(
                FaultKind::ReadOnly,
                format!(
                    "Profile {profile} has a credential_process, and no program is run in restricted mode."
                ),
                "Use a profile with SSO, `aws login` or a role for restricted mode.",
            ));
        }
        let passage = Passage::open(ambient, login.ca_bundle.clone()).await?;
        let http = pools.client(&passage.trust, &passage.ambient.proxies, &passage.passed)?;
        let config = configure(environment, ambient, http).await;
        Ok(Self::new(config, environment.clone(), passage, login, None))
    }

    fn new(
        config: SdkConfig,
        environment: Environment,
        passage: Passage,
        login: Login,
        access_key: Option<String>,
    ) -> Arc<Self> {
        let asked = Asked::default();
        let region = config.region().map_or(FALLBACK_REGION, AsRef::as_ref);
        Arc::new(Self {
            environment,
            region: region.to_owned(),
            endpoints: endpoints::overrides(&config),
            passage,
            iam: clients::iam(&config, &asked),
            sts: clients::sts(&config, &asked),
            cloudformation: clients::cloudformation(&config, &asked),
            events: Cache::default(),
            ids: Ids::default(),
            caller: OnceCell::new(),
            config,
            login,
            taken: Mutex::default(),
            asked,
            access_key,
        })
    }

    /// The same way to AWS with the credentials as they are now, for good: what
    /// STS says of them holds for everything that is read and signed with them.
    pub(super) async fn frozen(&self) -> Result<Arc<Self>, Fault> {
        let call = self.call("sts:GetCallerIdentity", "the credentials");
        let mut taken = self.taken.lock().await;
        let fresh = taken.take().filter(|(credentials, at)| {
            let now = SystemTime::now();
            let lasts =
                |until: SystemTime| until.duration_since(now).is_ok_and(|left| left > TAKEN);
            credentials.expiry().is_none_or(lasts) && at.elapsed().is_ok_and(|age| age < TAKEN)
        });
        let (credentials, at) = match fresh {
            Some(fresh) => fresh,
            None => {
                let provider = self.config.credentials_provider().ok_or_else(|| {
                    call.unsigned(&CredentialsError::not_loaded("no provider is configured"))
                })?;
                let provided = provider.provide_credentials().await;
                let credentials = provided.map_err(|error| call.unsigned(&error))?;
                (credentials, SystemTime::now())
            }
        };
        *taken = Some((credentials.clone(), at));
        drop(taken);
        let access_key = credentials.access_key_id().to_owned();
        let config = self.config.to_builder();
        let config = config.credentials_provider(SharedCredentialsProvider::new(credentials));
        Ok(Self::new(
            config.build(),
            self.environment.clone(),
            self.passage.clone(),
            self.login.clone(),
            Some(access_key),
        ))
    }

    /// What requests go through: to every service, and to where they went.
    pub(super) fn through(&self) -> Vec<Through> {
        let mut addresses = endpoints::addresses(&self.config, &self.region);
        addresses.extend(self.asked.addresses());
        self.passage.through(addresses.iter().map(String::as_str))
    }

    /// Names a call for the faults that may come of it.
    pub(super) fn call<'a>(&'a self, action: &'a str, of: &'a str) -> Call<'a> {
        Call {
            action,
            of,
            login: &self.login.hint,
            process: self.login.process.as_deref(),
            mfa: self.login.mfa.as_deref(),
            asked: None,
            reached: Some(&self.asked),
        }
    }
}

async fn configure(
    environment: &Environment,
    ambient: &Ambient,
    http: SharedHttpClient,
) -> SdkConfig {
    let timeouts = timeouts(&ambient.limits);
    let retries = RetryConfig::standard().with_max_attempts(ambient.limits.attempts);
    let mut loader = aws_config::from_env()
        .profile_files(ambient.profile_files.clone())
        .http_client(http.clone())
        .timeout_config(timeouts.clone())
        .retry_config(retries.clone())
        // Just below the attempt's own limit, so that the slow one is named.
        .identity_cache(
            IdentityCache::lazy()
                .load_timeout(ambient.limits.attempt.mul_f32(0.9))
                .build(),
        );
    if let Some(region) = &environment.region {
        loader = loader.region(Region::new(region.raw().to_owned()));
    }
    if let Some(profile) = &environment.profile {
        loader = loader.profile_name(profile);
    }
    let config = loader.load().await;
    let region = config
        .region()
        .cloned()
        .unwrap_or(Region::from_static(FALLBACK_REGION));
    let mut builder = config.to_builder().region(region.clone());
    if let Some(profile) = &environment.profile {
        // The default chain would prefer AWS_ACCESS_KEY_ID to the profile that
        // the configuration names, and so perhaps ask another account.
        let provider = ProviderConfig::without_region()
            .with_region(Some(region))
            .with_http_client(http)
            .with_retry_config(retries)
            .with_timeout_config(timeouts)
            .with_use_fips(config.use_fips())
            .with_use_dual_stack(config.use_dual_stack());
        builder.set_credentials_provider(Some(SharedCredentialsProvider::new(
            ProfileFileCredentialsProvider::builder()
                .configure(&provider)
                .profile_files(ambient.profile_files.clone())
                .profile_name(profile)
                .build(),
        )));
    }
    builder.build()
}

fn timeouts(limits: &Limits) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(limits.connect)
        .operation_attempt_timeout(limits.attempt)
        .operation_timeout(limits.operation)
        .build()
}
