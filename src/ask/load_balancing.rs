//! What is asked of Elastic Load Balancing: a load balancer, and the
//! health of a group's targets.

use super::define::asks;
use crate::facts::{LoadBalancerState, ResourceName, TargetHealth};

asks! {
    LoadBalancingAsk => LoadBalancingAnswer of "Elastic Load Balancing v2" as "elasticloadbalancing";

    TargetGroup(ResourceName) -> Vec<TargetHealth> {
        words: "the target group's health (elasticloadbalancing:DescribeTargetHealth)",
        calls: [DescribeTargetGroups, DescribeTargetHealth],
    }

    LoadBalancer(ResourceName) -> LoadBalancerState {
        words: "the load balancer (elasticloadbalancing:DescribeLoadBalancers)",
        calls: [DescribeLoadBalancers],
    }
}
