//! An instance's description from RDS.

use super::{
    protocol::{Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{Reads, rds::Database},
    facts::{Arn, DatabaseState, Fault},
};

const RDS: Service = Service {
    name: "RDS",
    prefix: "rds",
    protocol: Protocol::Query {
        version: "2014-10-31",
    },
};

impl Reads<Database> for Reader<'_> {
    async fn read(&self, Database(name): &Database) -> Result<DatabaseState, Fault> {
        let of = format!("RDS instance {}", name.raw());
        let call = self.session.call("rds:DescribeDBInstances", &of);
        let parameters = [("DBInstanceIdentifier".to_owned(), name.raw().to_owned())];
        let asked = (
            "DescribeDBInstances",
            &["DescribeDBInstancesResult", "DBInstances", "DBInstance"] as &[&str],
        );
        let answer = self.query(&RDS, asked, call, &parameters).await?;
        let result = answer.child("DescribeDBInstancesResult");
        let all = result.and_then(|result| result.child("DBInstances"));
        let Some(one) = all.and_then(|all| all.child("DBInstance")) else {
            return Err(call.missing());
        };
        let arn = one.text_of("DBInstanceArn").map(Arn::new);
        self.belongs(arn.and_then(|arn| arn.account()))?;
        let status = one.text_of("DBInstanceStatus");
        let status = status.ok_or_else(|| call.malformed("an instance without a status"))?;
        Ok(DatabaseState {
            status: status.to_owned(),
            engine: one.text_of("Engine").map(str::to_owned),
        })
    }
}
