-- migration 1
create table proposal (
  tenant id not null, id id not null, name text not null, template text not null, charter text not null,
  proposer i64 not null, owner i64, state text not null, space i64, lang text not null, at i64 not null,
  lapses_at i64 not null, primary key (tenant, id));
create index proposal_state on proposal (tenant, state, id);
create table proposal_signature (
  tenant id not null, proposal i64 not null, persona i64 not null, at i64 not null,
  primary key (tenant, proposal, persona));
