-- migration 1
create table backup (
  tenant id not null, id id not null, name text not null, state text not null, step text not null, done i64 not null,
  total i64 not null, bytes i64 not null, asked_at i64 not null, seen_at i64 not null, done_at i64, asked_by i64,
  why text not null default '', primary key (tenant, id));
