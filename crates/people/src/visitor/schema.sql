-- migration 1
create table visitor_step (
  tenant id not null, persona i64 not null, at i64 not null, act text not null, thing text not null,
  primary key (tenant, persona, at, act));
