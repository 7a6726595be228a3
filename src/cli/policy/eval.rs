//! `policy eval`: one request against documents, offline.

use std::{collections::BTreeMap, path::PathBuf};

use clap::Args;

use super::{DocumentKind, document, text, wrong};
use crate::{
    cli::{
        Stop,
        output::{json, say},
    },
    policy::{
        Compiled, Context, Decision, Named, Policies, Request, Values, cases, needs_no_permission,
    },
};

#[derive(Debug, Args)]
pub(in crate::cli) struct Eval {
    /// An identity policy; may be given several times.
    #[arg(long, value_name = "FILE", required_unless_present = "cases")]
    policy: Vec<PathBuf>,
    /// The permissions boundary.
    #[arg(long, value_name = "FILE")]
    boundary: Option<PathBuf>,
    /// `service:Action`.
    #[arg(long, required_unless_present = "cases")]
    action: Option<String>,
    /// One ARN, or `*` for an action without resource-level permissions.
    #[arg(long, default_value = "*")]
    resource: String,
    /// A condition key's value; a key given again has several.
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_value)]
    context: Vec<(String, String)>,
    /// JSON Lines of cases instead; prints one result a line.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["policy", "boundary", "action", "context"])]
    cases: Option<PathBuf>,
}

fn key_value(text: &str) -> Result<(String, String), String> {
    let (key, value) = text.split_once('=').ok_or("write KEY=VALUE")?;
    Ok((key.to_owned(), value.to_owned()))
}

/// 0 allowed, 1 denied.
pub(super) fn run(eval: &Eval) -> Result<u8, Stop> {
    if let Some(file) = &eval.cases {
        for line in cases::eval(&text(file)?).map_err(wrong)? {
            json(&line)?;
        }
        return Ok(0);
    }
    let named = |path: &PathBuf| -> Result<Named, Stop> {
        Ok(Named {
            name: path.to_string_lossy().into_owned(),
            policy: Compiled::new(&document(path, DocumentKind::Identity)?),
        })
    };
    let policies = Policies {
        identity: eval.policy.iter().map(named).collect::<Result<_, _>>()?,
        boundary: eval.boundary.as_ref().map(named).transpose()?,
        ..Policies::default()
    };
    let answer = policies.answer(&Request {
        principal: None,
        action: eval.action.clone().unwrap_or_default(),
        resource: eval.resource.clone(),
        context: context(&eval.context),
    });
    say(&format!("{:?}", answer.decision))?;
    if eval.action.as_deref().is_some_and(needs_no_permission) {
        say("  nobody needs a permission for it, and no policy takes it away")?;
        return Ok(0);
    }
    for deciding in &answer.deciding {
        let sid = deciding
            .sid
            .as_deref()
            .map(|sid| format!(" ({sid})"))
            .unwrap_or_default();
        say(&format!(
            "  {}, statement {}{sid}",
            deciding.policy, deciding.statement
        ))?;
    }
    if let Some(missing) = &answer.missing {
        say(&format!("  {missing}"))?;
    }
    Ok(u8::from(answer.decision != Decision::Allowed))
}

fn context(given: &[(String, String)]) -> Context {
    let mut values: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (key, value) in given {
        values.entry(key).or_default().push(value.clone());
    }
    let mut context = Context::default();
    for (key, mut values) in values {
        let one = if values.len() == 1 {
            values.pop()
        } else {
            None
        };
        context.set(key, one.map_or(Values::Many(values), Values::One));
    }
    context
}
