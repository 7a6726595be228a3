//! All pages of a list, by number: an address that an answer names is never gone to.

use std::collections::BTreeMap;

use serde::{Deserialize, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{client::Client, request::Request};
use crate::facts::{Fault, actions::Listing};

/// As many as a page may have.
pub(super) const ON_A_PAGE: usize = 100;

impl Client {
    /// A list under this name in an answer that also counts: `{"total_count": 2, "jobs": []}`.
    pub(super) async fn listing<T: DeserializeOwned>(
        &self,
        request: &Request<'_>,
        under: &str,
        most_pages: usize,
    ) -> Result<Listing<T>, Fault> {
        let mut all = Listing::default();
        for number in 1..=most_pages {
            let page = numbered(request, number);
            let mut answer: BTreeMap<String, Box<RawValue>> = self.read(&page).await?;
            let parts = |error: serde_json::Error| self.asked(request).malformed(error.to_string());
            let items = answer.remove(under).unwrap_or_default();
            let items: Option<Vec<T>> = serde_json::from_str(items.get()).map_err(parts)?;
            let total: Option<Box<RawValue>> = answer.remove("total_count");
            let total = total.and_then(|total| serde_json::from_str(total.get()).ok());
            all.total = total.or(all.total);
            let items = items.unwrap_or_default();
            let last = items.len() < ON_A_PAGE;
            all.items.extend(items);
            all.whole = last
                || all
                    .total
                    .is_some_and(|total| all.items.len() as u64 >= total);
            if all.whole {
                break;
            }
        }
        Ok(all)
    }

    /// A list that is the whole answer, and is not counted.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        request: &Request<'_>,
        most_pages: usize,
    ) -> Result<Listing<T>, Fault> {
        let mut all = Listing::default();
        for number in 1..=most_pages {
            let items: Items<T> = self.read(&numbered(request, number)).await?;
            let items = items.0.unwrap_or_default();
            all.whole = items.len() < ON_A_PAGE;
            all.items.extend(items);
            if all.whole {
                break;
            }
        }
        Ok(all)
    }
}

#[derive(Deserialize)]
struct Items<T>(Option<Vec<T>>);

fn numbered<'a>(request: &Request<'a>, number: usize) -> Request<'a> {
    let request = request.clone().asking("per_page", ON_A_PAGE);
    match number {
        1 => request,
        _ => request.asking("page", number),
    }
}
