//! Where a browser shows a thing: https only. In the AWS console that of the caller's own
//! partition and region; what was read from another endpoint than AWS's own has none.

use crate::{
    ask::{Question, repo},
    facts::{
        Caller, ChangeSetId, LogGroupName, LogStreamName, Reason, Region, RoleName, StackId,
        StackName, encoded,
    },
    panes::Cx,
    ui::Destination,
};

/// The console's name in a partition; those that are cut off from the world have none here.
fn host(partition: &str) -> Option<&'static str> {
    Some(match partition {
        "aws" => "console.aws.amazon.com",
        "aws-cn" => "console.amazonaws.cn",
        "aws-us-gov" => "console.amazonaws-us-gov.com",
        "aws-eusc" => "console.amazonaws-eusc.eu",
        _ => return None,
    })
}

fn caller<'a>(cx: &Cx<'a>) -> Result<(&'a Caller, &'static str), Reason> {
    let caller = cx.store.caller(cx.environment);
    let caller = caller.ok_or("The account has not been read yet.")?;
    if !caller.endpoints.is_empty() {
        return Err(
            "Requests go to an endpoint that is not AWS's own: the AWS console does not show this."
                .into(),
        );
    }
    let host = host(caller.partition());
    let host = host.ok_or("The address of the AWS console is not known for this partition.")?;
    Ok((caller, host))
}

pub(super) fn role(role: &RoleName, cx: &Cx<'_>) -> Result<String, Reason> {
    let (_, host) = caller(cx)?;
    let role = encoded(role.raw());
    Ok(format!(
        "https://{host}/iam/home#/roles/details/{role}?section=permissions"
    ))
}

/// The stack's page of this name: `stackinfo`, `events`, `resources`.
pub(super) fn stack(id: &StackId, page: &str, cx: &Cx<'_>) -> Result<String, Reason> {
    let (caller, host) = caller(cx)?;
    let home = of_region(&caller.region, host, "cloudformation")?;
    Ok(format!(
        "{home}#/stacks/{page}?stackId={}",
        encoded(id.raw())
    ))
}

pub(super) fn change_set(stack: &StackId, id: &ChangeSetId, cx: &Cx<'_>) -> Result<String, Reason> {
    let of_stack = self::stack(stack, "changesets/changes", cx)?;
    Ok(format!("{of_stack}&changeSetId={}", encoded(id.raw())))
}

/// A group's page, or that of one of its streams.
pub(super) fn log(
    group: &LogGroupName,
    stream: Option<&LogStreamName>,
    cx: &Cx<'_>,
) -> Result<String, Reason> {
    let (caller, host) = caller(cx)?;
    let home = of_region(&caller.region, host, "cloudwatch")?;
    // Encoded twice, behind a `$` instead of a `%`: that is how this page has it.
    let part = |name: &str| encoded(&encoded(name)).replace('%', "$");
    let of_group = format!("{home}#logsV2:log-groups/log-group/{}", part(group.raw()));
    Ok(match stream {
        Some(stream) => format!("{of_group}/log-events/{}", part(stream.raw())),
        None => of_group,
    })
}

fn of_region(region: &Region, host: &str, service: &str) -> Result<String, Reason> {
    let region = region.raw();
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if region.is_empty() || !region.chars().all(is_plain) {
        return Err("The region's name can't be part of an address.".into());
    }
    Ok(format!(
        "https://{region}.{host}/{service}/home?region={region}"
    ))
}

/// The address of a thing that a text names; None: its own pane shows more of it.
pub fn address_of(to: &Destination, cx: &Cx<'_>) -> Option<Result<String, Reason>> {
    let id = |name: &StackName| {
        let stack = cx.store.stack_named(cx.environment, name);
        let stack = stack.ok_or("The stack is not among those that were read.")?;
        Ok::<_, Reason>(&stack.id)
    };
    Some(match to {
        Destination::File { path, line } => file(path, *line, cx),
        Destination::Role(name, _) => role(name, cx),
        Destination::Stack(name) => id(name).and_then(|id| stack(id, "stackinfo", cx)),
        Destination::ChangeSet(name, set) => id(name).and_then(|id| change_set(id, set, cx)),
        Destination::Log { group, stream, .. } => log(group, stream.as_ref(), cx),
        Destination::Run(_)
        | Destination::Change(_)
        | Destination::Proposal(..)
        | Destination::JobLog { .. }
        | Destination::Service(_)
        | Destination::Health(..)
        | Destination::Rule(_)
        | Destination::Runbook(..)
        | Destination::Environment(..)
        | Destination::LogFile(_) => return None,
    })
}

/// On the host of the repository.
fn file(path: &str, line: Option<u32>, cx: &Cx<'_>) -> Result<String, Reason> {
    let hosted = cx.store.get(&repo::Hosted.here()).and_then(Option::as_ref);
    let hosted = hosted.ok_or("The repository has no remote `origin` that a browser shows.")?;
    Ok(hosted.file(path, line))
}

#[cfg(test)]
mod tests {
    use super::{host, of_region};
    use crate::facts::{Region, regions_of};

    #[test]
    fn every_partition_has_its_own_console_or_none() {
        let regions = ["aws", "aws-cn", "aws-us-gov", "aws-eusc"];
        for partition in regions {
            let host = host(partition).unwrap_or_default();
            for region in regions_of(partition) {
                let home = of_region(&Region::from(*region), host, "s").unwrap_or_default();
                assert!(
                    home.starts_with(&format!("https://{region}.console.")),
                    "{home}"
                );
            }
        }
        assert_eq!(host("aws-iso"), None);
    }

    #[test]
    fn nothing_of_a_region_can_lead_elsewhere() {
        assert!(of_region(&Region::from("evil.example/"), "h", "s").is_err());
        assert!(of_region(&Region::from(""), "h", "s").is_err());
    }
}
