//! The number of an incident, as a person types it to pass a freeze.

use serde::{Deserialize, Serialize};

/// Letters, digits and dashes: it needs no sanitiser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Incident(String);

/// What one looks like, for whoever is asked for it.
pub const INCIDENT_FORM: &str = "letters, digits and dashes, 3 to 40";

impl Incident {
    pub const LEAST: usize = 3;
    pub const MOST: usize = 40;

    /// None: it is no number of an incident.
    pub fn of(text: &str) -> Option<Self> {
        let fits = (Self::LEAST..=Self::MOST).contains(&text.len());
        (fits && text.chars().all(Self::may_have)).then(|| Self(text.to_owned()))
    }

    pub fn may_have(c: char) -> bool {
        c.is_ascii_alphanumeric() || c == '-'
    }

    pub fn raw(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Incident {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::of(&text).ok_or("no number of an incident")
    }
}

#[cfg(test)]
mod tests {
    use super::Incident;

    #[test]
    fn a_number_has_letters_digits_and_dashes_and_nothing_else() {
        let long = "a".repeat(41);
        for text in [
            "",
            "ab",
            "a b",
            "INC_1",
            "<incident>",
            "INC#1",
            "inc\u{e9}1",
            &long,
        ] {
            assert!(Incident::of(text).is_none(), "{text:?}");
            assert!(serde_json::from_value::<Incident>(text.into()).is_err());
        }
        for text in ["INC-2291", "123", "PT4KHLK", &"a".repeat(40)] {
            assert_eq!(
                Incident::of(text).map(|it| it.raw().to_owned()),
                Some(text.to_owned())
            );
        }
    }
}
