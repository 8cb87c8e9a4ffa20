-- migration 1
create table form (
  tenant id not null, id id not null, version i64 not null, body text not null, created_by id, created_at i64 not null,
  primary key (tenant, id, version));
