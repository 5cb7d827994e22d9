//! One binary for all tests of the store. Texts are in our own words, about invented negotiations.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

mod account;
mod agreement;
mod exchange;
mod facet;
mod failure;
mod gist;
mod ledger;
mod made;
mod queue;
mod released;
mod review;
mod search;
mod tamper;
mod together;
