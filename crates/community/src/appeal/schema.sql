-- migration 1
create table appeal (
  tenant id not null, id id not null, persona i64 not null, against_kind text not null, against i64 not null, space i64,
  first_decider i64, text text not null, state text not null, reason text not null, decider i64, at i64 not null, decided_at i64,
  primary key (tenant, id));
create unique index appeal_once on appeal (tenant, against_kind, against);
create index appeal_queue on appeal (tenant, state, id);
create index appeal_persona on appeal (tenant, persona, id);
create index appeal_decider on appeal (tenant, first_decider, decided_at);
