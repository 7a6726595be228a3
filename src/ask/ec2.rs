//! What is asked of EC2: by filter and not by id, because one unknown id makes the whole
//! call fail. All pages of all chunks, or it is a fault: half an answer would make
//! running instances look gone.

use super::define::asks;
use crate::facts::{
    Ec2Id, Ec2Instance, InstanceChecks, NatState, NetworkInterface, ResourceName, VpcState,
};

asks! {
    Ec2Ask => Ec2Answer of "EC2" as "ec2";

    /// Those of them that EC2 still knows: a terminated one is gone after about an hour.
    Instances(Vec<Ec2Id>) -> Vec<Ec2Instance> {
        words: "the instances that entries name (ec2:DescribeInstances)",
        calls: [DescribeInstances],
    }

    /// Those that have one of these private addresses.
    Interfaces { ips: Vec<String> } -> Vec<NetworkInterface> {
        words: "who has the addresses of entries (ec2:DescribeNetworkInterfaces)",
        calls: [DescribeNetworkInterfaces],
    }

    /// By its id or the tag Name, with its subnets.
    Vpc(ResourceName) -> VpcState {
        words: "the VPC and its subnets (ec2:DescribeVpcs, ec2:DescribeSubnets)",
        calls: [DescribeVpcs, DescribeSubnets],
    }

    /// Those of the tag Name that are not terminated, with their status checks.
    Named(ResourceName) -> Vec<InstanceChecks> {
        words: "the instance and its checks (ec2:DescribeInstances, ec2:DescribeInstanceStatus)",
        calls: [DescribeInstances, DescribeInstanceStatus],
    }

    Nat(ResourceName) -> NatState {
        words: "the NAT instance and the routes to it (ec2:DescribeRouteTables and others)",
        calls: [DescribeInstances, DescribeInstanceStatus, DescribeRouteTables],
    }

    /// The ids of those of this name.
    SecurityGroups(ResourceName) -> Vec<String> {
        words: "the security group (ec2:DescribeSecurityGroups)",
        calls: [DescribeSecurityGroups],
    }

    /// The states of those for a service: `com.amazonaws.eu-central-1.s3`.
    Endpoints(ResourceName) -> Vec<String> {
        words: "the VPC endpoints (ec2:DescribeVpcEndpoints)",
        calls: [DescribeVpcEndpoints],
    }
}
