//! What a stack whose deletion failed still has, with that of the stacks nested in it,
//! and who uses its exports: read afresh, to a bound. Reads only; what is not read is
//! said, never left out.

use super::{Account, reading};
use crate::{
    ask::cloudformation,
    facts::{
        Fault, LogicalId, Reading, Remote, Stack, StackName, StackResource, stack::ResourceStatus,
    },
    gate::{DeletionPolicy, ExportUse, NestedState, Remaining, Remains},
    template::{self, Node, Template},
};

/// Each costs a call.
const MOST_EXPORTS: usize = 50;

/// A stack of the tree that is still to be read.
struct Level {
    within: Vec<LogicalId>,
    name: StackName,
}

pub(super) async fn read(
    account: &impl Account,
    name: &StackName,
) -> Result<Reading<Remains>, Fault> {
    let mut remains = Remains::default();
    let mut levels = vec![Level {
        within: Vec::new(),
        name: name.clone(),
    }];
    let mut at = 0;
    while let Some(level) = levels.get(at) {
        let within = level.within.clone();
        let place = level.name.short().to_owned();
        let deep = within.len() > NestedState::DEEPEST || at > NestedState::MOST;
        let found = match deep {
            true => Err("there are too many nested stacks".to_owned()),
            false => one(account, level).await?.map_err(|fault| fault.what),
        };
        match found {
            Ok((resources, exports)) => {
                levels.extend(nested(&resources, &within));
                remains.resources.extend(resources);
                used(account, exports, &mut remains).await?;
            }
            // Without the stack's own resources nothing is known at all.
            Err(why) if within.is_empty() => {
                let hint =
                    "Have cloudformation:ListStackResources allowed on the stack, and refresh.";
                let fault = Fault::new(crate::facts::FaultKind::Missing, why, hint);
                return Ok(Reading::Unknown(fault));
            }
            Err(why) => remains.unread.push(format!(
                "What nested stack {place} still has was not read: {}.",
                why.trim_end_matches('.')
            )),
        }
        at += 1;
    }
    Ok(Reading::Known(remains))
}

type Found = (Vec<Remaining>, Vec<Remote>);

/// The resources of one stack that are not deleted, and what it exports.
async fn one(account: &impl Account, level: &Level) -> Result<Result<Found, Fault>, Fault> {
    let resources = cloudformation::Resources(level.name.clone());
    let listed = match reading(account.read(&resources).await)? {
        Reading::Known(listed) => listed,
        Reading::Unknown(fault) => return Ok(Err(fault)),
    };
    let stack = super::stack(account, &level.name).await?;
    let policies = super::template(account, &level.name).await?;
    let template = policies.known();
    let template = template.and_then(|text| template::parse(text.raw()).ok());
    let resources = listed.resources.into_iter().filter(is_there);
    let resources = resources.map(|one| Remaining {
        within: level.within.clone(),
        policy: policy(template.as_ref(), &one.logical_id),
        failed: one.status == ResourceStatus::DeleteFailed,
        logical_id: one.logical_id,
        physical_id: one.physical_id,
        resource_type: one.resource_type,
        reason: one.reason,
    });
    let exports = stack.known().map_or_else(Vec::new, exports);
    Ok(Ok((resources.collect(), exports)))
}

fn is_there(one: &StackResource) -> bool {
    !matches!(
        one.status,
        ResourceStatus::DeleteComplete | ResourceStatus::DeleteSkipped
    )
}

fn exports(stack: &Stack) -> Vec<Remote> {
    let exports = stack.outputs.iter();
    exports.filter_map(|output| output.export.clone()).collect()
}

fn policy(template: Option<&Template>, id: &LogicalId) -> DeletionPolicy {
    let mut all = template.into_iter().flat_map(Template::resources);
    let found = all.find(|(name, ..)| *name == id.raw());
    let word = found.and_then(|(_, node, _)| node.get("DeletionPolicy").and_then(Node::text));
    DeletionPolicy::named(word.unwrap_or_default())
}

/// The nested stacks among what is there.
fn nested(resources: &[Remaining], within: &[LogicalId]) -> Vec<Level> {
    let stacks = resources.iter().filter(|one| one.resource_type.is_stack());
    let levels = stacks.filter_map(|one| {
        let mut within = within.to_vec();
        within.push(one.logical_id.clone());
        let name = one.physical_id.as_ref()?.stack()?.as_name();
        Some(Level { within, name })
    });
    levels.collect()
}

async fn used(
    account: &impl Account,
    exports: Vec<Remote>,
    remains: &mut Remains,
) -> Result<(), Fault> {
    for name in exports {
        if remains.exports.len() == MOST_EXPORTS {
            remains.unread.push(format!(
                "Who uses export {} was not asked: there are more than {MOST_EXPORTS}.",
                name.raw()
            ));
            continue;
        }
        let importers = account.imports(&name).await?;
        remains.exports.push(ExportUse { name, importers });
    }
    Ok(())
}
