//! What a YAML tag means in a template: an intrinsic function, or how to read a scalar.
//!
//! CloudFormation takes the core tags of YAML 1.1 and excludes `!!binary`, `!!omap`,
//! `!!pairs`, `!!set` and `!!timestamp` (CloudFormation User Guide, "Template format").
//! Applies no function.

use granit_parser::Tag;

use crate::{
    policy::Place,
    template::{Malformed, Style},
};

pub(super) enum Meant {
    /// No tag, or one that says what the value is anyway.
    Nothing,
    /// `!!str`: text, whatever it looks like.
    Text,
    /// `!!int` and its kin: what it looks like, quoted or not.
    Typed,
    /// `!Sub`: the short form of an intrinsic function.
    Call(String),
}

impl Meant {
    pub(super) fn style(&self, written: Style) -> Style {
        match self {
            Self::Text => Style::Double,
            Self::Typed => Style::Plain,
            Self::Nothing | Self::Call(_) => written,
        }
    }
}

pub(super) fn meant(tag: Option<&Tag>, at: Place) -> Result<Meant, Malformed> {
    let Some(tag) = tag else {
        return Ok(Meant::Nothing);
    };
    match (tag.handle(), tag.suffix()) {
        ("tag:yaml.org,2002:", "map" | "seq") => Ok(Meant::Nothing),
        ("tag:yaml.org,2002:", "str") | ("" | "!", "" | "!") => Ok(Meant::Text),
        ("tag:yaml.org,2002:", "int" | "bool" | "float" | "null") => Ok(Meant::Typed),
        ("tag:yaml.org,2002:", name @ ("binary" | "omap" | "pairs" | "set" | "timestamp")) => {
            Err(Malformed::new(
                at,
                format!("CloudFormation does not take the tag !!{name}"),
                "Remove the tag and write the value in plain YAML",
            ))
        }
        ("!", name) => Ok(Meant::Call(name.to_owned())),
        (handle, name) => Err(Malformed::new(
            at,
            format!("the tag {handle}{name} means nothing in a template"),
            "Remove the tag, or use an intrinsic function such as !Ref or !Sub",
        )),
    }
}
