//! One attribute of the items of a table: whether every item has it, and which values there
//! are. Only where the inventory names the attribute, and of at most 25 items.

use super::{Area, Judged, Rule, Seen, seen::asked};
use crate::{
    ask::dynamodb,
    facts::{Expected, Priority, ResourceKind, numbered},
};

pub(super) const RULE: Rule = Rule {
    id: "data",
    title: "every item has the attribute",
    why: "Whatever writes the items leaves it out: what rests on it is not known.",
    fix: "Look at what writes the items: it may use another name for the attribute, or end before it writes.",
    kind: ResourceKind::Data,
    area: Area::Persistent,
    priority: Priority::P2,
    applies: |expected| expected.details.attribute.is_some(),
    asks: |expected| attribute(expected).into_iter().map(asked).collect(),
    judge,
};

fn attribute(expected: &Expected) -> Option<dynamodb::Attribute> {
    Some(dynamodb::Attribute {
        table: expected.name.clone(),
        attribute: expected.details.attribute.clone()?,
    })
}

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let Some(question) = attribute(expected) else {
        let why = "The inventory names no attribute to look at.";
        return Err(Judged::unknown("nothing to look at", why));
    };
    let name = question.attribute.clone();
    let found = seen.of(question)?;
    let items = numbered(found.items, "item");
    let first = if found.more { "of the first " } else { "of " };
    if found.items == 0 {
        return Ok(match &expected.by_design {
            Some(why) => Judged::by_design("no items", why),
            None => Judged::not_tested("no items", "Nothing was ever written to the table."),
        });
    }
    let values = found.values.iter();
    let values: Vec<String> = values
        .map(|(value, count)| format!("{} {count}", value.raw()))
        .collect();
    Ok(match found.without {
        0 => Judged::ok(format!("{name} {first}{items}: {}", values.join(", "))),
        without => Judged::degraded(
            format!("{without} {first}{items} without {name}"),
            format!("Items lack {name}, or have NULL for it."),
        ),
    })
}
