-- migration 1
create table simulated_message (
  tenant id not null, id id not null, carrier text not null, address text not null, subject text not null,
  body text not null, at i64 not null, primary key (tenant, id));
create index simulated_message_address on simulated_message (tenant, address, id);
-- migration 2
alter table simulated_message add column template text not null default '';
alter table simulated_message add column parts i64 not null default 1;
create table simulated_message_about (
  tenant id not null, message id not null, persona i64 not null, primary key (tenant, message, persona));
create index simulated_message_about_persona on simulated_message_about (tenant, persona);
create table refused_address (
  tenant id not null, address text not null, carrier text not null, words text not null, at i64 not null,
  primary key (tenant, address));
create table delivery_failure (
  tenant id not null, id id not null, carrier text not null, address text not null, template text not null,
  words text not null, advice text not null, given_up bool not null, at i64 not null, primary key (tenant, id));
create index delivery_failure_address on delivery_failure (tenant, address);
create table delivery_day (
  tenant id not null, day i64 not null, carrier text not null, state text not null, count i64 not null,
  primary key (tenant, day, carrier, state));
create table delivery_test (
  tenant id not null, id id not null, persona i64, carrier text not null, address text not null, state text not null,
  words text not null, advice text not null, at i64 not null, done_at i64, primary key (tenant, id));
create index delivery_test_persona on delivery_test (tenant, persona);
