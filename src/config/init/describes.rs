//! Which environments the codified policies describe: known where there is one, else a
//! person's word, else left open.

/// What is written as `environments` under `[drift]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Describes {
    /// There is nothing to choose between.
    #[default]
    All,
    These(Vec<String>),
    /// Nobody said which of these.
    Unknown(Vec<String>),
}

/// What a person answered: numbers of the list or names, with blanks or commas between
/// them. Nothing leaves it open; None: one of the words is neither.
pub fn chosen(answer: &str, names: &[String]) -> Option<Describes> {
    let mut these: Vec<String> = Vec::new();
    for word in answer
        .split([',', ' ', '\t'])
        .map(str::trim)
        .filter(|word| !word.is_empty())
    {
        let by_number = word.parse::<usize>().ok();
        let by_number = by_number.and_then(|at| names.get(at.checked_sub(1)?));
        let name = names.iter().find(|name| *name == word).or(by_number)?;
        if !these.contains(name) {
            these.push(name.clone());
        }
    }
    Some(match these.is_empty() {
        true => Describes::Unknown(names.to_vec()),
        false => Describes::These(these),
    })
}

#[cfg(test)]
mod tests {
    use super::{Describes, chosen};

    #[test]
    fn an_answer_is_numbers_or_names_and_nothing_leaves_it_open() {
        let names = ["dev".to_owned(), "prod".to_owned(), "1".to_owned()];
        let these = |names: &[&str]| {
            let names = names.iter().map(|&name| name.to_owned());
            Some(Describes::These(names.collect()))
        };
        assert_eq!(chosen("2", &names), these(&["prod"]));
        assert_eq!(chosen("dev, 2 prod", &names), these(&["dev", "prod"]));
        assert_eq!(chosen("1", &names), these(&["1"]), "a name comes first");
        assert_eq!(chosen("0", &names), None);
        assert_eq!(chosen("4", &names), None);
        assert_eq!(chosen("staging", &names), None);
        assert_eq!(chosen("", &names), Some(Describes::Unknown(names.to_vec())));
    }
}
