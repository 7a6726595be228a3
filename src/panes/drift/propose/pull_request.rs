//! Codify as a pull request: what the working tree would get goes to others to judge, with
//! all that the detail says of it as its body.

use super::{Drift, item, part, path};
use crate::{
    checks::repository,
    gate::{Draft, Fingerprint, Origin, writes::OpenPullRequest},
    panes::{Cx, Declined, Proposed, list_detail::ListDetail},
};

pub(in crate::panes::drift) fn pull_request(pane: &Drift, cx: &Cx<'_>) -> Proposed {
    let item = item(pane, cx)?;
    if item.template.is_some() {
        return Err(Declined::foreign(
            "A template declares it: write it into that.",
        ));
    }
    let live = item.live.clone();
    let live = live.ok_or("There is no live policy to write to the repository.")?;
    let at = repository(cx.settings, cx.store);
    let at = at.ok_or("It is not known which repository on GitHub this is.")?;
    let entry = cx.settings.writable(&at);
    let environment = entry.map_or(cx.environment, |entry| &entry.environment);
    let part = part(item)?;
    let path = path(item, &part, cx)?;
    let (role, key) = (item.role.raw(), item.key());
    let number = Fingerprint::of(live.raw().as_bytes()).hex();
    let write = OpenPullRequest {
        branch: format!("watchkeeper/codify-{}-{}", plain(role), &number[..8])
            .as_str()
            .into(),
        title: format!("Codify what is live: {role}, {key}")
            .as_str()
            .into(),
        body: body(pane, role, cx).as_str().into(),
        repository: at,
        path,
        item: part,
        live,
    };
    Ok(Draft {
        environment: environment.clone(),
        write: write.into(),
        origin: Origin::GitHub,
        uses: Vec::new(),
        peers: None,
    })
}

/// Of a branch's name nothing but what every git takes.
fn plain(name: &str) -> String {
    let keep = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    name.chars().take(60).map(keep).collect()
}

fn body(pane: &Drift, role: &str, cx: &Cx<'_>) -> String {
    let evidence = pane.detail_text(cx);
    let evidence = evidence.replace("```", "'''");
    format!(
        "The live policy differs from the repository's, and is what should stay: this writes it into the file that has it.\n\n```text\n{}\n```\n\nChecked by `watchkeeper check drift --role {role}` in environment {}; after the merge it finds no difference.\n",
        evidence.trim_end(),
        cx.environment.raw()
    )
}
