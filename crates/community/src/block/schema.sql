-- migration 1
create table block (
  tenant id not null, persona i64 not null, blocked i64 not null, at i64 not null, primary key (tenant, persona, blocked));
create index block_blocked on block (tenant, blocked);
