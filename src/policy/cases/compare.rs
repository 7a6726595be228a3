//! Cases of two documents each: do they mean the same?

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};

use super::{each_line, print, read};
use crate::{
    facts::{Fault, FaultKind, Verdict},
    policy::{Decision, Document, Kind, Request, compare as compare_documents, parse},
};

#[derive(Deserialize)]
struct CompareCase {
    id: String,
    kind: Kind,
    a: String,
    b: String,
    #[serde(default)]
    a_encoding: Encoding,
    #[serde(default)]
    b_encoding: Encoding,
    /// Where both documents live.
    #[serde(default = "aws")]
    partition: String,
}

fn aws() -> String {
    "aws".to_owned()
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Encoding {
    #[default]
    Json,
    Url,
}

#[derive(Serialize)]
struct CompareResult<'a> {
    id: &'a str,
    /// None: undecided, never guessed.
    equivalent: Option<bool>,
    /// Of b against a.
    verdict: Verdict,
    witness: Option<CaseWitness<'a>>,
}

#[derive(Serialize)]
struct CaseWitness<'a> {
    request: &'a Request,
    a: Decision,
    b: Decision,
}

/// One line of result for each line of cases.
pub fn compare(jsonl: &str) -> Result<Vec<String>, Fault> {
    each_line(jsonl, compare_line)
}

fn compare_line(line: &str) -> Result<String, Fault> {
    let case: CompareCase = read(line)?;
    let within = |document: Document| document.within(Some(&case.partition));
    let a = within(document(&case.a, case.a_encoding, case.kind)?);
    let b = within(document(&case.b, case.b_encoding, case.kind)?);
    let comparison = compare_documents(&a, &b);
    print(&CompareResult {
        id: &case.id,
        equivalent: comparison.equivalent,
        verdict: comparison.verdict,
        witness: comparison.witness().map(|witness| CaseWitness {
            request: &witness.request,
            a: witness.codified,
            b: witness.live,
        }),
    })
}

fn document(text: &str, encoding: Encoding, kind: Kind) -> Result<Document, Fault> {
    let decoded = match encoding {
        Encoding::Json => Cow::Borrowed(text),
        Encoding::Url => percent_decode_str(text).decode_utf8().map_err(|error| {
            let what = "The percent-decoded document is not UTF-8.";
            let hint = "Give the document as GetRolePolicy returned it.";
            Fault::new(FaultKind::Malformed, what, hint).caused_by(error.to_string())
        })?,
    };
    parse(&decoded, kind).map_err(|malformed| malformed.fault("the document"))
}
