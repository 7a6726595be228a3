//! The request that proves a difference, in words.

use crate::policy::{Request, Values, Witness};

/// `cloudwatch:PutMetricData on * with cloudwatch:namespace = "AlphaEngine"`.
pub fn request_in_words(request: &Request) -> String {
    let mut said = format!("{} on {}", request.action, request.resource);
    if let Some(principal) = &request.principal {
        said = format!("{said} by {principal}");
    }
    for (at, (key, values)) in request.context.iter().enumerate() {
        said.push_str(if at == 0 { " with " } else { " and " });
        let quoted: Vec<String> = values.all().iter().map(|v| format!("\"{v}\"")).collect();
        said.push_str(&match values {
            Values::One(_) => format!("{key} = {}", quoted.join("")),
            Values::Many(_) => format!("{key} = [{}]", quoted.join(", ")),
        });
    }
    said
}

/// What each side answers to it.
pub fn decisions_in_words(witness: &Witness) -> String {
    let implausible = if witness.plausible {
        ""
    } else {
        "; no real request looks like this"
    };
    format!(
        "live {:?}, repository {:?}{implausible}",
        witness.live, witness.codified
    )
}
