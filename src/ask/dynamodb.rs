//! What is asked of DynamoDB: a table's description, and none of its items.

use super::define::asks;
use crate::facts::{ResourceName, TableState};

asks! {
    DynamoDbAsk => DynamoDbAnswer of "DynamoDB" as "dynamodb";

    Table(ResourceName) -> TableState {
        words: "the table (dynamodb:DescribeTable)",
        calls: [DescribeTable],
    }
}
