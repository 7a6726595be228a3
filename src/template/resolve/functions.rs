//! One arm for each intrinsic function.
//!
//! A function whose argument is not of its shape is a problem, told with its place.

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{Resolved, Resolver};
use crate::template::{Node, Part, Symbol, Text};

impl Resolver<'_> {
    pub(super) fn function(&self, name: &str, of: &Node) -> Resolved {
        let known = match name {
            "Ref" => self.target(of).map(|target| self.reference(&target, of)),
            "GetAtt" => self.attribute_of(of),
            "Sub" => self.substitute(of),
            "Join" => self.join(of),
            "Select" => self.select(of),
            "Split" => self.split(of),
            "FindInMap" => self.find_in_map(of),
            "If" => self.choose(of),
            "Base64" => self.base64(of),
            "Length" => self.length(of),
            "ToJsonString" => self.json_string(of),
            "ImportValue" => self
                .text(of)
                .map(|name| Resolved::Text(Text::symbol(Symbol::Import(name.with_tokens())))),
            "Equals" | "And" | "Or" | "Not" | "Condition" => Some(self.truth(name, of)),
            _ => Some(self.open(name, of)),
        };
        known.unwrap_or_else(|| {
            let what = format!("{name} cannot be read: its argument is {}", of.kind());
            let hint = "Give it the arguments that CloudFormation documents";
            self.problem(of, what, hint);
            self.open(name, of)
        })
    }

    /// What is referred to: language extensions let it be computed.
    pub(super) fn target(&self, of: &Node) -> Option<String> {
        match of.text() {
            Some(target) => Some(target.to_owned()),
            None => self.text(of)?.known().map(str::to_owned),
        }
    }

    fn join(&self, of: &Node) -> Option<Resolved> {
        let [delimiter, list] = of.items() else {
            return None;
        };
        let delimiter = self.text(delimiter)?;
        let Resolved::List(items) = self.resolve(list) else {
            return Some(self.open("Join", of));
        };
        let mut out = Text::default();
        for (at, item) in items.into_iter().enumerate() {
            let Some(text) = item.text() else {
                return Some(self.open("Join", of));
            };
            if at > 0 {
                self.append(&mut out, &delimiter);
            }
            self.append(&mut out, &text);
        }
        Some(Resolved::Text(out))
    }

    /// Text grows only within the budget; past it, the rest is one symbol.
    pub(super) fn append(&self, out: &mut Text, text: &Text) {
        let cost = text.parts().iter().map(|part| match part {
            Part::Literal(literal) => literal.len(),
            Part::Symbol(_) => 64,
        });
        let cost = cost.sum();
        if self.spend(cost) {
            out.push(text);
        } else if out.symbols().next().is_none() {
            let name = "Unresolved".to_owned();
            let of = "too long".to_owned();
            out.push(&Text::symbol(Symbol::Function { name, of }));
        }
    }

    fn select(&self, of: &Node) -> Option<Resolved> {
        let [index, list] = of.items() else {
            return None;
        };
        let index = self.text(index)?;
        let index = index.known().and_then(|it| it.parse::<usize>().ok());
        match (index, self.resolve(list)) {
            (Some(index), Resolved::List(items)) => items.into_iter().nth(index),
            _ => Some(self.open("Select", of)),
        }
    }

    fn split(&self, of: &Node) -> Option<Resolved> {
        let [delimiter, text] = of.items() else {
            return None;
        };
        let (delimiter, text) = (self.text(delimiter)?, self.text(text)?);
        let (Some(delimiter), Some(text)) = (delimiter.known(), text.known()) else {
            return Some(self.open("Split", of));
        };
        if delimiter.is_empty() || !self.spend(text.len() * 8) {
            return Some(self.open("Split", of));
        }
        let pieces = text.split(delimiter).map(Resolved::literal);
        Some(Resolved::List(pieces.collect()))
    }

    fn find_in_map(&self, of: &Node) -> Option<Resolved> {
        let [map, first, second, default @ ..] = of.items() else {
            return None;
        };
        let keys = [self.text(map)?, self.text(first)?, self.text(second)?];
        let [Some(map), Some(first), Some(second)] = keys.each_ref().map(Text::known) else {
            return Some(self.open("FindInMap", of));
        };
        let found = self.template.section("Mappings", map);
        let found = found.and_then(|map| map.get(first)?.get(second));
        if let Some(found) = found {
            return Some(self.resolve(found));
        }
        let default = default.first().and_then(|it| it.get("DefaultValue"));
        if let Some(default) = default {
            return Some(self.resolve(default));
        }
        let what = format!("the mapping {map:?} has no {first:?}, {second:?}");
        self.problem(of, what, "Add it under Mappings, or correct the keys");
        Some(self.open("FindInMap", of))
    }

    fn choose(&self, of: &Node) -> Option<Resolved> {
        let [condition, yes, no] = of.items() else {
            return None;
        };
        let name = condition.text()?;
        self.must_be_declared(name, condition);
        match self.condition(name) {
            Some(true) => Some(self.resolve(yes)),
            Some(false) => Some(self.resolve(no)),
            None => {
                let (yes, no) = (self.resolve(yes), self.resolve(no));
                if yes == no {
                    return Some(yes);
                }
                Some(Resolved::Text(Text::symbol(Symbol::If {
                    condition: name.to_owned(),
                    of: self.compact(of),
                })))
            }
        }
    }

    fn base64(&self, of: &Node) -> Option<Resolved> {
        let text = self.text(of)?;
        Some(match text.known() {
            Some(known) if self.spend(known.len()) => Resolved::literal(&STANDARD.encode(known)),
            _ => self.open("Base64", of),
        })
    }

    fn length(&self, of: &Node) -> Option<Resolved> {
        match self.resolve(of) {
            Resolved::List(items) => Some(Resolved::Typed(items.len().to_string())),
            _ => Some(self.open("Length", of)),
        }
    }

    fn json_string(&self, of: &Node) -> Option<Resolved> {
        let value = self.resolve(of);
        if !matches!(value, Resolved::List(_) | Resolved::Map(_)) {
            return Some(self.open("ToJsonString", of));
        }
        let mut out = Text::default();
        self.json(&value, &mut out);
        Some(Resolved::Text(out))
    }

    /// Compact, in the order of the template; what is open stays open within.
    fn json(&self, value: &Resolved, out: &mut Text) {
        let escaped = |literal: &str| {
            let json = serde_json::Value::from(literal).to_string();
            let inner = json.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
            inner.unwrap_or_default().to_owned()
        };
        match value {
            Resolved::Null | Resolved::Absent => self.append(out, &Text::literal("null")),
            Resolved::Typed(spelling) => self.append(out, &Text::literal(spelling)),
            Resolved::Text(text) => {
                self.append(out, &Text::literal("\""));
                for part in text.parts() {
                    let part = match part {
                        Part::Literal(literal) => Text::literal(escaped(literal)),
                        Part::Symbol(symbol) => Text::symbol(symbol.clone()),
                    };
                    self.append(out, &part);
                }
                self.append(out, &Text::literal("\""));
            }
            Resolved::List(items) => {
                let items = items.iter().map(|item| (String::new(), item));
                self.bracketed("[", items, "]", out);
            }
            Resolved::Map(entries) => {
                let key = |key: &str| format!("\"{}\":", escaped(key));
                let entries = entries.iter().map(|(name, value)| (key(name), value));
                self.bracketed("{", entries, "}", out);
            }
        }
    }

    fn bracketed<'v>(
        &self,
        open: &str,
        members: impl Iterator<Item = (String, &'v Resolved)>,
        close: &str,
        out: &mut Text,
    ) {
        self.append(out, &Text::literal(open));
        for (at, (key, value)) in members.enumerate() {
            let comma = if at > 0 { "," } else { "" };
            self.append(out, &Text::literal(format!("{comma}{key}")));
            self.json(value, out);
        }
        self.append(out, &Text::literal(close));
    }

    /// A condition function where a value is expected.
    fn truth(&self, name: &str, of: &Node) -> Resolved {
        let answer = match name {
            "Condition" => of.text().and_then(|name| self.condition(name)),
            _ => None,
        };
        answer.map_or_else(
            || self.open(name, of),
            |answer| Resolved::Typed(answer.to_string()),
        )
    }
}
