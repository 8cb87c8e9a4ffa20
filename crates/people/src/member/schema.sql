-- migration 1
create index member_seen on member (tenant, seen_at, id);
create table member_fact (
  tenant id not null, persona i64 not null, kind text not null, value text not null, source text not null,
  at i64 not null, primary key (tenant, persona, kind, value));
create table member_home (
  tenant id not null, persona i64 not null, branch i64 not null, since i64 not null, primary key (tenant, persona));
create index member_home_branch on member_home (tenant, branch);
create table page_visit (
  tenant id not null, viewer i64 not null, member i64 not null, at i64 not null,
  primary key (tenant, viewer, member));
create table remark (
  tenant id not null, persona i64 not null, about i64 not null, name text not null, at i64 not null,
  primary key (tenant, persona, about));
create table group_name (
  tenant id not null, space i64 not null, persona i64 not null, name text not null, at i64 not null,
  primary key (tenant, space, persona));
create table field_grant (
  tenant id not null, field text not null, department text not null, since i64 not null, given_by i64,
  primary key (tenant, field, department));
create table field_request (
  tenant id not null, id id not null, field text not null, department text not null, reason text not null,
  state text not null, asked_by i64 not null, asked_at i64 not null, decided_by i64, decided_at i64,
  note text not null default '', primary key (tenant, id));
create index field_request_state on field_request (tenant, state, id);
create table member_export (
  tenant id not null, id id not null, persona i64 not null, format text not null, columns text not null,
  filters text not null, phones bool not null, reason text not null, state text not null, lines i64 not null,
  hash text, created_at i64 not null, done_at i64, primary key (tenant, id));
create index member_export_persona on member_export (tenant, persona, id);
create table member_view (
  tenant id not null, id id not null, persona i64 not null, name text not null, columns text not null,
  filters text not null, sort text not null, created_at i64 not null, primary key (tenant, id));
create index member_view_persona on member_view (tenant, persona);
-- migration 2
create index member_fact_value on member_fact (tenant, kind, value);
-- migration 3
create index member_directory on member (tenant, number, id, state, name, created_at, seen_at);
