//! Tasks from ECS: a hundred in a call, and all of them or a fault.

use serde_json::{Value, json};

use super::{
    protocol::{Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{
        Reads,
        ecs::{Service as EcsService, Tasks},
    },
    facts::{Arn, EcsServiceState, EcsTask, EcsTasks, Fault, Remote},
};

const ECS: Service = Service {
    name: "ECS",
    prefix: "ecs",
    protocol: Protocol::Json {
        target: "AmazonEC2ContainerServiceV20141113",
        version: "1.1",
    },
};

const CHUNK: usize = 100;

impl Reads<Tasks> for Reader<'_> {
    async fn read(&self, Tasks { cluster, tasks }: &Tasks) -> Result<EcsTasks, Fault> {
        let of = format!("cluster {cluster}");
        let call = self.session.call("ecs:DescribeTasks", &of);
        let mut found = EcsTasks::default();
        for chunk in tasks.chunks(CHUNK) {
            let body = json!({"cluster": cluster, "tasks": chunk});
            let answer = self.json(&ECS, "DescribeTasks", call, &body).await?;
            for one in list(&answer, "tasks") {
                let Some(task) = task(one) else {
                    return Err(call.malformed("a task without an ARN or a status"));
                };
                let arn = text(one, "taskArn").map(Arn::new);
                self.belongs(arn.and_then(|arn| arn.account()))?;
                found.tasks.push(task);
            }
            for failure in list(&answer, "failures") {
                match (text(failure, "arn"), text(failure, "reason")) {
                    (Some(arn), Some("MISSING")) => found.missing.push(last(arn)),
                    (_, why) => {
                        let why = why.unwrap_or("a failure without a reason");
                        return Err(call.malformed(why));
                    }
                }
            }
        }
        Ok(found)
    }
}

impl Reads<EcsService> for Reader<'_> {
    async fn read(&self, asked: &EcsService) -> Result<EcsServiceState, Fault> {
        let (cluster, service) = (asked.cluster.raw(), asked.service.raw());
        let of = format!("ECS service {service} of cluster {cluster}");
        let call = self.session.call("ecs:DescribeServices", &of);
        let body = json!({"cluster": cluster, "services": [service]});
        let answer = self.json(&ECS, "DescribeServices", call, &body).await?;
        let Some(one) = list(&answer, "services").next() else {
            return Err(call.missing());
        };
        let arn = text(one, "serviceArn").map(Arn::new);
        self.belongs(arn.and_then(|arn| arn.account()))?;
        let number = |name: &str| one.get(name).and_then(Value::as_u64);
        match (
            text(one, "status"),
            number("desiredCount"),
            number("runningCount"),
        ) {
            (Some(status), Some(desired), Some(running)) => Ok(EcsServiceState {
                status: status.to_owned(),
                desired,
                running,
                pending: number("pendingCount").unwrap_or(0),
            }),
            _ => Err(call.malformed("a service without a status or counts")),
        }
    }
}

fn task(one: &Value) -> Option<EcsTask> {
    let attachments = list(one, "attachments");
    let details = attachments.flat_map(|attachment| list(attachment, "details"));
    let ips = details.filter(|detail| {
        matches!(
            text(detail, "name"),
            Some("privateIPv4Address" | "privateIPv6Address")
        )
    });
    Some(EcsTask {
        id: last(text(one, "taskArn")?),
        last_status: text(one, "lastStatus")?.to_owned(),
        desired_status: text(one, "desiredStatus").unwrap_or_default().to_owned(),
        ips: ips
            .filter_map(|detail| text(detail, "value").map(str::to_owned))
            .collect(),
        stopped_reason: text(one, "stoppedReason").map(Remote::new),
    })
}

fn last(arn: &str) -> String {
    arn.rsplit('/').next().unwrap_or(arn).to_owned()
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    let list = value.get(name).and_then(Value::as_array);
    list.into_iter().flatten()
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}
