//! What this machine remembers, written by somebody who means ill.

use watchkeeper::{
    ask::{Answer, MemoryAsk, Question, memory},
    facts::{Acknowledgement, InSync, StepOutcome, StepRecord},
};

use super::world::{at, evil, remote};

pub(super) fn answer(asked: &MemoryAsk) -> Answer {
    match asked {
        MemoryAsk::Executions => memory::Executions::answered(vec![StepRecord {
            execution: evil("execution"),
            runbook: "stale-deploy-role".to_owned(),
            environment: evil("environment").as_str().into(),
            account: None,
            subject: remote("stack"),
            step: String::new(),
            outcome: StepOutcome::Started,
            at: at(),
            caller: Some(remote("arn:aws:sts::123456789012:assumed-role/")),
            who: remote("anna@"),
            journal: 0,
            seen: Vec::new(),
            note: Some(remote("note ")),
        }]),
        MemoryAsk::Acknowledgements(_) => {
            memory::Acknowledgements::answered(vec![Acknowledgement {
                trouble: "dev/stacks/app/failed".to_owned(),
                note: remote("known"),
                by: remote("arn:aws:sts::123456789012:assumed-role/oncall/"),
                at: at(),
                said: Vec::new(),
            }])
        }
        MemoryAsk::InSync(_) => memory::InSync::answered(vec![InSync {
            role: evil("left").as_str().into(),
            item: evil("inline/"),
            at: at(),
        }]),
    }
}
