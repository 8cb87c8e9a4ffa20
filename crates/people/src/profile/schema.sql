-- migration 1
create table profile_value (
  tenant id not null, persona i64 not null, field text not null, source text not null, value text not null,
  confidence i64 not null, at i64 not null, written_by i64, primary key (tenant, persona, field, source));
create index profile_value_field on profile_value (tenant, field, value);
create table target_persona (
  tenant id not null, id id not null, name text not null, wishes text not null, created_by i64, created_at i64 not null,
  changed_at i64 not null, primary key (tenant, id));
create table card (
  tenant id not null, persona i64 not null, speciality text not null, way text not null, open_parts text not null,
  changed_at i64 not null, primary key (tenant, persona));
create table reaction_week (
  tenant id not null, persona i64 not null, reactor i64 not null, week i64 not null, times i64 not null,
  last_at i64 not null, primary key (tenant, persona, reactor, week));
create index reaction_week_reactor on reaction_week (tenant, reactor);
