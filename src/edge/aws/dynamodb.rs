//! A table's description from DynamoDB.

use serde_json::{Value, json};

use super::{
    protocol::{Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{Reads, dynamodb::Table},
    facts::{Arn, Fault, TableState},
};

const DYNAMODB: Service = Service {
    name: "DynamoDB",
    prefix: "dynamodb",
    protocol: Protocol::Json {
        target: "DynamoDB_20120810",
        version: "1.0",
    },
};

impl Reads<Table> for Reader<'_> {
    async fn read(&self, Table(name): &Table) -> Result<TableState, Fault> {
        let of = format!("DynamoDB table {}", name.raw());
        let call = self.session.call("dynamodb:DescribeTable", &of);
        let body = json!({"TableName": name.raw()});
        let answer = self.json(&DYNAMODB, "DescribeTable", call, &body).await?;
        let says = |name: &str| answer.pointer(&format!("/Table/{name}"));
        let arn = says("TableArn").and_then(Value::as_str).map(Arn::new);
        self.belongs(arn.and_then(|arn| arn.account()))?;
        let status = says("TableStatus").and_then(Value::as_str);
        let status = status.ok_or_else(|| call.malformed("a table without a status"))?;
        Ok(TableState {
            status: status.to_owned(),
            items: says("ItemCount").and_then(Value::as_u64),
        })
    }
}
