//! Any policy, written in any manner, edited into any other.

use proptest::{collection::vec, option, prelude::*, sample::select};
use serde_json::{Map, Value, json};

use super::{edited, new_file};

/// A manner of writing JSON.
#[derive(Clone, Debug)]
struct Manner {
    newline: &'static str,
    unit: &'static str,
    colon: &'static str,
    comma: &'static str,
    lists_on_a_line: bool,
    conditions_on_a_line: bool,
    statements_on_a_line: bool,
    all_on_a_line: bool,
    mark: bool,
    end: &'static str,
    turned: usize,
}

fn manner() -> impl Strategy<Value = Manner> {
    let blanks = (
        select(vec!["\n", "\r\n"]),
        select(vec!["  ", "    ", "\t", " "]),
        select(vec![":", ": ", " : "]),
        select(vec![", ", ",", " , "]),
        select(vec!["", "\n", "\r\n\n"]),
    );
    let lines = (
        any::<bool>(),
        any::<bool>(),
        any::<bool>(),
        0..8_u8,
        any::<bool>(),
    );
    (blanks, lines, 0..5_usize).prop_map(|(blanks, lines, turned)| Manner {
        newline: blanks.0,
        unit: blanks.1,
        colon: blanks.2,
        comma: blanks.3,
        end: blanks.4,
        lists_on_a_line: lines.0,
        conditions_on_a_line: lines.1,
        statements_on_a_line: lines.2,
        all_on_a_line: lines.3 == 0,
        mark: lines.4,
        turned,
    })
}

impl Manner {
    fn file(&self, value: &Value) -> String {
        let mark = if self.mark { "\u{feff}" } else { "" };
        let text = self.text(value, "", "", self.all_on_a_line);
        format!("{mark}{text}{}", self.end)
    }

    fn text(&self, value: &Value, key: &str, base: &str, flat: bool) -> String {
        let flat = flat
            || match key {
                "Condition" => self.conditions_on_a_line,
                "one" => self.statements_on_a_line,
                _ => value.is_array() && key != "Statement" && self.lists_on_a_line,
            };
        let deeper = format!("{base}{}", self.unit);
        let (open, close, members): (_, _, Vec<String>) = match value {
            Value::Array(items) => {
                let below = if key == "Statement" { "one" } else { "" };
                let items = items.iter();
                let text = |item| self.text(item, below, &deeper, flat);
                ('[', ']', items.map(text).collect())
            }
            Value::Object(fields) => {
                let mut fields: Vec<_> = fields.iter().collect();
                let turned = self.turned % fields.len().max(1);
                fields.rotate_left(turned);
                let text = |(name, value): (&String, &Value)| {
                    let text = self.text(value, name, &deeper, flat);
                    format!("{}{}{text}", json!(name), self.colon)
                };
                ('{', '}', fields.into_iter().map(text).collect())
            }
            scalar => return scalar.to_string(),
        };
        if flat || members.is_empty() {
            return format!("{open}{}{close}", members.join(self.comma));
        }
        let newline = self.newline;
        let members = members.join(&format!(",{newline}{deeper}"));
        format!("{open}{newline}{deeper}{members}{newline}{base}{close}")
    }
}

fn word() -> impl Strategy<Value = Value> {
    select(vec![
        json!("*"),
        json!("s3:GetObject"),
        json!("s3:*"),
        json!("AlphaEngine/*"),
        json!("AlphaEngine"),
        json!("\u{202e}\u{1}\"\\é"),
        json!("1"),
        json!(1),
        json!(true),
        json!("true"),
    ])
}

fn words() -> impl Strategy<Value = Value> {
    prop_oneof![word(), vec(word(), 0..4).prop_map(Value::Array)]
}

fn keyed(
    keys: &'static [&'static str],
    value: impl Strategy<Value = Value>,
) -> impl Strategy<Value = Value> {
    vec((select(keys), value), 0..3).prop_map(|fields| {
        let fields = fields
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value));
        Value::Object(fields.collect::<Map<_, _>>())
    })
}

fn statement() -> impl Strategy<Value = Value> {
    let condition = keyed(
        &["StringLike", "StringEquals", "Bool"],
        keyed(&["aws:a", "aws:b"], words()),
    );
    let principal = prop_oneof![Just(json!("*")), keyed(&["AWS", "Service"], words())];
    (
        option::of(select(vec!["A", "B", "C"])),
        select(vec!["Allow", "Deny"]),
        select(vec!["Action", "NotAction"]),
        words(),
        option::of(words()),
        option::of(principal),
        option::of(condition),
    )
        .prop_map(
            |(sid, effect, key, actions, resources, principal, condition)| {
                let mut fields = Map::new();
                let mut put = |key: &str, value: Option<Value>| {
                    if let Some(value) = value {
                        fields.insert(key.to_owned(), value);
                    }
                };
                put("Sid", sid.map(Value::from));
                put("Effect", Some(effect.into()));
                put(key, Some(actions));
                put("Resource", resources);
                put("Principal", principal);
                put("Condition", condition);
                Value::Object(fields)
            },
        )
}

