//! The managed policy that a connector gives the role of one of its ends.
//!
//! Made only where both ends and all permissions are known: half a grant gives nothing.

use super::{
    build::At,
    connectors::{Profile, Side, find},
    making::{Condition, Made},
};
use crate::template::Node;

/// One end, as far as a policy needs it.
#[derive(Clone, Debug, Default)]
pub(super) struct End {
    pub(super) kind: String,
    pub(super) arn: Option<Node>,
    pub(super) name: Option<Node>,
    pub(super) role: Option<Node>,
}

/// One policy of a connector.
pub(super) struct Grant<'a> {
    pub(super) id: &'a str,
    pub(super) at: At,
    pub(super) condition: Condition,
    pub(super) permissions: Vec<&'a str>,
}

impl Grant<'_> {
    /// Makes the policy, where a role is granted something; None: what it would be is not known.
    pub(super) fn between(self, source: &End, destination: &End, made: &mut Made) -> Option<()> {
        let profile = find(&source.kind, &destination.kind)?;
        let role = match profile.side {
            Side::Source => &source.role,
            Side::Destination => &destination.role,
            Side::Neither => return Some(()),
        };
        let document = self.document(profile, source, destination)?;
        let properties = self.at.map([
            ("PolicyDocument", document),
            ("Roles", self.at.list(vec![role.clone()?])),
        ]);
        made.managed(self.at, self.id, properties, self.condition);
        Some(())
    }

    fn document(&self, profile: &Profile, source: &End, destination: &End) -> Option<Node> {
        let chosen = profile.of(&self.permissions)?;
        if chosen.is_empty() {
            return None;
        }
        let at = self.at;
        let names = [
            ("Source.Arn", &source.arn),
            ("Destination.Arn", &destination.arn),
            ("Source.Name", &source.name),
            ("Destination.Name", &destination.name),
        ];
        let filled = |form: &str| -> Option<Node> {
            let mut out = form.to_owned();
            let mut own = Vec::new();
            for (name, value) in names {
                let written = format!("%{{{name}}}");
                if !out.contains(&written) {
                    continue;
                }
                let value = value.clone()?;
                if out == written {
                    return Some(value);
                }
                // A name in `Fn::Sub` has letters and digits alone.
                let plain = name.replace('.', "");
                out = out.replace(&written, &format!("${{{plain}}}"));
                own.push((plain, value));
            }
            let own = own
                .iter()
                .map(|(name, value)| (name.as_str(), value.clone()));
            Some(at.sub_with(&out, own))
        };
        let statements: Option<Vec<Node>> = chosen
            .iter()
            .map(|statement| {
                let resources = statement.resources.iter().map(|form| filled(form));
                let resources: Option<Vec<Node>> = resources.collect();
                Some(at.allow_listed(&statement.actions, at.list(resources?)))
            })
            .collect();
        Some(at.dated(statements?))
    }
}
