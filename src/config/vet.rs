//! Holds a parsed file against the schema: every key known, at home here, and
//! of the form that is expected.
//!
//! Judges each value alone; what values mean together is for `layers`.

use std::ops::Range;

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::schema::{
    Found, Home, Key, TextForm, ValueForm, look_up, required_in, tables_elsewhere,
};
use crate::{
    edge::repo::steps,
    facts::{
        BucketName, ExpectedChange, ExpectedGain, FREEZE_FORM, Freeze, HostedName, Repository,
        Server, Through, last_day,
    },
};

/// A sentence about the bytes of the file it is about.
pub(super) type Complaint = (Range<usize>, String);

/// Everything that is wrong with a table. `path` is its own; empty for the file. What
/// there is a complaint about is taken out.
pub(super) fn vet(
    table: &mut DeTable<'_>,
    path: &str,
    home: Home,
    complaints: &mut Vec<Complaint>,
) {
    let mut bad = Vec::new();
    for (name, value) in table.iter_mut() {
        let text = name.get_ref().as_ref();
        let inner = if path.is_empty() {
            text.to_owned()
        } else {
            format!("{path}.{text}")
        };
        let before = complaints.len();
        let span = value.span();
        match (look_up(path, text, home), value.get_mut()) {
            (Found::Section, DeValue::Table(table)) => {
                vet(table, &inner, home, complaints);
                continue;
            }
            (Found::Section, other) => {
                let elsewhere = tables_elsewhere(&inner, home).filter(|_| other.is_array());
                let what = elsewhere.unwrap_or_else(|| wrong(&inner, "a table", other));
                complaints.push((span, what));
            }
            (Found::Key(key), DeValue::Array(rows)) if key.form == ValueForm::Tables => {
                for row in rows.iter_mut() {
                    vet_row(row, key.path, home, complaints);
                }
                if rows.iter().all(|row| row.get_ref().is_table()) {
                    continue;
                }
            }
            (Found::Key(key), _) => vet_value(value, key, complaints),
            (Found::Misplaced(what) | Found::Unknown(what), _) => {
                complaints.push((name.span(), what));
            }
        }
        if complaints.len() > before {
            bad.push(text.to_owned());
        }
    }
    for name in bad {
        table.remove(name.as_str());
    }
}

fn vet_value(value: &Spanned<DeValue<'_>>, key: &Key, to: &mut Vec<Complaint>) {
    let found = value.get_ref();
    let mut mismatch = |expected| to.push((value.span(), wrong(key.path, expected, found)));
    match (key.form, found) {
        (ValueForm::Flag, DeValue::Boolean(_)) => {}
        (ValueForm::Flag, _) => mismatch("true or false"),
        (ValueForm::Count, DeValue::Integer(number))
            if u64::from_str_radix(number.as_str(), number.radix()).is_ok() => {}
        (ValueForm::Count, _) => mismatch("a whole number"),
        (ValueForm::Text(form), _) => vet_text(value, key, form, "a text in quotes", to),
        (ValueForm::Texts(form), DeValue::Array(items)) => {
            for item in items {
                vet_text(item, key, form, "a list of texts in quotes", to);
            }
        }
        (ValueForm::Texts(_), _) => mismatch("a list of texts in quotes"),
        (ValueForm::TextMap, DeValue::Table(table)) => {
            for item in table.values() {
                vet_text(item, key, TextForm::Any, "a table of texts in quotes", to);
            }
        }
        (ValueForm::TextMap, _) => mismatch("a table of texts in quotes"),
        (ValueForm::TextsMap(form), DeValue::Table(table)) => {
            let lists = Key {
                form: ValueForm::Texts(form),
                ..*key
            };
            for item in table.values() {
                vet_value(item, &lists, to);
            }
        }
        (ValueForm::TextsMap(_), _) => mismatch("a table of lists of texts"),
        (ValueForm::Expectations(form), DeValue::Table(table)) => {
            for item in table.values() {
                vet_expectation(item, key, form, to);
            }
        }
        (ValueForm::Expectations(_), _) => mismatch(EXPECTATION),
        (ValueForm::Tables, other) => to.push((
            value.span(),
            format!(
                "`{0}` must be written as `[[{0}]]`, found {1}",
                key.path,
                called(other)
            ),
        )),
    }
}

const EXPECTATION: &str =
    "a table of `stack = { what = [...], why = \"...\", until = \"2026-12-31\" }`";

/// What lets a stop pass says what, why and until when: all three, and nothing else.
fn vet_expectation(
    item: &Spanned<DeValue<'_>>,
    key: &Key,
    form: TextForm,
    to: &mut Vec<Complaint>,
) {
    let DeValue::Table(table) = item.get_ref() else {
        to.push((item.span(), wrong(key.path, EXPECTATION, item.get_ref())));
        return;
    };
    for (name, value) in table {
        let name = name.get_ref().as_ref();
        match (name, value.get_ref()) {
            ("what", DeValue::Array(items)) if !items.is_empty() => {
                for item in items {
                    vet_text(item, key, form, "a list of texts in quotes", to);
                }
            }
            ("what", _) => to.push((
                value.span(),
                format!(
                    "`what` of `{}` must be a list of what is expected",
                    key.path
                ),
            )),
            ("why", _) => vet_text(value, key, TextForm::Reason, "a reason in quotes", to),
            ("until", _) => vet_text(value, key, TextForm::Day, "a day in quotes", to),
            _ => to.push((
                value.span(),
                format!("`{}` has no `{name}`: it must be {EXPECTATION}", key.path),
            )),
        }
    }
    for name in ["what", "why", "until"] {
        if !table.contains_key(name) {
            to.push((
                item.span(),
                format!("this entry of `{}` lacks its `{name}`", key.path),
            ));
        }
    }
}

