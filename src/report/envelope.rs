//! What every JSON answer of a check begins with: schema 1, as the interface promises it.

use jiff::Timestamp;
use serde_json::{Value, json};

use crate::{
    checks::Outcome,
    facts::{Caller, EnvironmentName, Fault, Unknown},
};

pub(super) struct Envelope<'a> {
    pub(super) command: &'a str,
    pub(super) at: Timestamp,
    pub(super) environment: &'a EnvironmentName,
    pub(super) caller: Option<&'a Caller>,
    pub(super) status: Outcome,
    pub(super) faults: &'a [(String, Fault)],
    pub(super) unknown: &'a [Unknown],
}

impl Envelope<'_> {
    pub(super) fn value(&self) -> Value {
        let faults = self.faults.iter();
        let faults = faults
            .map(|(what, fault)| json!({"what": what, "why": fault.what, "hint": fault.hint}));
        let unknown = self.unknown.iter().map(|unknown| json!(unknown));
        json!({
            "schema": 1,
            "command": self.command,
            "generated_at": self.at.to_string(),
            "environment": self.environment.raw(),
            "account": self.caller.map(|caller| caller.account.raw()),
            "region": self.caller.map(|caller| caller.region.raw()),
            "status": self.status.word(),
            "unknown": faults.chain(unknown).collect::<Vec<_>>(),
        })
    }
}
