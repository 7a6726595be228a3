//! What is asked of Auto Scaling: the groups that made registered instances, each with
//! its lifecycle hooks.

use super::define::asks;
use crate::facts::{AutoScalingGroup, GroupName};

asks! {
    AutoScalingAsk => AutoScalingAnswer of "Auto Scaling" as "autoscaling";

    Groups(Vec<GroupName>) -> Vec<AutoScalingGroup> {
        words: "Auto Scaling groups and their lifecycle hooks (autoscaling:DescribeLifecycleHooks)",
        calls: [DescribeAutoScalingGroups, DescribeLifecycleHooks],
    }
}
