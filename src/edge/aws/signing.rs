//! Credentials as they are at one moment, and who STS says they are: what a
//! write is looked at with, confirmed for and signed with. Reads only.

use std::sync::Arc;

use aws_config::SdkConfig;
use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::{
    Aws,
    clients::Asked,
    endpoints,
    reader::{Budgets, Reader},
    session::Session,
};
use crate::facts::{Caller, EnvironmentName, Fault, Region, Server, regions_of};

#[derive(Debug)]
pub struct Signing {
    pub(super) session: Arc<Session>,
    budgets: Arc<Budgets>,
    pub(in crate::edge) caller: Caller,
    /// Those that the settings have an environment of this account for.
    pub(super) regions: Vec<Region>,
}

impl Aws {
    /// Takes the environment's credentials as they are now, and asks STS whose they are.
    pub(in crate::edge) async fn signing(
        &self,
        environment: &EnvironmentName,
    ) -> Result<Signing, Fault> {
        let mut session = self.session(environment).await?;
        if !session.passage.holds().await {
            // Other certificates than were read: they are read again, and shown.
            self.forget(&session);
            session = self.session(environment).await?;
        }
        let session = session.frozen().await?;
        let caller = self.confirm(&session).await?;
        Ok(Signing {
            regions: self.regions(&caller),
            session,
            budgets: Arc::clone(&self.budgets),
            caller,
        })
    }

    /// The caller's own region first, then those of every other environment that may be
    /// of the same account and partition: IAM is global, and stacks are not.
    fn regions(&self, caller: &Caller) -> Vec<Region> {
        let partition = regions_of(caller.partition());
        let mut regions = vec![caller.region.clone()];
        let environments = self.settings.environments.iter().filter(|one| {
            let account = one.account.as_ref();
            account.is_none_or(|account| *account == caller.account)
        });
        for region in environments.filter_map(|one| one.region.as_ref()) {
            if partition.contains(&region.raw()) && !regions.contains(region) {
                regions.push(region.clone());
            }
        }
        regions
    }
}

impl Signing {
    /// For any ask that is read of AWS.
    pub(in crate::edge) fn reader(&self) -> Reader<'_> {
        Reader::new(&self.session, &self.caller, &self.budgets)
    }

    /// The configuration with the frozen credentials, for the one client that writes.
    pub(in crate::edge) fn config(&self) -> &SdkConfig {
        &self.session.config
    }

    pub(in crate::edge) fn access_key(&self) -> &str {
        self.session.access_key.as_deref().unwrap_or_default()
    }

    /// The servers that STS and the service answered from; fewer than two where an
    /// address does not say whose it is.
    pub(in crate::edge) fn hosts(&self, service: &str) -> Vec<Server> {
        ["STS", service]
            .iter()
            .filter_map(|service| self.session.asked.address(service))
            .filter_map(|address| Server::of(&address))
            .collect()
    }

    /// The caller, with all that the requests went through by now.
    pub(in crate::edge) fn caller_by_now(&self) -> Caller {
        Caller {
            through: self.session.through(),
            ..self.caller.clone()
        }
    }

    /// The very address that the service answered from.
    pub(in crate::edge) fn address(&self, service: &str) -> Option<String> {
        self.session.asked.address(service)
    }

    /// Where objects are put: nothing is asked there before.
    pub(in crate::edge) fn s3_address(&self) -> String {
        let Session { config, region, .. } = &*self.session;
        endpoints::address(config, region, endpoints::S3)
    }

    /// The region that the session's requests are signed for.
    pub(in crate::edge) fn region(&self) -> &str {
        &self.session.region
    }

    /// Notes where it is sent, so that a fault can name it.
    pub(in crate::edge) fn asked(&self) -> Asked {
        self.session.asked.clone()
    }

    /// An answer that says success, and that AWS did not give.
    pub(in crate::edge) fn not_its(&self, action: &str, of: &str) -> Fault {
        let call = self.session.call(action, of);
        call.malformed("it has no request id, or is not in the form of AWS's answers")
    }

    /// The same fault for an SDK error of a write as for one of a read.
    pub(in crate::edge) fn fault<E>(
        &self,
        action: &str,
        of: &str,
        error: &SdkError<E, HttpResponse>,
    ) -> Fault
    where
        E: std::error::Error + ProvideErrorMetadata + 'static,
    {
        self.session.call(action, of).asking_for(of).fault(error)
    }
}
