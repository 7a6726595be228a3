//! What is asked of ECS: the tasks that entries of a registry stand for, and services.

use super::define::asks;
use crate::facts::{EcsServiceState, EcsTasks, ResourceName};

asks! {
    EcsAsk => EcsAnswer of "ECS" as "ecs";

    Tasks { cluster: String, tasks: Vec<String> } -> EcsTasks {
        words: "the tasks that entries name (ecs:DescribeTasks)",
        calls: [DescribeTasks],
    }

    Service { cluster: ResourceName, service: ResourceName } -> EcsServiceState {
        words: "the service (ecs:DescribeServices)",
        calls: [DescribeServices],
    }
}
