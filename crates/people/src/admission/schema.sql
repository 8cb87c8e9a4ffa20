-- migration 1
create table admission (
  tenant id not null, id id not null, kind text not null, value text not null, name text not null, words text not null,
  lang text not null, state text not null, reason text not null default '', consents text not null, persona i64,
  asked_at i64 not null, decided_at i64, decided_by i64, primary key (tenant, id));
create index admission_value on admission (tenant, kind, value, id);
create index admission_state on admission (tenant, state, id);
create index admission_persona on admission (tenant, persona);
create table admission_token (
  tenant id not null, hash bytes not null, persona i64 not null, at i64 not null, primary key (tenant, hash));
