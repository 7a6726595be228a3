//! Who asks, as STS would say: one on-call engineer in each test.

use jiff::Timestamp;
use watchkeeper::facts::Caller;

/// Of this account in `eu-west-1`, by the role `oncall`, with nothing in between.
pub fn caller(account: &str) -> Caller {
    let arn = format!("arn:aws:sts::{account}:assumed-role/oncall/anna");
    Caller {
        account: account.into(),
        arn: arn.as_str().into(),
        region: "eu-west-1".into(),
        endpoints: Vec::new(),
        through: Vec::new(),
        checked_at: Timestamp::UNIX_EPOCH,
        clock_ahead: None,
    }
}