/// One table of a list of tables.
fn vet_row(item: &mut Spanned<DeValue<'_>>, path: &str, home: Home, to: &mut Vec<Complaint>) {
    let span = item.span();
    let DeValue::Table(table) = item.get_mut() else {
        to.push((span, wrong(path, "a list of tables", item.get_ref())));
        return;
    };
    let missing = required_in(path).filter(|key| !table.contains_key(key.leaf()));
    let missing: Vec<&str> = missing.map(Key::leaf).collect();
    vet(table, path, home, to);
    for leaf in missing {
        to.push((
            span.clone(),
            format!("this `[[{path}]]` lacks its `{leaf}`"),
        ));
    }
}

fn vet_text(
    value: &Spanned<DeValue<'_>>,
    key: &Key,
    form: TextForm,
    expected: &str,
    to: &mut Vec<Complaint>,
) {
    match value.get_ref() {
        DeValue::String(text) => {
            if let Err(expected) = vet_form(text, form) {
                // What precedes an `@` may be a password.
                let found = match form {
                    TextForm::Server | TextForm::Through if text.contains('@') => {
                        "one with a user".to_owned()
                    }
                    _ => format!("`{text}`"),
                };
                let what = format!("`{}` must be {expected}, found {found}", key.path);
                to.push((value.span(), what));
            }
        }
        other => to.push((value.span(), wrong(key.path, expected, other))),
    }
}

/// The words that follow "must be" when the text is not of this form.
pub(super) fn vet_form(text: &str, form: TextForm) -> Result<(), &'static str> {
    let all = |allowed: fn(char) -> bool| !text.is_empty() && text.chars().all(allowed);
    let (good, expected) = match form {
        TextForm::Any => (!text.contains('\0'), "a text without NUL"),
        TextForm::FileName => (
            all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) && text.len() <= 64,
            "a name of letters, digits, `-` and `_`",
        ),
        TextForm::Environment => (
            all(|c| !c.is_control() && c != ':') && text.len() <= 64,
            "a name of at most 64 characters without `:`",
        ),
        TextForm::Region => (
            all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') && text.len() <= 32,
            "a region such as `eu-west-1`",
        ),
        TextForm::Bucket => (
            BucketName::is_valid(text),
            "the name of a bucket such as `my-templates`",
        ),
        TextForm::Account => (
            text.len() == 12 && all(|c| c.is_ascii_digit()),
            "an account id of twelve digits",
        ),
        TextForm::Beneath => (
            steps(text).is_ok(),
            "a path beneath the repository, not absolute and without `..`",
        ),
        TextForm::Elsewhere => (
            (text.starts_with('/') || text.starts_with("~/")) && !text.contains('\0'),
            "a path that begins with `/` or `~/`",
        ),
        TextForm::Sibling => (
            text.split_once(':')
                .is_some_and(|(environment, role)| !environment.is_empty() && !role.is_empty()),
            "`environment:role`",
        ),
        TextForm::Change => (
            ExpectedChange::parse(text).is_some(),
            "a logical id such as `Role`, or one with a property, `Role:Policies`",
        ),
        TextForm::Gain => (
            ExpectedGain::parse(text).is_some(),
            "an action and a resource, `service:Action on arn`",
        ),
        TextForm::Freeze => (Freeze::read(text).is_ok(), FREEZE_FORM),
        TextForm::Day => (
            last_day(text).is_some(),
            "a last day such as `2026-12-31` for its `until`",
        ),
        TextForm::Reason => (
            !text.trim().is_empty() && !text.contains('\0'),
            "a reason for its `why`",
        ),
        TextForm::Server => (
            Server::named(text).is_some(),
            "a server, `host:port` or `http://host:port`, without user or path",
        ),
        TextForm::Repository => (
            Repository::parse(text).is_some_and(|one| one.host().is_none()),
            "a repository on GitHub, `owner/name`",
        ),
        TextForm::HostedName => (
            HostedName::parse(text).is_some(),
            "a repository, `owner/name` on github.com or `host/owner/name`",
        ),
        TextForm::Through => (
            Through::parse(text).is_some(),
            "a proxy, `scheme://host:port` without user or path, or a trust store, `/path#sha256=...`",
        ),
    };
    if good { Ok(()) } else { Err(expected) }
}

fn wrong(path: &str, expected: &str, found: &DeValue<'_>) -> String {
    format!("`{path}` must be {expected}, found {}", called(found))
}

fn called(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
