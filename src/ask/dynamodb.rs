//! What is asked of DynamoDB: a table's description; of its items at most one
//! attribute, which an inventory names.

use super::define::asks;
use crate::facts::{AttributeState, ResourceName, TableState};

asks! {
    DynamoDbAsk => DynamoDbAnswer of "DynamoDB" as "dynamodb";

    Table(ResourceName) -> TableState {
        words: "the table (dynamodb:DescribeTable)",
        calls: [DescribeTable],
    }

    /// Of at most 25 items, and of nothing else in them: only where an inventory says so.
    Attribute { table: ResourceName, attribute: String } -> AttributeState {
        words: "one attribute of the table's first items (dynamodb:Scan)",
        calls: [Scan],
        is: Contents,
    }
}
