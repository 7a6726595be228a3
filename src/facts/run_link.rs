//! A workflow run as a person names it: by its number, or by its address in a browser.

use serde::{Deserialize, Serialize};

use super::{Repository, actions::RunId};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunLink {
    /// None: only the number was given.
    pub repository: Option<Repository>,
    pub run: RunId,
}

impl RunLink {
    /// `28319977186`, or `https://github.com/OWNER/NAME/actions/runs/28319977186` and
    /// whatever comes behind it; None: it names no run.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |text: &str| {
            let plain = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
            plain.then(|| text.parse().ok().map(RunId)).flatten()
        };
        if let Some(run) = number(text) {
            let repository = None;
            return Some(Self { repository, run });
        }
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))?;
        let rest = rest.split(['?', '#']).next()?;
        let parts: Vec<&str> = rest.split('/').collect();
        let [host, owner, name, "actions", "runs", run, ..] = parts.as_slice() else {
            return None;
        };
        Some(Self {
            repository: Some(Repository::parse(&format!("{host}/{owner}/{name}"))?),
            run: number(run)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{RunId, RunLink};

    fn parsed(text: &str) -> Option<(Option<String>, u64)> {
        let link = RunLink::parse(text)?;
        let host = link
            .repository
            .and_then(|of| Some(format!("{}/{of}", of.host()?)));
        let RunId(run) = link.run;
        Some((host, run))
    }

    #[test]
    fn a_number_and_every_form_of_an_address_name_a_run() {
        assert_eq!(parsed("28319977186"), Some((None, 28_319_977_186)));
        for more in ["", "/", "/job/17", "/attempts/2", "/job/17?pr=3#step:9:1"] {
            let address = format!("https://GitHub.com/DataTalksClub/dataops/actions/runs/17{more}");
            let of = Some("github.com/DataTalksClub/dataops".to_owned());
            assert_eq!(parsed(&address), Some((of, 17)), "{more}");
        }
    }

    #[test]
    fn what_names_no_run_is_none() {
        for text in [
            "",
            "dataops-v1",
            "+17",
            "99999999999999999999999",
            "https://github.com/a/b/actions/runs/",
            "https://github.com/a/b/actions/runs/x",
            "https://github.com/a/b/pull/17",
            "https://user@github.com/a/b/actions/runs/17",
            "https://github.com/../b/actions/runs/17",
            "ftp://github.com/a/b/actions/runs/17",
            "arn:aws:cloudformation:eu-west-1:817685572750:stack/a/b",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }
}
