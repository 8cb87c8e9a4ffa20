//! Who may give or take which role where. Pure.

use crate::role::{Held, Site};
use weilu_kernel::Role;
use weilu_vocabulary::BranchId;

/// Roles of staff that are given by hand on the whole site or on a branch.
pub const STAFF: &[Role] = &[
    Role::Headquarters,
    Role::Operator,
    Role::Marketer,
    Role::Service,
    Role::Product,
    Role::Reviewer,
    Role::Auditor,
    Role::TaskAdmin,
    Role::BranchHead,
    Role::SubBranchHead,
    Role::Employee,
    Role::Dealer,
    Role::Partner,
    Role::Supplier,
];
/// Roles that count only on a branch.
pub const BRANCH: &[Role] = &[
    Role::BranchHead,
    Role::SubBranchHead,
    Role::Employee,
    Role::Dealer,
    Role::Service,
    Role::Marketer,
    Role::TaskAdmin,
];
/// Roles inside a space that are given by hand.
pub const SPACE: &[Role] =
    &[Role::Owner, Role::Admin, Role::Seed, Role::Leader, Role::Organiser, Role::Creator, Role::Expert];

const ABOVE_OPERATOR: &[Role] = &[Role::Headquarters, Role::Operator, Role::Auditor];
const ABOVE_BRANCH_HEAD: &[Role] = &[Role::BranchHead];

/// The roles somebody may give or take at a place; `line` is a branch and everything above it.
#[must_use]
pub fn grantable(held: &[Held], site: Site, line: &[BranchId]) -> Vec<Role> {
    let on_site = |role: Role| held.iter().any(|h| h.role == role && h.site == Site::Whole);
    let all: &[Role] = match site {
        Site::Whole => STAFF,
        Site::Branch(_) => BRANCH,
        Site::Space(_) => SPACE,
    };
    if on_site(Role::Headquarters) {
        return all.to_vec();
    }
    if on_site(Role::Operator) {
        return all.iter().copied().filter(|r| !ABOVE_OPERATOR.contains(r)).collect();
    }
    match site {
        Site::Whole => Vec::new(),
        Site::Branch(branch) => {
            let runs =
                |b: &BranchId| held.iter().any(|h| h.role == Role::BranchHead && h.site == Site::Branch(*b));
            let below = line.iter().any(|b| *b != branch && runs(b));
            if below {
                return all.to_vec();
            }
            let own = runs(&branch);
            all.iter().copied().filter(|r| own && !ABOVE_BRANCH_HEAD.contains(r)).collect()
        }
        Site::Space(_) => {
            let owner = held.iter().any(|h| h.role == Role::Owner && h.site == site);
            all.iter().copied().filter(|r| owner && *r != Role::Owner).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use weilu_vocabulary::{Id, PersonaId, SpaceId};

    fn held(role: Role, site: Site) -> Held {
        Held { role, site, persona: PersonaId::from_raw(1) }
    }

    #[test]
    fn nobody_gives_above_himself() {
        let (top, east) = (BranchId::from_raw(1), BranchId::from_raw(2));
        let hq = [held(Role::Headquarters, Site::Whole)];
        assert!(grantable(&hq, Site::Whole, &[]).contains(&Role::Headquarters));
        let operator = [held(Role::Operator, Site::Whole)];
        assert!(!grantable(&operator, Site::Whole, &[]).contains(&Role::Operator));
        assert!(grantable(&operator, Site::Whole, &[]).contains(&Role::Service));
        let head = [held(Role::BranchHead, Site::Branch(east))];
        assert!(grantable(&head, Site::Whole, &[]).is_empty());
        assert!(grantable(&head, Site::Branch(top), &[top]).is_empty());
        let own = grantable(&head, Site::Branch(east), &[east, top]);
        assert!(own.contains(&Role::Employee) && !own.contains(&Role::BranchHead));
        let shop = BranchId::from_raw(3);
        assert!(grantable(&head, Site::Branch(shop), &[shop, east, top]).contains(&Role::BranchHead));
    }

    #[test]
    fn an_owner_gives_roles_in_his_own_space_only() {
        let (mine, other) = (Site::Space(SpaceId::from_raw(1)), Site::Space(SpaceId::from_raw(2)));
        let owner = [held(Role::Owner, mine)];
        assert!(grantable(&owner, mine, &[]).contains(&Role::Admin));
        assert!(!grantable(&owner, mine, &[]).contains(&Role::Owner));
        assert!(grantable(&owner, other, &[]).is_empty());
    }
}
