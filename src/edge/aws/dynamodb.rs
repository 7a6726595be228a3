//! A table's description from DynamoDB, and one attribute of its first items.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{
    protocol::{Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{
        Reads,
        dynamodb::{Attribute, Table},
    },
    facts::{Arn, AttributeState, Fault, Remote, TableState},
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

/// Items that are read: each costs the table's readers.
const ITEMS: u64 = 25;
/// Values that are named.
const VALUES: usize = 5;

impl Reads<Attribute> for Reader<'_> {
    async fn read(&self, asked: &Attribute) -> Result<AttributeState, Fault> {
        let (table, attribute) = (asked.table.raw(), asked.attribute.as_str());
        let of = format!("attribute {attribute} of DynamoDB table {table}");
        let call = self.session.call("dynamodb:Scan", &of);
        // By its ARN, so that no other account's table of this name is read.
        let body = json!({
            "TableName": self.arn_of("dynamodb", &format!("table/{table}")),
            "Limit": ITEMS,
            "ProjectionExpression": "#a",
            "ExpressionAttributeNames": {"#a": attribute},
        });
        let answer = self.json(&DYNAMODB, "Scan", call, &body).await?;
        let items = answer.get("Items").and_then(Value::as_array);
        let items = items.ok_or_else(|| call.malformed("no list of items"))?;
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let values = items.iter().filter_map(|item| value(item.get(attribute)?));
        for value in values {
            *counts.entry(value).or_default() += 1;
        }
        let with: usize = counts.values().sum();
        let mut values: Vec<(Remote, usize)> = counts
            .into_iter()
            .map(|(value, count)| (Remote::new(value), count))
            .collect();
        values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        values.truncate(VALUES);
        Ok(AttributeState {
            items: items.len(),
            without: items.len().saturating_sub(with),
            values,
            more: answer.get("LastEvaluatedKey").is_some(),
        })
    }
}

/// `{"S": "failed"}`; None: `{"NULL": true}`. What is no text or number is only there.
fn value(attribute: &Value) -> Option<String> {
    let (kind, value) = attribute.as_object()?.iter().next()?;
    match (kind.as_str(), value) {
        ("NULL", _) => None,
        ("S" | "N", Value::String(text)) => Some(text.clone()),
        (kind, _) => Some(format!("({kind})")),
    }
}
