//! The native door from the outside: the built command, its output, its exit codes.

mod analyse;
mod bad_input;
mod check;
mod compare;
mod decide;
mod invariants;
mod link;
mod monitoring;
mod quorums;
mod readme;
mod recorded;
mod run;
mod started;
mod sweep;
mod systems;
mod table;
