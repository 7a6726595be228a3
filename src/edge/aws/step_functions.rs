//! The newest executions of a state machine from Step Functions.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{
    protocol::{Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{Reads, step_functions::Executions},
    facts::{ExecutionState, Fault},
};

const STEP_FUNCTIONS: Service = Service {
    name: "SFN",
    prefix: "states",
    protocol: Protocol::Json {
        target: "AWSStepFunctions",
        version: "1.0",
    },
};

impl Reads<Executions> for Reader<'_> {
    async fn read(&self, Executions(name): &Executions) -> Result<Vec<ExecutionState>, Fault> {
        let of = format!("state machine {}", name.raw());
        let call = self.session.call("states:ListExecutions", &of);
        let arn = self.arn_of("states", &format!("stateMachine:{}", name.raw()));
        let body = json!({"stateMachineArn": arn, "maxResults": 5});
        let answer = self.json(&STEP_FUNCTIONS, "ListExecutions", call, &body);
        let answer = answer.await?;
        let Some(all) = answer.get("executions").and_then(Value::as_array) else {
            return Err(call.malformed("no list of executions"));
        };
        Ok(all.iter().filter_map(execution).collect())
    }
}

fn execution(one: &Value) -> Option<ExecutionState> {
    let started = one.get("startDate").and_then(Value::as_f64);
    Some(ExecutionState {
        status: one.get("status")?.as_str()?.to_owned(),
        started: started.and_then(|at| Timestamp::from_second(at as i64).ok()),
    })
}
