//! What the files say of stacks and of paths, as the settings have it.
//!
//! Vetted already: what does not parse here was an error there.

use std::{collections::BTreeMap, path::Path};

use super::document::{StacksSays, Text};
use crate::facts::{Expectation, StackName, StacksSettings, TemplateSource};

/// `[stacks]`.
pub(super) fn settings(says: &StacksSays) -> StacksSettings {
    StacksSettings {
        watch: plain(&says.watch),
        ignore: says.ignore.clone(),
        expect_only: expected(&says.expect_only),
        expect_gains: expected(&says.expect_gains),
    }
}

/// A stack with an empty list expects nothing at all: it stays in the map.
fn expected<T: Clone>(says: &BTreeMap<StackName, Vec<Text<T>>>) -> BTreeMap<StackName, Vec<T>> {
    let all = says.iter();
    all.map(|(stack, what)| (stack.clone(), plain(what)))
        .collect()
}

/// `expect_only` or `expect_gains` of an environment of your own.
pub(super) fn own_expected<T: Clone>(
    says: &BTreeMap<StackName, Expectation<Text<T>>>,
) -> BTreeMap<StackName, Expectation<T>> {
    let all = says.iter().map(|(stack, says)| {
        let expectation = Expectation {
            what: plain(&says.what),
            why: says.why.clone(),
            until: says.until,
        };
        (stack.clone(), expectation)
    });
    all.collect()
}

pub(super) fn plain<T: Clone>(texts: &[Text<T>]) -> Vec<T> {
    texts.iter().map(|text| text.0.clone()).collect()
}

/// `[[drift.template]]`, with its file as seen from the repository's root.
pub(super) fn template(says: &TemplateSource, project_folder: &str) -> TemplateSource {
    TemplateSource {
        file: joined(project_folder, &says.file),
        ..says.clone()
    }
}

/// A path of the project's file, from the repository's root.
pub(super) fn joined(folder: &str, path: &str) -> String {
    let steps = Path::new(folder).join(path);
    let steps: Vec<_> = steps
        .components()
        .filter(|step| *step != std::path::Component::CurDir)
        .map(|step| step.as_os_str().to_string_lossy())
        .collect();
    match steps.as_slice() {
        [] => ".".to_owned(),
        steps => steps.join("/"),
    }
}
