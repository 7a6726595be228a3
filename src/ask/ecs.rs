//! What is asked of ECS: the tasks that entries of a registry stand for.

use super::define::asks;
use crate::facts::EcsTasks;

asks! {
    EcsAsk => EcsAnswer of "ECS" as "ecs";

    Tasks { cluster: String, tasks: Vec<String> } -> EcsTasks {
        words: "the tasks that entries name (ecs:DescribeTasks)",
        calls: [DescribeTasks],
    }
}
