-- migration 1
create table member (
  tenant id not null, id id not null, number i64 not null, name text not null, state text not null, avatar i64,
  bio text not null default '', merged_into i64, created_at i64 not null, seen_at i64 not null,
  primary key (tenant, id));
create unique index member_number on member (tenant, number);
create table persona (
  tenant id not null, id id not null, member i64, kind text not null, created_at i64 not null, primary key (tenant, id));
create index persona_member on persona (tenant, member);
create table identity (
  tenant id not null, id id not null, persona i64 not null, kind text not null, value text not null,
  verified_at i64, seen_at i64 not null, ended_at i64, created_at i64 not null, primary key (tenant, id));
create unique index identity_value on identity (tenant, kind, value) where ended_at is null;
create index identity_persona on identity (tenant, persona);
create table session (
  tenant id not null, id id not null, token_hash bytes not null, persona i64 not null, device text not null,
  province text, created_at i64 not null, seen_at i64 not null, expires_at i64 not null, ended_at i64,
  primary key (tenant, id));
create unique index session_token on session (token_hash);
create index session_persona on session (tenant, persona);
create table sign_in_code (
  tenant id not null, address text not null, code_hash bytes not null, tries i64 not null, sent_at i64 not null,
  expires_at i64 not null, primary key (tenant, address));
create table consent (
  tenant id not null, persona i64 not null, policy text not null, version i64 not null, given_at i64 not null,
  withdrawn_at i64, primary key (tenant, persona, policy, version));
-- migration 2
drop table consent;
alter table session add column stale bool not null default false;
alter table session add column old_hash bytes;
alter table session add column old_until i64 not null default 0;
create index session_old on session (old_hash);
create table password (
  tenant id not null, persona i64 not null, hash text not null, set_at i64 not null, primary key (tenant, persona));
create table sign_in_guard (
  tenant id not null, key text not null, wrong i64 not null, at i64 not null, locked_until i64 not null,
  primary key (tenant, key));
create table sign_in_link (
  tenant id not null, hash bytes not null, persona i64 not null, expires_at i64 not null, primary key (tenant, hash));
create table security_log (
  tenant id not null, id id not null, persona i64 not null, kind text not null, province text, at i64 not null,
  primary key (tenant, id));
create index security_log_persona on security_log (tenant, persona, id);
-- migration 3
create table account_suspension (
  tenant id not null, member i64 not null, reason text not null, since i64 not null, until i64, primary key (tenant, member));
create index account_suspension_until on account_suspension (tenant, until);
-- migration 4
drop index member_number;
create unique index member_number on member (tenant, number) where number > 0;
