//! What `uses` names: an action, a reusable workflow, an image, or something of this
//! repository; and whether that can ever become something else.

/// A `uses`, in its parts as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Uses<'a> {
    /// `./path`: of the commit that runs.
    Local(&'a str),
    /// `$/path`: of the repository and commit that the workflow itself is of.
    Own(&'a str),
    /// `docker://image@sha256:...`
    Image(&'a str),
    Remote {
        /// `owner/name`, and a path in it.
        action: &'a str,
        reference: &'a str,
    },
}

/// Those who make GitHub's own actions.
const GITHUB: [&str; 2] = ["actions", "github"];

impl<'a> Uses<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        if let Some(path) = text.strip_prefix("./") {
            return Self::Local(path);
        }
        if let Some(path) = text.strip_prefix("$/") {
            return Self::Own(path);
        }
        if let Some(image) = text.strip_prefix("docker://") {
            return Self::Image(image);
        }
        let (action, reference) = text.split_once('@').unwrap_or((text, ""));
        Self::Remote { action, reference }
    }

    /// It can never become anything else.
    pub(super) fn is_pinned(self) -> bool {
        match self {
            Self::Local(_) => true,
            // There is no version of it: with one GitHub takes no such workflow.
            Self::Own(path) => !path.contains('@'),
            Self::Image(image) => image
                .rsplit_once("@sha256:")
                .is_some_and(|(_, digest)| digest.len() == 64 && is_hex(digest)),
            Self::Remote { reference, .. } => reference.len() == 40 && is_hex(reference),
        }
    }

    pub(super) fn is_of(self, wanted: &str) -> bool {
        match self {
            Self::Remote { action, .. } => {
                let rest = action.get(..wanted.len());
                rest.is_some_and(|it| it.eq_ignore_ascii_case(wanted))
                    && matches!(action.as_bytes().get(wanted.len()), None | Some(b'/'))
            }
            _ => false,
        }
    }

    pub(super) fn is_github_made(self) -> bool {
        match self {
            Self::Remote { action, .. } => {
                let owner = action.split('/').next().unwrap_or_default();
                GITHUB.contains(&owner)
            }
            _ => false,
        }
    }

    /// `owner/name`, without the path within it.
    pub(super) fn repository(self) -> Option<String> {
        let Self::Remote { action, .. } = self else {
            return None;
        };
        let mut parts = action.split('/');
        Some(format!("{}/{}", parts.next()?, parts.next()?))
    }
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::Uses;

    #[test]
    fn only_what_can_never_change_is_pinned() {
        let sha = "e8ef132d6df98ed982188e460ebb3b5d4ef3a9cd";
        let digest = "0".repeat(64);
        for (uses, pinned) in [
            ("actions/checkout@v4".to_owned(), false),
            (format!("actions/checkout@{sha}"), true),
            (format!("actions/checkout@{}", &sha[..39]), false),
            ("actions/checkout".to_owned(), false),
            ("./.github/actions/x".to_owned(), true),
            ("$/actions/x".to_owned(), true),
            ("$/actions/x@v1".to_owned(), false),
            ("docker://alpine:3.20".to_owned(), false),
            (format!("docker://alpine@sha256:{digest}"), true),
        ] {
            assert_eq!(Uses::of(&uses).is_pinned(), pinned, "{uses}");
        }
    }

    #[test]
    fn an_action_is_known_by_its_whole_name() {
        let uses = Uses::of("aws-actions/setup-sam@v2");
        assert!(uses.is_of("aws-actions/setup-sam") && !uses.is_of("aws-actions/setup"));
        assert!(Uses::of("github/codeql-action/init@v3").is_of("github/codeql-action"));
    }
}
