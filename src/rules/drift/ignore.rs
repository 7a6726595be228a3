//! `[drift] ignore`: globs over `role` and `role/policy`, where `*` and `?` are
//! the only wildcards and `*` does not cross the slash.

/// Does the glob name this role, with everything under it?
pub(super) fn ignores_role(globs: &[String], role: &str) -> bool {
    globs
        .iter()
        .any(|glob| !glob.contains('/') && matches(glob.as_bytes(), role.as_bytes()))
}

/// Does the glob name this part of the role? `part` is the policy's name, or
/// `trust`, `attachments`, `boundary`.
pub(super) fn ignores_part(globs: &[String], role: &str, part: &str) -> bool {
    globs.iter().any(|glob| {
        glob.split_once('/').is_some_and(|(role_glob, part_glob)| {
            matches(role_glob.as_bytes(), role.as_bytes())
                && matches(part_glob.as_bytes(), part.as_bytes())
        })
    })
}

/// Iterative with one point of return: linear in practice, never exponential.
fn matches(glob: &[u8], text: &[u8]) -> bool {
    let (mut g, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match glob.get(g) {
            Some(b'*') => {
                star = Some((g, t));
                g += 1;
            }
            Some(&c) if c == b'?' || c == text[t] => {
                g += 1;
                t += 1;
            }
            _ => {
                let Some((star_g, star_t)) = star else {
                    return false;
                };
                g = star_g + 1;
                t = star_t + 1;
                star = Some((star_g, t));
            }
        }
    }
    glob[g..].iter().all(|&c| c == b'*')
}

#[cfg(test)]
mod tests {
    use super::{ignores_part, ignores_role};

    #[test]
    fn a_glob_without_a_slash_names_roles_and_one_with_it_names_parts() {
        let globs = ["AWSServiceRole*".to_owned(), "*/aws-*".to_owned()];
        assert!(ignores_role(&globs, "AWSServiceRoleForECS"));
        assert!(!ignores_role(&globs, "aws-thing"));
        assert!(ignores_part(&globs, "any-role", "aws-logs"));
        assert!(!ignores_part(&globs, "any-role", "my-aws-logs"));
    }
}
