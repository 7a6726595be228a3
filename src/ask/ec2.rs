//! What is asked of EC2: by filter and not by id, because one unknown id makes the whole
//! call fail. All pages of all chunks, or it is a fault: half an answer would make
//! running instances look gone.

use super::define::asks;
use crate::facts::{Ec2Id, Ec2Instance, NetworkInterface};

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
}
