-- migration 1
create table draft (
  tenant id not null, persona i64 not null, place text not null, title text not null, text text not null, at i64 not null,
  primary key (tenant, persona, place));
