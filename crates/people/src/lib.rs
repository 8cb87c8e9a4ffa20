//! (empty until its first feature)
