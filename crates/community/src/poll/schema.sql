-- migration 1
create table poll (
  tenant id not null, id id not null, post i64 not null, space i64, kind text not null, most i64 not null, choices i64 not null,
  secret bool not null, at_end bool not null, quorum i64, closes_at i64 not null, closed_at i64, primary key (tenant, id));
create unique index poll_post on poll (tenant, post);
create index poll_due on poll (tenant, closed_at, closes_at);
create table poll_choice (
  tenant id not null, id id not null, poll i64 not null, number i64 not null, text text not null, primary key (tenant, id));
create index poll_choice_poll on poll_choice (tenant, poll, number);
create table poll_voter (
  tenant id not null, poll i64 not null, persona i64 not null, at i64 not null, primary key (tenant, poll, persona));
create index poll_voter_persona on poll_voter (tenant, persona, poll);
create table poll_ballot (
  tenant id not null, poll i64 not null, persona i64 not null, choice i64 not null, place i64 not null, weight i64 not null,
  primary key (tenant, poll, persona, choice));
create table poll_secret_ballot (
  tenant id not null, poll i64 not null, ballot i64 not null, choice i64 not null, place i64 not null,
  primary key (tenant, poll, ballot, choice));
create table poll_count (
  tenant id not null, choice i64 not null, poll i64 not null, votes i64 not null, points i64 not null, primary key (tenant, choice));
create index poll_count_poll on poll_count (tenant, poll);
create table poll_turnout (
  tenant id not null, poll i64 not null, people i64 not null, primary key (tenant, poll));
