//! What stands in a template beside its resources and would change the stack too.

use super::Side;
use crate::template::Node;

/// Sections that say nothing of what is deployed.
const SILENT: &[&str] = &["AWSTemplateFormatVersion", "Description", "Metadata"];
/// They count only through the resources that refer to them, which are resolved.
const THROUGH: &[&str] = &["Mappings", "Parameters", "Resources"];

/// Refuses what differs there: the demo's CloudFormation does not know it.
pub(super) fn same(before: &Side<'_>, after: &Side<'_>) -> Result<(), String> {
    let (was, then) = (&before.template.root, &after.template.root);
    if was.get("Transform").or(then.get("Transform")).is_some() {
        return Err("The demo's CloudFormation applies no transform.".to_owned());
    }
    let mut sections = was.entries().iter().chain(then.entries());
    let differs = sections.find(|section| {
        let name = section.key.text.as_str();
        // As they are written: what they follow from may well be another now.
        let written = |root: &Node| root.get(name).map(|node| after.value(node));
        !SILENT.contains(&name) && !THROUGH.contains(&name) && written(was) != written(then)
    });
    match differs {
        None => Ok(()),
        Some(section) => Err(format!(
            "{} of the template would change: the demo's CloudFormation only knows resources.",
            section.key.text
        )),
    }
}
