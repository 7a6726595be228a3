//! The data files of facts: headings, and the lines that stand indented under each.
//!
//! A line that begins with a number sign is a comment. What the words mean is for those
//! who keep the file.

pub(super) type Words = Vec<&'static str>;

pub(super) fn sections(data: &'static str) -> impl Iterator<Item = (Words, Vec<Words>)> {
    let mut sections: Vec<(Words, Vec<Words>)> = Vec::new();
    for line in data.lines().filter(|line| !line.starts_with('#')) {
        let words = line.split_whitespace().collect();
        match sections.last_mut() {
            Some((_, lines)) if line.starts_with(' ') => lines.push(words),
            _ => sections.push((words, Vec::new())),
        }
    }
    sections.into_iter()
}
