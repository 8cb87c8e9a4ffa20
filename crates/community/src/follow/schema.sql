-- migration 1
create table follow (
  tenant id not null, persona i64 not null, kind text not null, target i64 not null, at i64 not null,
  primary key (tenant, persona, kind, target));
create index follow_target on follow (tenant, kind, target);
