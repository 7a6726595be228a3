//! Auto Scaling groups by name, each with its lifecycle hooks. Hooks that may not be read
//! leave the group without them, and say so.

use super::{
    pages::Pages,
    protocol::{Element, Parameter, Protocol, Service},
    reader::Reader,
};
use crate::{
    ask::{Reads, auto_scaling::Groups},
    facts::{Arn, AutoScalingGroup, Fault, FaultKind, GroupName, LifecycleHook, Reading, Remote},
};

const AUTO_SCALING: Service = Service {
    name: "Auto Scaling",
    prefix: "autoscaling",
    protocol: Protocol::Query {
        version: "2011-01-01",
    },
};

/// A call takes at most 100 names.
const CHUNK: usize = 50;

impl Reads<Groups> for Reader<'_> {
    async fn read(&self, Groups(names): &Groups) -> Result<Vec<AutoScalingGroup>, Fault> {
        let call = self.session.call(
            "autoscaling:DescribeAutoScalingGroups",
            "the Auto Scaling groups",
        );
        let mut found = Vec::new();
        for chunk in names.chunks(CHUNK) {
            let mut pages = Pages::default();
            loop {
                let mut parameters = named(chunk);
                parameters.push(("MaxRecords".to_owned(), "100".to_owned()));
                let token = pages.token().map(|token| ("NextToken".to_owned(), token));
                parameters.extend(token);
                let asked = (
                    "DescribeAutoScalingGroups",
                    &[
                        "DescribeAutoScalingGroupsResult",
                        "AutoScalingGroups",
                        "Instances",
                        "Tags",
                    ] as &[&str],
                );
                let page = self.query(&AUTO_SCALING, asked, call, &parameters).await?;
                let Some(result) = page.child("DescribeAutoScalingGroupsResult") else {
                    return Err(call.malformed("it has no result"));
                };
                for one in result.list("AutoScalingGroups") {
                    let arn = one.text_of("AutoScalingGroupARN").map(Arn::new);
                    self.belongs(arn.and_then(|arn| arn.account()))?;
                    found.extend(group(one));
                }
                let next = result.text_of("NextToken").map(str::to_owned);
                if !pages.more(next, call)? {
                    break;
                }
            }
        }
        for group in &mut found {
            group.hooks = self.hooks(&group.name).await;
        }
        Ok(found)
    }
}

impl Reader<'_> {
    async fn hooks(&self, of: &GroupName) -> Reading<Vec<LifecycleHook>> {
        let named = format!("Auto Scaling group {}", of.raw());
        let call = self
            .session
            .call("autoscaling:DescribeLifecycleHooks", &named);
        let parameters = [("AutoScalingGroupName".to_owned(), of.raw().to_owned())];
        let asked = (
            "DescribeLifecycleHooks",
            &["DescribeLifecycleHooksResult", "LifecycleHooks"] as &[&str],
        );
        let answer = self.query(&AUTO_SCALING, asked, call, &parameters).await;
        let hooks = answer.and_then(|answer| {
            let result = answer.child("DescribeLifecycleHooksResult");
            let result = result.ok_or_else(|| call.malformed("it has no result"))?;
            Ok(result.list("LifecycleHooks").filter_map(hook).collect())
        });
        hooks.into()
    }
}

fn named(names: &[GroupName]) -> Vec<Parameter> {
    let names = names.iter().enumerate().map(|(at, name)| {
        let member = format!("AutoScalingGroupNames.member.{}", at + 1);
        (member, name.raw().to_owned())
    });
    names.collect()
}

fn group(one: &Element) -> Option<AutoScalingGroup> {
    let instances = one.list("Instances");
    let in_service = instances.filter(|one| one.text_of("LifecycleState") == Some("InService"));
    Some(AutoScalingGroup {
        name: GroupName::new(one.text_of("AutoScalingGroupName")?),
        min: one.number("MinSize")?,
        max: one.number("MaxSize")?,
        desired: one.number("DesiredCapacity")?,
        in_service: in_service.count(),
        hooks: Reading::Unknown(Fault::new(
            FaultKind::Missing,
            "The lifecycle hooks were not read.",
            "Refresh.",
        )),
        stack: one
            .tag("Tags", "aws:cloudformation:stack-name")
            .map(Remote::new),
        logical_id: one
            .tag("Tags", "aws:cloudformation:logical-id")
            .map(Remote::new),
    })
}

fn hook(one: &Element) -> Option<LifecycleHook> {
    Some(LifecycleHook {
        name: Remote::new(one.text_of("LifecycleHookName")?),
        transition: one.text_of("LifecycleTransition")?.to_owned(),
    })
}
