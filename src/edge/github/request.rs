//! One request to GitHub's API: an endpoint with its values, and what it is called in faults.

use crate::{
    ask::Endpoint,
    facts::{Repository, encoded},
};

#[derive(Clone, Debug)]
pub(super) struct Request<'a> {
    pub repository: &'a Repository,
    pub endpoint: Endpoint,
    /// What it is, of the repository: `the jobs of run 17`.
    pub what: String,
    values: Vec<String>,
    query: Vec<(&'static str, String)>,
}

impl<'a> Request<'a> {
    pub(super) fn new(
        repository: &'a Repository,
        endpoint: Endpoint,
        what: impl Into<String>,
    ) -> Self {
        Self {
            repository,
            endpoint,
            what: what.into(),
            values: Vec::new(),
            query: Vec::new(),
        }
    }

    /// The value of the next brace of the path, after owner and name.
    pub(super) fn with(mut self, value: impl ToString + Copy) -> Self {
        self.values.push(value.to_string());
        self
    }

    pub(super) fn asking(mut self, name: &'static str, value: impl ToString + Copy) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// Path and query, every value of them encoded.
    pub(super) fn path(&self) -> String {
        let own = [self.repository.owner(), self.repository.name()];
        let values = own
            .into_iter()
            .chain(self.values.iter().map(String::as_str));
        let mut values = values.map(encoded);
        let segments =
            self.endpoint
                .template()
                .split('/')
                .map(|segment| match segment.starts_with('{') {
                    true => values.next().unwrap_or_default(),
                    false => segment.to_owned(),
                });
        let mut path = segments.collect::<Vec<_>>().join("/");
        for (nth, (name, value)) in self.query.iter().enumerate() {
            path.push(if nth == 0 { '?' } else { '&' });
            path.push_str(&format!("{name}={}", encoded(value)));
        }
        path
    }
}
