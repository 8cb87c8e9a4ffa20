//! Who people are: accounts, members and their faces, the organisation, roles.
//!
//! Rules: one person, one member record; what somebody does is written under a persona, and readers resolve
//! the person when they read, so that a merge rewrites nothing and can be undone without loss. The crate
//! knows nothing of spaces beyond their ids: being in a space is a role given there.

pub mod account;
pub mod admission;
pub mod backup;
pub mod brand;
pub mod care;
pub mod consent;
pub mod identity;
pub mod label;
pub mod member;
pub mod organisation;
pub mod policy;
pub mod privacy;
pub mod profile;
pub mod role;
pub mod setting;
pub mod visitor;

use weilu_kernel::Feature;

/// Every feature of this crate.
pub const FEATURES: &[&Feature] = &[
    &account::FEATURE,
    &admission::FEATURE,
    &brand::FEATURE,
    &role::FEATURE,
    &policy::FEATURE,
    &consent::FEATURE,
    &privacy::FEATURE,
    &setting::FEATURE,
    &backup::FEATURE,
    &member::FEATURE,
    &member::export::FEATURE,
    &identity::FEATURE,
    &label::FEATURE,
    &profile::FEATURE,
    &visitor::FEATURE,
    &care::FEATURE,
    &organisation::FEATURE,
];
