//! The search index from outside, in memory and with files.

#![cfg(test)]

mod fixture;

mod files;
mod finding;
mod properties;
mod rights;
