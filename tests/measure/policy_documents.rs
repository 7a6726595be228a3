//! Documents to compare: a deploy role's policy, its edits, and hostile ones.

use serde_json::{Value, json};

/// Thirty statements, as a role that deploys a handful of services has them.
pub(crate) fn deploy_role() -> Value {
    serde_json::from_str(include_str!("policy/deploy-role.json")).unwrap()
}

/// Roles with the same work on other names, as each service of a team has one.
pub(crate) fn other_roles() -> Vec<Value> {
    let text = deploy_role().to_string();
    let renamed = |dataops: &str, alpha: &str, region: &str| {
        let text = text.replace("dataops", dataops);
        let text = text.replace("alpha-engine", alpha);
        serde_json::from_str(&text.replace("eu-west-1", region)).unwrap()
    };
    vec![
        renamed("billing", "ledger", "eu-west-1"),
        renamed("dataops", "beta-engine", "eu-central-1"),
        renamed("search", "alpha-engine", "eu-west-1"),
    ]
}

fn statements(document: &Value) -> Vec<Value> {
    match &document["Statement"] {
        Value::Array(statements) => statements.clone(),
        one => vec![one.clone()],
    }
}

pub(crate) fn without(document: &Value, at: usize) -> Value {
    let mut kept = statements(document);
    kept.remove(at);
    let mut less = document.clone();
    less["Statement"] = json!(kept);
    less
}

/// A value more, where one or a list of them stands.
fn and(value: &Value, more: &str) -> Value {
    let mut list = match value {
        Value::Array(list) => list.clone(),
        one => vec![one.clone()],
    };
    list.push(json!(more));
    Value::Array(list)
}

/// What people do to live policies: a statement dropped, a denial added, an
/// action or a resource more, a value more, a condition gone.
pub(crate) fn edits(document: &Value) -> Vec<Value> {
    let all = statements(document);
    let mut edits = Vec::new();
    for (at, statement) in all.iter().enumerate() {
        let mut put = |changed: Value| {
            let mut kept = all.clone();
            kept[at] = changed;
            let mut edited = document.clone();
            edited["Statement"] = json!(kept);
            edits.push(edited);
        };
        if all.len() > 1 {
            let mut denied = statement.clone();
            denied["Effect"] = json!("Deny");
            put(denied);
        }
        for element in ["Action", "NotAction"] {
            if let Some(value) = statement.get(element) {
                let mut wider = statement.clone();
                wider[element] = and(value, "dynamodb:PutItem");
                put(wider);
            }
        }
        for element in ["Resource", "NotResource"] {
            if let Some(value) = statement.get(element).filter(|value| **value != "*") {
                let mut wider = statement.clone();
                wider[element] = and(value, "arn:aws:dynamodb:*:817685572750:table/tmp-*");
                put(wider);
            }
        }
        if let Some(Value::Object(operators)) = statement.get("Condition") {
            let mut bare = statement.clone();
            bare.as_object_mut().unwrap().remove("Condition");
            put(bare);
            let of_text = operators.iter().filter(|(name, _)| name.contains("String"));
            for (operator, keys) in of_text {
                for (key, values) in keys.as_object().unwrap() {
                    let mut wider = statement.clone();
                    wider["Condition"][operator][key] = and(values, "AlphaEngine");
                    put(wider);
                }
            }
        }
        if all.len() > 1 {
            edits.push(without(document, at));
        }
    }
    edits
}

/// Roles with ten statements each, every live one edited.
pub(crate) fn fleet(count: usize) -> Vec<(Value, Value)> {
    let all = statements(&deploy_role());
    let role = |number: usize| {
        let chosen = all.iter().cycle().skip(number * 7 % all.len()).take(10);
        let chosen: Vec<&Value> = chosen.collect();
        let text = json!({"Version": "2012-10-17", "Statement": chosen}).to_string();
        let text = text.replace("dataops", &format!("service-{number}"));
        let codified: Value = serde_json::from_str(&text).unwrap();
        let edits = edits(&codified);
        let live = edits[number % edits.len()].clone();
        (codified, live)
    };
    (0..count).map(role).collect()
}

/// As long as a policy may be, and as hard as it can be made.
pub(crate) fn pathological() -> Vec<(String, Value, Value)> {
    const LONGEST: usize = 10_240;
    let of = |actions: &[String], resources: &[String]| {
        json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": actions, "Resource": resources}]})
    };
    let filled = |of_number: &dyn Fn(usize) -> String| {
        let mut room = LONGEST - 200;
        let mut all = Vec::new();
        for number in 0.. {
            let one = of_number(number);
            let Some(left) = room.checked_sub(one.len() + 3) else {
                return all;
            };
            room = left;
            all.push(one);
        }
        all
    };
    let star = ["*".to_owned()];
    let actions =
        |seed: usize| filled(&|n| format!("s3:*{}*{}*{}*", n * seed % 7, n % 11, (n + seed) % 13));
    let resources = |seed: usize| {
        filled(&|n| {
            format!(
                "arn:aws:s3:::*{}*{}?{}*",
                n * seed % 7,
                n % 11,
                (n + seed) % 13
            )
        })
    };
    let questions = |seed: usize| filled(&|n| format!("s3:*{}", "?a".repeat((n + seed) % 9 + 1)));
    let conditions = |seed: usize| {
        let all: Vec<Value> = (0..60)
            .map(|n| {
                let key = format!("aws:PrincipalTag/t{}", (n * seed) % 30);
                json!({"Effect": if n % 3 == 0 { "Deny" } else { "Allow" },
                    "Action": format!("s3:*{}*", n % 9), "Resource": "*",
                    "Condition": {"StringLike": {key: format!("*{}*{}*", n % 7, (n + seed) % 5)}}})
            })
            .collect();
        json!({"Version": "2012-10-17", "Statement": all})
    };
    let many = |seed: usize| {
        let all: Vec<Value> = (0..90)
            .map(|n| {
                json!({"Effect": if n % 2 == 0 { "Deny" } else { "Allow" },
                    "Action": format!("s*:*{}*{}", n % 10, (n + seed) % 10),
                    "Resource": format!("arn:aws:s3:::*{}*/{}*", n % 7, (n * seed) % 12)})
            })
            .collect();
        json!({"Version": "2012-10-17", "Statement": all})
    };
    let pairs = [
        ("actions", of(&actions(1), &star), of(&actions(3), &star)),
        (
            "resources",
            of(&["s3:*".into()], &resources(1)),
            of(&["s3:*".into()], &resources(3)),
        ),
        (
            "single characters",
            of(&questions(0), &star),
            of(&questions(1), &star),
        ),
        ("conditions", conditions(7), conditions(11)),
        ("statements", many(1), many(5)),
        (
            "one more star",
            of(
                &["*".into()],
                &[format!("arn:aws:s3:::{}", "*a".repeat(5_000))],
            ),
            of(
                &["*".into()],
                &[format!("arn:aws:s3:::{}", "*a".repeat(4_999))],
            ),
        ),
    ];
    pairs.map(|(name, a, b)| (name.to_owned(), a, b)).into()
}
