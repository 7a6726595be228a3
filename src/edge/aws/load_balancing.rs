//! Load balancers, and the health of a target group's targets, from Elastic Load Balancing.

use super::{
    protocol::{Element, Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{
        Reads,
        load_balancing::{LoadBalancer, TargetGroup},
    },
    facts::{Arn, Fault, LoadBalancerState, Remote, TargetHealth},
};

const LOAD_BALANCING: Service = Service {
    name: "Elastic Load Balancing v2",
    prefix: "elasticloadbalancing",
    protocol: Protocol::Query {
        version: "2015-12-01",
    },
};

impl Reads<TargetGroup> for Reader<'_> {
    async fn read(&self, TargetGroup(name): &TargetGroup) -> Result<Vec<TargetHealth>, Fault> {
        let of = format!("target group {}", name.raw());
        let call = self
            .session
            .call("elasticloadbalancing:DescribeTargetGroups", &of);
        let parameters = [("Names.member.1".to_owned(), name.raw().to_owned())];
        let asked = (
            "DescribeTargetGroups",
            &["DescribeTargetGroupsResult", "TargetGroups"] as &[&str],
        );
        let answer = self
            .query(&LOAD_BALANCING, asked, call, &parameters)
            .await?;
        let result = answer.child("DescribeTargetGroupsResult");
        let group = result.and_then(|result| result.list("TargetGroups").next());
        let arn = group.and_then(|group| group.text_of("TargetGroupArn"));
        let arn = arn.ok_or_else(|| call.missing())?;
        self.belongs(Arn::new(arn).account())?;
        let call = self
            .session
            .call("elasticloadbalancing:DescribeTargetHealth", &of);
        let parameters = [("TargetGroupArn".to_owned(), arn.to_owned())];
        let asked = (
            "DescribeTargetHealth",
            &[
                "DescribeTargetHealthResult",
                "TargetHealthDescriptions",
                "Target",
                "TargetHealth",
            ] as &[&str],
        );
        let answer = self
            .query(&LOAD_BALANCING, asked, call, &parameters)
            .await?;
        let Some(result) = answer.child("DescribeTargetHealthResult") else {
            return Err(call.malformed("it has no result"));
        };
        let targets = result.list("TargetHealthDescriptions");
        Ok(targets.filter_map(target).collect())
    }
}

impl Reads<LoadBalancer> for Reader<'_> {
    async fn read(&self, LoadBalancer(name): &LoadBalancer) -> Result<LoadBalancerState, Fault> {
        let of = format!("load balancer {}", name.raw());
        let call = self
            .session
            .call("elasticloadbalancing:DescribeLoadBalancers", &of);
        let parameters = [("Names.member.1".to_owned(), name.raw().to_owned())];
        let asked = (
            "DescribeLoadBalancers",
            &["DescribeLoadBalancersResult", "LoadBalancers", "State"] as &[&str],
        );
        let answer = self
            .query(&LOAD_BALANCING, asked, call, &parameters)
            .await?;
        let result = answer.child("DescribeLoadBalancersResult");
        let one = result.and_then(|result| result.list("LoadBalancers").next());
        let one = one.ok_or_else(|| call.missing())?;
        let arn = one.text_of("LoadBalancerArn").map(Arn::new);
        self.belongs(arn.and_then(|arn| arn.account()))?;
        let says = one.child("State");
        let state = says.and_then(|state| state.text_of("Code"));
        Ok(LoadBalancerState {
            state: state
                .ok_or_else(|| call.malformed("a load balancer without a state"))?
                .to_owned(),
            reason: says
                .and_then(|state| state.text_of("Reason"))
                .map(Remote::new),
            dns: one.text_of("DNSName").map(Remote::new),
        })
    }
}

fn target(one: &Element) -> Option<TargetHealth> {
    let health = one.child("TargetHealth")?;
    Some(TargetHealth {
        id: one.child("Target")?.text_of("Id")?.to_owned(),
        state: health.text_of("State")?.to_owned(),
        reason: health.text_of("Reason").map(str::to_owned),
    })
}
