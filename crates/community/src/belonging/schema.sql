-- migration 1
create table belonging (
  tenant id not null, space i64 not null, persona i64 not null, gated bool not null, asked_at i64 not null,
  answer i64, answered_at i64, primary key (tenant, space, persona));
create index belonging_persona on belonging (tenant, persona);
-- migration 2
create table belonging_turn (tenant id not null, since i64 not null, primary key (tenant));
