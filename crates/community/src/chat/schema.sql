-- migration 1
create table chat (
  tenant id not null, id id not null, kind text not null, space i64, name text not null, named_by i64, owner i64,
  messages i64 not null, last i64 not null, opened_by i64, opened_at i64, acquainted bool not null, answered_at i64,
  created_at i64 not null, primary key (tenant, id));
create index chat_opened on chat (tenant, opened_by, opened_at);
create table chat_member (
  tenant id not null, chat i64 not null, persona i64 not null, since i64 not null, floor i64 not null,
  declined bool not null, primary key (tenant, chat, persona));
create index chat_member_persona on chat_member (tenant, persona);
create table chat_message (
  tenant id not null, chat i64 not null, number i64 not null, id i64 not null, author i64 not null, kind text not null,
  text text not null, folded text not null, blobs text not null, quote i64, about i64, calls_all bool not null,
  state text not null, at i64 not null, primary key (tenant, chat, number));
create unique index chat_message_id on chat_message (tenant, id);
create index chat_message_at on chat_message (tenant, chat, at, number);
create index chat_message_author on chat_message (tenant, author);
create table chat_mention (
  tenant id not null, persona i64 not null, chat i64 not null, number i64 not null,
  primary key (tenant, persona, chat, number));
create index chat_mention_number on chat_mention (tenant, chat, number);
create table chat_gone (
  tenant id not null, persona i64 not null, chat i64 not null, number i64 not null,
  primary key (tenant, persona, chat, number));
create table chat_reading (
  tenant id not null, persona i64 not null, chat i64 not null, number i64 not null, cleared i64 not null,
  muted bool not null, pinned bool not null, at i64 not null, primary key (tenant, persona, chat));
create index chat_reading_chat on chat_reading (tenant, chat, number);
create table chat_choice (tenant id not null, persona i64 not null, shows_reads bool not null, primary key (tenant, persona));

-- migration 2
alter table chat_message drop column blobs;

-- migration 3
alter table chat_message add column carries text not null default '';
alter table chat_message add column removed_at i64;
create index chat_message_removed on chat_message (tenant, removed_at) where removed_at is not null;