fn policy(statements: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    (option::of(Just("2012-10-17")), statements).prop_map(|(version, statements)| {
        let mut policy = json!({ "Statement": statements });
        if let Some(version) = version {
            policy["Version"] = version.into();
        }
        policy
    })
}

/// Two documents, the second made of statements of the first and others.
fn documents() -> impl Strategy<Value = (Value, Value)> {
    let statements =
        || prop_oneof![8 => vec(statement(), 0..5).prop_map(Value::Array), 1 => statement()];
    (statements(), statements(), vec(any::<bool>(), 5)).prop_flat_map(|(one, other, keep)| {
        let mixed = match (&one, &other) {
            (Value::Array(one), Value::Array(other)) => {
                let kept = one
                    .iter()
                    .zip(keep)
                    .filter(|(_, keep)| *keep)
                    .map(|(one, _)| one);
                Value::Array(kept.chain(other).cloned().collect())
            }
            _ => other,
        };
        let mixed = match mixed {
            Value::Array(items) => Just(items).prop_shuffle().prop_map(Value::Array).boxed(),
            one => Just(one).boxed(),
        };
        (policy(Just(one)), policy(mixed))
    })
}

/// JSON that is hardly a policy, with a policy's keys in the wrong places.
fn anything() -> impl Strategy<Value = Value> {
    let keys = ["Statement", "Sid", "Action", "Condition", "Principal", "x"];
    word().prop_recursive(5, 40, 4, move |inner| {
        let field = (select(keys.to_vec()), inner.clone());
        let object = vec(field, 0..4).prop_map(|fields| {
            let fields = fields.into_iter();
            Value::Object(fields.map(|(key, value)| (key.to_owned(), value)).collect())
        });
        prop_oneof![vec(inner, 0..4).prop_map(Value::Array), object]
    })
}

/// The value with its sets sorted: here every list but that of the statements.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(sorted).collect();
            if !items.iter().any(Value::is_object) {
                items.sort_by_key(Value::to_string);
            }
            Value::Array(items)
        }
        Value::Object(fields) => {
            let fields = fields.iter();
            Value::Object(
                fields
                    .map(|(key, value)| (key.clone(), sorted(value)))
                    .collect(),
            )
        }
        scalar => scalar.clone(),
    }
}

fn read(text: &str) -> Value {
    serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_edited_file_holds_the_live_value_and_an_edit_again_changes_nothing(
        (file, live) in documents(), manner in manner(), other in manner(),
    ) {
        let before = manner.file(&file);
        // However live is written, it is the same value.
        let live_text = Manner { mark: false, ..other }.file(&live);
        let after = edited(&before, &live_text).unwrap();
        prop_assert_eq!(sorted(&read(&after)), sorted(&live), "{}", &after);
        prop_assert_eq!(edited(&after, &live.to_string()).unwrap(), after);
    }

    #[test]
    fn no_pair_of_values_is_too_strange_to_edit_one_into_the_other(
        (file, live) in (anything(), anything()), manner in manner(),
    ) {
        let before = manner.file(&file);
        let after = edited(&before, &live.to_string()).unwrap();
        prop_assert_eq!(edited(&after, &live.to_string()).unwrap(), after);
        prop_assert_eq!(edited(&before, &file.to_string()).unwrap(), before);
    }

    #[test]
    fn a_file_that_holds_the_live_value_keeps_every_byte(
        (file, _) in documents(), manner in manner(), other in manner(),
    ) {
        let before = manner.file(&file);
        let live = Manner { mark: false, ..other }.file(&sorted(&file));
        prop_assert_eq!(edited(&before, &live).unwrap(), before);
    }

    #[test]
    fn a_statement_that_stays_keeps_its_bytes_and_the_file_its_manner(
        (file, live) in documents(), manner in manner(),
    ) {
        let before = manner.file(&file);
        let after = edited(&before, &live.to_string()).unwrap();
        let ends = (after.starts_with('\u{feff}'), after.trim_end_matches(['\r', '\n']).len());
        prop_assert_eq!(ends.0, manner.mark);
        prop_assert_eq!(&after[ends.1..], manner.end);
        if manner.newline == "\n" {
            prop_assert!(!after[..ends.1].contains('\r'));
        } else {
            prop_assert!(!after[..ends.1].replace("\r\n", "").contains('\n'));
        }
        let (Some(from), Some(to)) = (file["Statement"].as_array(), live["Statement"].as_array()) else {
            return Ok(());
        };
        let mut rest = from.clone();
        for statement in to {
            let same = rest.iter().position(|one| sorted(one) == sorted(statement));
            if let Some(one) = same.map(|at| rest.remove(at)) {
                let base = manner.unit.repeat(2);
                let text = manner.text(&one, "one", &base, manner.all_on_a_line);
                prop_assert!(after.contains(&text), "{} is not in {}", text, after);
            }
        }
    }

    #[test]
    fn a_new_file_holds_the_live_value((_, live) in documents(), manner in manner()) {
        let text = new_file(&Manner { mark: false, ..manner }.file(&live)).unwrap();
        prop_assert_eq!(read(&text), live);
        prop_assert_eq!(text.lines().last(), Some("}"));
    }
}
