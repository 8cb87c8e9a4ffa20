-- migration 1
create table label_kind (
  tenant id not null, word text not null, zh text not null, en text not null, created_at i64 not null,
  primary key (tenant, word));
create table label (
  tenant id not null, id id not null, kind text not null, name text not null, state text not null,
  created_at i64 not null, created_by i64, primary key (tenant, id));
create unique index label_name on label (tenant, kind, name);
create table member_label (
  tenant id not null, persona i64 not null, label i64 not null, source text not null, at i64 not null, given_by i64,
  primary key (tenant, persona, label));
create index member_label_label on member_label (tenant, label, persona);
create table label_consent (
  tenant id not null, persona i64 not null, given_at i64 not null, primary key (tenant, persona));
create table space_label_kind (
  tenant id not null, space i64 not null, kind text not null, label i64, at i64 not null, primary key (tenant, space));
