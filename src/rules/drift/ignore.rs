//! `[drift] ignore`: globs over `role` and `role/policy`, where `*` and `?` are
//! the only wildcards and `*` does not cross the slash.

use crate::policy::like;

/// Does the glob name this role, with everything under it?
pub(super) fn ignores_role(globs: &[String], role: &str) -> bool {
    let mut of_roles = globs.iter().filter(|glob| !glob.contains('/'));
    of_roles.any(|glob| like(glob, role))
}

/// Does the glob name this part of the role? `part` is the policy's name, or
/// `trust`, `attachments`, `boundary`.
pub(super) fn ignores_part(globs: &[String], role: &str, part: &str) -> bool {
    let mut of_parts = globs.iter().filter_map(|glob| glob.split_once('/'));
    of_parts.any(|(of_role, of_part)| like(of_role, role) && like(of_part, part))
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
