//! One binary of tests that drive the program through HTTP, on every engine.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod account;
mod answers;
mod archive;
mod chat;
mod circle;
mod command_line;
mod contact;
mod delivery;
mod files;
mod feed;
mod fixture;
mod gate;
mod house;
mod identity;
mod kill;
mod marker;
mod matrix;
mod mechanisms;
mod member;
mod moderation;
mod notification;
mod organisation;
mod preview;
mod privacy;
mod running;
mod search;
mod space;
mod statements;
mod share;
mod talk;
mod thread;
mod unread;
mod wechat;
