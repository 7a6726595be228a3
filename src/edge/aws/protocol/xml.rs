//! An answer in XML as a tree. Who asks says which elements hold others; of all else the
//! text is read, and what holds elements without being named so is left out. Depth is
//! bounded, and an answer that was cut short is none.

use std::borrow::Cow;

use aws_smithy_xml::decode::{Document, ScopedDecoder, try_data};

/// The deepest answer that is read here has nine.
const DEEPEST: usize = 24;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::edge::aws) struct Element {
    pub(super) name: String,
    text: String,
    children: Vec<Element>,
}

impl Element {
    /// None: it is no XML to its end. `holding`: elements that hold others, besides the
    /// root and the members of lists.
    pub(super) fn read(text: &str, holding: &[&str]) -> Option<Self> {
        let mut document = Document::new(text);
        let mut root = document.root_element().ok()?;
        let found = element(&mut root, holding, 0)?;
        drop(root);
        // Cut short, it would look like an answer with fewer things in it.
        let end = text.trim_end();
        let closed = end.ends_with(&format!("</{}>", found.name)) || found.children.is_empty();
        closed.then_some(found)
    }

    pub(in crate::edge::aws) fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of a child that has one.
    pub(in crate::edge::aws) fn text_of(&self, name: &str) -> Option<&str> {
        let text = self.child(name)?.text.trim();
        (!text.is_empty()).then_some(text)
    }

    /// The elements of a list: `item` of EC2, `member` of the Query protocol.
    pub(in crate::edge::aws) fn list<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a Self> {
        let list = self.child(name);
        let elements = list.into_iter().flat_map(|list| &list.children);
        elements.filter(|one| LISTED.contains(&one.name.as_str()))
    }

    /// Members of a list that are called neither.
    pub(in crate::edge::aws) fn children_called<'a>(
        &'a self,
        name: &str,
    ) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |one| one.name == name)
    }

    /// The value of the tag with this key, in a list of tags.
    pub(in crate::edge::aws) fn tag(&self, list: &str, key: &str) -> Option<&str> {
        let mut tags = self.list(list);
        let tag = tags.find(|tag| [tag.text_of("key"), tag.text_of("Key")].contains(&Some(key)))?;
        tag.text_of("value").or_else(|| tag.text_of("Value"))
    }

    pub(in crate::edge::aws) fn number(&self, name: &str) -> Option<i64> {
        self.text_of(name)?.parse().ok()
    }
}

/// What the members of lists are called.
const LISTED: [&str; 2] = ["item", "member"];

fn element(tag: &mut ScopedDecoder<'_, '_>, holding: &[&str], depth: usize) -> Option<Element> {
    let name = tag.start_el().local().to_owned();
    let holds = depth == 0 || LISTED.contains(&name.as_str()) || holding.contains(&name.as_str());
    let mut found = Element {
        name,
        ..Element::default()
    };
    if !holds {
        // What holds elements is skipped to its end.
        found.text = try_data(tag).map(Cow::into_owned).unwrap_or_default();
        return Some(found);
    }
    if depth > DEEPEST {
        return None;
    }
    while let Some(mut child) = tag.next_tag() {
        found
            .children
            .push(element(&mut child, holding, depth + 1)?);
    }
    Some(found)
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test fails by panicking")]
mod tests {
    use super::Element;

    const ANSWER: &str = "<?xml version=\"1.0\"?>\n<R xmlns=\"x\"><set><item><id>i-1</id><new><thing>1</thing></new>\
        <tags><item><key>Name</key><value>a &amp; b</value></item></tags></item>\
        <item><id>i-2</id><tags/></item></set><next/></R>\n";

    #[test]
    fn lists_tags_and_texts_are_read_and_what_is_new_is_left_out() {
        let read = Element::read(ANSWER, &["set", "tags"]).unwrap();
        let ids: Vec<&str> = read
            .list("set")
            .filter_map(|one| one.text_of("id"))
            .collect();
        assert_eq!(ids, ["i-1", "i-2"]);
        let first = read.list("set").next().unwrap();
        assert_eq!(first.tag("tags", "Name"), Some("a & b"));
        assert_eq!(first.text_of("new"), None);
        assert_eq!(read.text_of("next"), None);
    }

    #[test]
    fn an_answer_that_was_cut_short_is_none() {
        for at in [20, 60, 100, ANSWER.len() - 4] {
            assert_eq!(Element::read(&ANSWER[..at], &["set"]), None, "{at}");
        }
        assert_eq!(Element::read("Sign in", &[]), None);
    }

    #[test]
    fn a_tower_of_elements_is_none() {
        let tower = "<item>".repeat(5000);
        assert_eq!(Element::read(&format!("<R>{tower}</R>"), &[]), None);
    }
}
