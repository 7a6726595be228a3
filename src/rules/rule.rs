//! What a rule is, whatever it looks at: one file each, in the registry of its family.

/// Rules that look at one kind of thing, and say one kind of thing of it.
pub trait Family {
    type Subject<'a>;
    type Found;
}

#[derive(Debug)]
pub struct Rule<F: Family> {
    /// The name of its file: `star-resource` is in `star_resource.rs`.
    pub id: &'static str,
    pub title: &'static str,
    /// What can happen because of it, in a sentence.
    pub why: &'static str,
    /// What to do about it.
    pub fix: &'static str,
    /// None: the rule does not speak of such a thing.
    pub check: for<'a> fn(&F::Subject<'a>) -> Option<Vec<F::Found>>,
}

/// What all rules of a family find, in the order of its registry.
pub(super) fn found<F: Family>(rules: &[&Rule<F>], subject: &F::Subject<'_>) -> Vec<F::Found> {
    let said = rules.iter().filter_map(|rule| (rule.check)(subject));
    said.flatten().collect()
}
