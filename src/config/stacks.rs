//! What the project's file says of stacks: which to watch, what their changes may
//! hold, and the templates that declare roles; and what your own lets pass of them.
//! Vetted already: what does not parse here was an error there.

use std::collections::BTreeMap;

use super::{document::Table, layers::joined};
use crate::facts::{
    Expectation, ExpectedChange, ExpectedGain, StackName, StacksSettings, TemplateSource, last_day,
};

/// `[stacks]`.
pub(super) fn settings(table: Option<Table<'_>>) -> StacksSettings {
    let Some(table) = table else {
        return StacksSettings::default();
    };
    let watch = table.texts("watch").unwrap_or_default();
    StacksSettings {
        watch: watch.into_iter().map(StackName::from).collect(),
        expect_only: expected(table, "expect_only", ExpectedChange::parse),
        expect_gains: expected(table, "expect_gains", ExpectedGain::parse),
    }
}

/// A stack with an empty list expects nothing at all: it stays in the map.
fn expected<T>(
    table: Table<'_>,
    name: &str,
    parse: fn(&str) -> Option<T>,
) -> BTreeMap<StackName, Vec<T>> {
    table
        .text_lists(name)
        .into_iter()
        .map(|(stack, texts)| {
            let parsed = texts.into_iter().filter_map(parse).collect();
            (StackName::from(stack), parsed)
        })
        .collect()
}

/// `expect_only` or `expect_gains` of an environment of your own.
pub(super) fn own_expected<T>(
    table: Table<'_>,
    name: &str,
    parse: fn(&str) -> Option<T>,
) -> BTreeMap<StackName, Expectation<T>> {
    let read = |(stack, table): (&str, Table<'_>)| {
        let what = table.texts("what")?.into_iter().filter_map(parse).collect();
        let expectation = Expectation {
            what,
            why: table.text("why")?.to_owned(),
            until: last_day(table.text("until")?)?,
        };
        Some((StackName::from(stack), expectation))
    };
    let all = table.tables_by_name(name).into_iter();
    all.filter_map(read).collect()
}

/// `[[drift.template]]`, with its file as seen from the repository's root.
pub(super) fn template(table: Table<'_>, project_folder: &str) -> Option<TemplateSource> {
    let parameters = table.text_pairs("parameters").into_iter();
    Some(TemplateSource {
        stack: StackName::from(table.text("stack")?),
        file: joined(project_folder, table.text("file")?),
        parameters: parameters
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
    })
}
