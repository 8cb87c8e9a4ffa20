//! The ledger: the only place where balances change, and what is counted in it.
//!
//! Rules: integer units; every transfer leaves one account and reaches another of the same book, so that a book sums
//! to zero at every commit; nothing is ever changed or deleted, a mistake is booked back. Our ledger records; it holds
//! nobody's money (charter t37).

pub mod ledger;
pub mod point;

use weilu_kernel::Feature;

/// Every feature of this crate.
pub const FEATURES: &[&Feature] = &[&ledger::FEATURE, &point::FEATURE];
