//! What can be written into a template: a role's live policy, or what a sibling of
//! the role has and it lacks. Drafts only.

use super::{Drift, item, lacked};
use crate::{
    facts::{EnvironmentName, LogicalId, PolicyName, Remote, RoleName},
    gate::{Draft, Origin, writes::CodifyTemplate},
    panes::{Cx, Declined, Proposed, drift::rows::Key},
    rules::drift::{DriftItem, DriftKind, TemplateSide, declaring},
};

pub(in crate::panes::drift) fn codify_template(pane: &Drift, cx: &Cx<'_>) -> Proposed {
    match pane.cursor.selected() {
        Some(Key::PairItem(..)) => of_sibling(pane, cx),
        _ => item(pane, cx).and_then(|item| of_live(item, cx)),
    }
}

fn of_live(item: &DriftItem, cx: &Cx<'_>) -> Proposed {
    let role = item.role.raw();
    let Some(from) = &item.template else {
        return Err(Declined::foreign(format!(
            "No template of [[drift.template]] is compared with role {role}: codify it into a file."
        )));
    };
    let (DriftKind::Inline, Some(policy)) = (item.kind, &item.policy) else {
        return Err("Only inline policies can be written into a template here.".into());
    };
    if item.live.is_none() {
        return Err("There is no live policy to write to the repository.".into());
    }
    let sides = cx.store.template_sides(cx.environment, cx.settings);
    let mut of = sides.iter();
    let side = of.find(|side| side.file.path == from.file && side.source.stack == from.stack);
    let side = side.ok_or("The template is no longer known.")?;
    let write = write(
        side,
        &item.role,
        from.logical_id.clone(),
        policy.clone(),
        None,
    );
    Ok(draft(cx.environment, write, Origin::Live, &sides))
}

fn of_sibling(pane: &Drift, cx: &Cx<'_>) -> Proposed {
    let lacked = lacked(pane, cx)?;
    let (environment, role) = (&lacked.pair.right.0, &lacked.pair.right.1);
    let sides = cx.store.template_sides(environment, cx.settings);
    let Some((side, declared)) = declaring(&sides, role) else {
        return Err(Declined::foreign(format!(
            "No template of [[drift.template]] is known to declare role {}.",
            role.raw()
        )));
    };
    let document = Some(lacked.document);
    let logical_id = LogicalId::from(declared.logical_id.as_str());
    let write = write(side, role, logical_id, lacked.policy, document);
    let origin = Origin::Sibling {
        environment: lacked.pair.left.0.clone(),
        role: lacked.pair.left.1.clone(),
    };
    Ok(draft(environment, write, origin, &sides))
}

fn write(
    side: &TemplateSide,
    role: &RoleName,
    logical_id: LogicalId,
    policy: PolicyName,
    document: Option<Remote>,
) -> CodifyTemplate {
    let inputs = side.inputs();
    let region = inputs.surroundings.region;
    CodifyTemplate {
        role: role.clone(),
        logical_id,
        policy,
        path: side.file.path.clone(),
        stack: side.source.stack.clone(),
        region: region.map_or_else(|| side.region.clone(), |it| it.as_str().into()),
        parameters: inputs.parameters,
        physical: inputs.physical,
        document,
    }
}

fn draft(
    environment: &EnvironmentName,
    write: CodifyTemplate,
    origin: Origin,
    sides: &[TemplateSide],
) -> Draft {
    let files = sides
        .iter()
        .map(|side| Remote::new(side.file.path.as_str()));
    Draft {
        environment: environment.clone(),
        write: write.into(),
        origin,
        // It takes nothing from anybody: nothing is deployed by it.
        uses: Vec::new(),
        peers: Some(files.collect()),
    }
}
