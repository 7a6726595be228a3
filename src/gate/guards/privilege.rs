//! No grant by which whoever has the role could give themselves more.
//!
//! Which actions are such ways, and where the list is from, is in `privilege/ways`;
//! a service-wide grant is another guard's.

mod ways;

use crate::gate::{
    CodeAs, Grant, StackState,
    writes::{RolePart, Subject},
};

use self::ways::Way;
use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("privilege", "nobody can raise themselves", check);

fn check(case: &Case<'_>) -> Ruling {
    let own = own(case);
    let (mut stops, mut warnings) = (Vec::new(), Vec::new());
    for grant in &case.assessment.impact.gains {
        if grant.principal.is_some() {
            // A trust policy gives the role, not its holder's permissions.
            continue;
        }
        match weight(grant, &own) {
            Some(Weight::Stop(why)) => stops.push(why),
            Some(Weight::Warn(what)) => warnings.push(what),
            None => {}
        }
    }
    if !stops.is_empty() {
        return Ruling::stop(
            stops.join(" "),
            "Name the roles, policies and resources it is needed on, other than this role and its policies; ask whoever is responsible for IAM.",
        );
    }
    let impact = &case.assessment.impact;
    let resources = impact.resources.iter();
    let of_resources = resources.flat_map(|resource| &resource.code_as);
    let code = impact.code_as.iter().chain(of_resources);
    warnings.extend(code.map(|code| format!("Gains {}.", CodeAs::words(code))));
    Ruling::warn_all(warnings)
}

enum Weight {
    Stop(String),
    Warn(String),
}

/// What one grant gives beyond its words.
fn weight(grant: &Grant, own: &[String]) -> Option<Weight> {
    let words = grant.words();
    let Some((way, actions)) = ways::worst(grant) else {
        return ways::is_possible(grant).then(|| {
            Weight::Warn(format!(
                "{words}: whether more permissions can be had by this is not known here."
            ))
        });
    };
    let by = match grant.action.any(|action| action.contains(['*', '?'])) || grant.action.negated {
        true => format!(" (by {})", actions.join(", ")),
        false => String::new(),
    };
    let everywhere = grant.is_every_resource();
    Some(match way {
        Way::Raises => raises(grant, own, &words),
        Way::Admits if everywhere => Weight::Stop(format!(
            "It gains {words}{by}: whoever has the role could let in identities of their own, or give them permissions beside IAM."
        )),
        Way::Admits => Weight::Warn(format!(
            "{words}{by}: by this others may be let in, or come to more permissions."
        )),
        Way::Unwatches if everywhere => Weight::Stop(format!(
            "It gains {words}{by}: whoever has the role could take away what limits or watches the account."
        )),
        Way::Unwatches => Weight::Warn(format!(
            "{words}{by}: by this what limits or watches the account can be taken away."
        )),
        Way::Opens if everywhere && grant.conditions.is_empty() => Weight::Stop(format!(
            "It gains {words}{by}: whoever has the role could open any such resource to anybody."
        )),
        Way::Opens => Weight::Warn(format!(
            "{words}{by}: by this the resource can be opened to others."
        )),
        Way::Runs if everywhere => Weight::Warn(format!(
            "{words}{by}: code can be run as any role that such a thing has."
        )),
        Way::Runs => Weight::Warn(format!(
            "{words}{by}: code can be run as the role that it has."
        )),
    })
}

fn raises(grant: &Grant, own: &[String], words: &str) -> Weight {
    let to_itself = own.iter().any(|own| grant.has_resource_like(own));
    if !grant.is_any_role() && !to_itself {
        return Weight::Warn(format!(
            "{words}: by this the role may come to more permissions."
        ));
    }
    let whose = match to_itself && !grant.is_any_role() {
        true => "its own permissions",
        false => "those of any role",
    };
    Weight::Stop(format!(
        "It gains {words}: whoever has the role could take {whose}."
    ))
}

/// The ARNs by which a role's permissions are changed: its own, those of its
/// policies and boundary as they would be, and those of others that gain too.
fn own(case: &Case<'_>) -> Vec<String> {
    // Of a change set every role in it counts: none may raise itself or another of them.
    let of_stack = case.stack().into_iter().flat_map(StackState::live_roles);
    let states: Vec<_> = case.seen().role().into_iter().chain(of_stack).collect();
    let mut own = Vec::new();
    for role in states.iter().filter_map(|state| state.role.known()) {
        own.push(role.arn.raw().to_owned());
        let attached = role.attached.known().into_iter().flatten();
        let boundary = role.boundary.known().into_iter().flatten();
        own.extend(attached.chain(boundary).map(|arn| arn.raw().to_owned()));
    }
    let subject = case.subject();
    let is_detached = matches!(
        subject,
        Subject::Role(
            _,
            RolePart::Attachment {
                attaches: false,
                ..
            }
        )
    );
    let managed = subject.managed_policy().filter(|_| !is_detached);
    own.extend(managed.map(|policy| policy.raw().to_owned()));
    if let Some(account) = case.seen().account() {
        let others = states.iter().flat_map(|state| &state.also_attached_to);
        own.extend(others.map(|holder| {
            format!(
                "arn:{}:iam::{}:{}/{}",
                case.seen().partition,
                account.raw(),
                holder.kind.word(),
                holder.name.raw()
            )
        }));
    }
    own
}
