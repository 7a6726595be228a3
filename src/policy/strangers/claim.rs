//! What a condition key says of whoever asks: nothing, or who it is.

use super::signs::{Letter, Sign, is_chosen, lead, split};

#[derive(Clone, Copy)]
pub(super) enum Claim {
    /// Whoever asks chooses it, or it says nothing of who they are.
    Free,
    /// The request always has it, whatever the stranger wants.
    Always,
    /// It says who asks.
    Who(&'static Who),
    /// A stranger has this value.
    Fixed(&'static str),
    /// No request of this kind has it.
    Never,
}

/// A key that says who asks.
pub(super) struct Who {
    /// Values that a stranger has.
    pub(super) own: &'static [&'static str],
    /// What a wildcard can become.
    pub(super) fillers: &'static [&'static str],
    /// The same, where many wildcards make too many texts.
    pub(super) few: &'static [&'static str],
    /// Whether a stranger can have the value.
    pub(super) strange: fn(&[Letter]) -> bool,
    /// Whether a value names somebody, so that no stranger has it.
    pub(super) names: fn(&[Sign]) -> bool,
    /// A request may be without it.
    pub(super) may_lack: bool,
}

const PLAIN: &[&str] = &["stranger", "", "9", "-stranger"];

const FEW: &[&str] = &["stranger", "9", ""];

/// An id or a name, all of it.
pub(super) static EXACT: Who = exact(true);
/// The same, and every request has it.
pub(super) static EXACT_ALWAYS: Who = exact(false);

const fn exact(may_lack: bool) -> Who {
    Who {
        own: &["stranger", "999988887777"],
        fillers: PLAIN,
        few: FEW,
        strange: is_chosen,
        names: is_exact,
        may_lack,
    }
}

/// `o-a1b2c3/r-x/ou-y/`: the organisation stands first.
pub(super) static ORG_PATH: Who = Who {
    own: &["o-stranger/r-any/ou-any/"],
    fillers: &[
        "stranger/r-any/ou-any/",
        "o-stranger/r-any/",
        "stranger",
        "",
    ],
    few: &["stranger/r-any/", "any", ""],
    strange: |letters| is_chosen(split(letters, '/').0),
    names: |signs| {
        let (text, whole) = lead(signs);
        text.split_once('/').is_some_and(|(org, _)| !org.is_empty()) || (whole && !text.is_empty())
    },
    may_lack: true,
};

/// An ARN: of an account, or of a bucket, whose name is the world's only one.
pub(super) static ARN: Who = Who {
    own: &[
        "arn:aws:iam::999988887777:role/stranger",
        "arn:aws:sts::999988887777:assumed-role/stranger/any",
        "arn:aws:iam::999988887777:user/stranger",
    ],
    fillers: &[
        "999988887777",
        "arn:aws:iam::999988887777:role/stranger",
        "iam::999988887777:role/stranger",
        "aws:iam::999988887777:role/stranger",
        ":999988887777:role/stranger",
        "role/stranger",
        "stranger",
        "aws",
        "iam",
        "",
    ],
    few: &["999988887777", "aws", "iam", "role/stranger", ""],
    strange: is_strange_arn,
    names: names_an_account,
    may_lack: true,
};

/// `AROAEXAMPLE:session`
pub(super) static USER_ID: Who = Who {
    own: &["AROASTRANGERSTRANGER1:any"],
    fillers: &["AROASTRANGERSTRANGER1", "STRANGER1", "any", ":any", ""],
    few: &["STRANGER1", "any", ""],
    strange: |letters| is_chosen(split(letters, ':').0),
    names: |signs| {
        let (text, whole) = lead(signs);
        (whole && !text.is_empty()) || text.contains(':')
    },
    may_lack: true,
};

fn is_exact(signs: &[Sign]) -> bool {
    let (text, whole) = lead(signs);
    whole && !text.is_empty()
}

fn parts(letters: &[Letter]) -> Vec<&[Letter]> {
    letters.splitn(6, |(c, _)| *c == ':').collect()
}

fn is_strange_arn(letters: &[Letter]) -> bool {
    let parts = parts(letters);
    let [arn, _, _, _, account, name] = parts.as_slice() else {
        return false;
    };
    let is_arn = arn.iter().map(|(c, _)| *c).eq("arn".chars());
    let of_nobody = account.is_empty() && is_chosen(split(name, '/').0);
    let is_account = account.len() == 12 && account.iter().all(|(c, _)| c.is_ascii_digit());
    is_arn && (of_nobody || (is_account && is_chosen(account)))
}

fn names_an_account(signs: &[Sign]) -> bool {
    let (text, whole) = lead(signs);
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, _, _, "", name] => !name.is_empty() && (whole || name.contains('/')),
        ["arn", _, _, _, _, _] => true,
        _ => false,
    }
}
