//! What is asked of RDS: an instance's description.

use super::define::asks;
use crate::facts::{DatabaseState, ResourceName};

asks! {
    RdsAsk => RdsAnswer of "RDS" as "rds";

    Database(ResourceName) -> DatabaseState {
        words: "the database (rds:DescribeDBInstances)",
        calls: [DescribeDBInstances],
    }
}
