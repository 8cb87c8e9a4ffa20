-- migration 1
create table preview (
  tenant id not null, id id not null, address text not null, state text not null, title text not null default '',
  description text not null default '', site text not null default '', picture i64, persona i64, space i64,
  wanted_at i64 not null, read_at i64, primary key (tenant, id));
create unique index preview_address on preview (tenant, address);
create index preview_persona on preview (tenant, persona);
