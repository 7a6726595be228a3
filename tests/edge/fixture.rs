//! An `Aws` of its own for each test: profile files in a temporary directory,
//! no variables of this process, short limits.

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use tempfile::TempDir;
use watchkeeper::{
    ask::{Answer, AwsAsk, Question, cloudtrail, iam, sts},
    edge::aws::{Ambient, Aws, Limits, Proxies},
    facts::{
        AccountId, Authorization, Caller, Environment, EnvironmentName, Fault, LastWrite, Region,
        RoleName, Settings,
    },
};

use crate::support::{
    ministack::Ministack,
    moto::{Keys, Moto},
};

pub const ACCOUNT: &str = "123456789012";

pub struct Fixture {
    pub settings: Settings,
    pub ambient: Ambient,
    dir: TempDir,
}

impl Fixture {
    /// One environment, `dev`, with a profile of that name holding these lines.
    pub fn with_profile(lines: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let config = dir.path().join("config");
        let ambient = Ambient {
            profile_files: EnvConfigFiles::builder()
                .with_file(EnvConfigFileKind::Config, &config)
                .build(),
            keys_in_environment: false,
            ca_bundle: None,
            cert_file: None,
            cert_dirs: Vec::new(),
            proxies: Proxies::none(),
            limits: Limits {
                connect: Duration::from_secs(2),
                attempt: Duration::from_secs(5),
                operation: Duration::from_secs(20),
                attempts: 3,
            },
        };
        let fixture = Self {
            settings: Settings {
                environments: vec![environment("dev")],
                current: EnvironmentName::from("dev"),
                ..Settings::default()
            },
            ambient,
            dir,
        };
        fixture.write_config(&format!("[profile dev]\n{lines}\n"));
        fixture
    }

    /// Long-lived keys, against this endpoint.
    pub fn at(url: &str) -> Self {
        Self::with_profile(&lines("AKIAIOSFODNN7EXAMPLE", "secret", "", url))
    }

    pub fn on_moto(keys: &Keys) -> Self {
        let url = &Moto::start().url;
        Self::with_profile(&lines(&keys.id, &keys.secret, &keys.token, url))
    }

    /// An account of ministack's.
    pub fn on_ministack(account: &str) -> Self {
        let url = &Ministack::start().url;
        Self::with_profile(&lines(account, "secret", "", url))
    }

    #[must_use]
    pub fn expecting(mut self, account: &str) -> Self {
        self.settings.environments[0].account = Some(AccountId::from(account));
        self
    }

    #[must_use]
    pub fn patient_for(mut self, attempt: Duration, operation: Duration) -> Self {
        self.ambient.limits.attempt = attempt;
        self.ambient.limits.operation = operation;
        self
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub fn write_config(&self, text: &str) {
        fs::write(self.path("config"), text).unwrap();
    }

    pub fn aws(&self) -> Aws {
        Aws::with_ambient(Arc::new(self.settings.clone()), self.ambient.clone())
    }
}

pub fn environment(name: &str) -> Environment {
    Environment {
        name: EnvironmentName::from(name),
        profile: Some(name.to_owned()),
        region: Some(Region::from("eu-west-1")),
        production: false,
        ..Environment::unknown(EnvironmentName::from(name))
    }
}

pub fn lines(id: &str, secret: &str, token: &str, url: &str) -> String {
    let token = if token.is_empty() {
        String::new()
    } else {
        format!("aws_session_token = {token}\n")
    };
    format!(
        "aws_access_key_id = {id}\naws_secret_access_key = {secret}\n{token}endpoint_url = {url}\n"
    )
}

pub async fn caller(aws: &Aws) -> Result<Caller, Fault> {
    ask(aws, sts::CallerIdentity).await
}

pub async fn authorization(aws: &Aws) -> Result<Authorization, Fault> {
    ask(aws, iam::Authorization).await
}

pub async fn roles(aws: &Aws, names: &[&str]) -> Result<Authorization, Fault> {
    let names = names.iter().map(|name| RoleName::from(*name)).collect();
    ask(aws, iam::Roles(names)).await
}

pub async fn last_writes(aws: &Aws, role: &str) -> Result<Vec<LastWrite>, Fault> {
    ask(aws, cloudtrail::LastWrites(RoleName::from(role))).await
}

pub async fn ask<Q: Question<Answer: Clone>>(aws: &Aws, question: Q) -> Result<Q::Answer, Fault>
where
    Q::Service: Into<AwsAsk>,
{
    let service: Q::Service = question.into();
    let answer = any(aws, service.into()).await?;
    Ok(Q::typed(&answer).expect("its own answer").clone())
}

pub async fn any(aws: &Aws, ask: AwsAsk) -> Result<Answer, Fault> {
    aws.answer(&EnvironmentName::from("dev"), &ask).await
}
