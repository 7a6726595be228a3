//! Turning pages: which comes next, and that they come to an end.

use std::collections::HashSet;

use crate::{edge::aws::fault::Call, facts::Fault};

/// Far above any quota: an endpoint whose pages never end is not AWS.
const MOST: u32 = 1000;

#[derive(Default)]
pub(super) struct Pages {
    token: Option<String>,
    seen: HashSet<String>,
    pub(super) turned: u32,
}

impl Pages {
    /// The token of the page to ask for.
    pub(super) fn token(&mut self) -> Option<String> {
        self.turned += 1;
        self.token.take()
    }

    /// Takes the token of the page that came; says whether there is another page.
    pub(super) fn more(&mut self, next: Option<String>, call: Call<'_>) -> Result<bool, Fault> {
        let Some(next) = next.filter(|next| !next.is_empty()) else {
            return Ok(false);
        };
        if self.turned >= MOST || !self.seen.insert(next.clone()) {
            return Err(call.malformed("its pages never end"));
        }
        self.token = Some(next);
        Ok(true)
    }

    /// As IAM says it: a page may be short, or even empty, and only `truncated` says
    /// whether there are more.
    pub(super) fn more_if(
        &mut self,
        truncated: bool,
        marker: Option<String>,
        call: Call<'_>,
    ) -> Result<bool, Fault> {
        match marker.filter(|marker| !marker.is_empty()) {
            _ if !truncated => Ok(false),
            None => Err(call.malformed("a truncated page without a marker")),
            marker => self.more(marker, call),
        }
    }
}
