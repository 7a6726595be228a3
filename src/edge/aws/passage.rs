//! What lies between a session and the servers that it asks: its trust store and
//! its proxies, as they were when it was opened and as they are now.

use std::path::PathBuf;

use super::ambient::Ambient;
use crate::{
    edge::{
        blocking::blocking,
        http::{Passed, Trust, read_trust},
    },
    facts::{Fault, Through},
};

#[derive(Clone, Debug)]
pub(super) struct Passage {
    pub ambient: Ambient,
    /// `ca_bundle` of the profile.
    profile_bundle: Option<PathBuf>,
    pub trust: Trust,
    pub passed: Passed,
}

impl Passage {
    pub(super) async fn open(
        ambient: &Ambient,
        profile_bundle: Option<PathBuf>,
    ) -> Result<Self, Fault> {
        let trust = read(ambient.clone(), profile_bundle.clone()).await?;
        Ok(Self {
            ambient: ambient.clone(),
            profile_bundle,
            trust,
            passed: Passed::default(),
        })
    }

    /// Whether the trust store holds what it held when the session was opened.
    pub(super) async fn holds(&self) -> bool {
        let now = read(self.ambient.clone(), self.profile_bundle.clone()).await;
        now.is_ok_and(|now| now.stores == self.trust.stores)
    }

    /// What requests to these addresses go through, and what others went through.
    pub(super) fn through<'a>(&self, addresses: impl IntoIterator<Item = &'a str>) -> Vec<Through> {
        let mut ways = self.passed.all();
        ways.extend(self.ambient.proxies.before_all(addresses));
        ways.extend(self.trust.stores.iter().cloned());
        ways.into_iter().collect()
    }
}

async fn read(ambient: Ambient, profile_bundle: Option<PathBuf>) -> Result<Trust, Fault> {
    blocking(
        move || read_trust(&ambient.stores(profile_bundle.as_deref())),
        "Reading the trust store stopped halfway through a mistake of this program.",
        "Report it with the log of the run.",
    )
    .await?
}
