-- migration 1
create table consent_act (
  tenant id not null, id id not null, persona i64 not null, purpose text not null, version i64 not null,
  given bool not null, at i64 not null, primary key (tenant, id));
create index consent_act_persona on consent_act (tenant, persona, purpose, id);
