-- migration 1
create table idempotency (
  tenant id not null, key text not null, command text not null, answer text not null, at i64 not null,
  primary key (tenant, key));
create index idempotency_at on idempotency (at);
create table setting (tenant id not null, name text not null, value text not null, at i64 not null, primary key (tenant, name));
