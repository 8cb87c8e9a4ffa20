-- migration 1
create table idempotency (
  tenant id not null, key text not null, command text not null, answer text not null, at i64 not null,
  primary key (tenant, key));
create index idempotency_at on idempotency (at);
create table setting (tenant id not null, name text not null, value text not null, at i64 not null, primary key (tenant, name));
create table tenant (id id not null primary key, name text not null, host text not null, created_at i64 not null);
create table counter (tenant id not null, name text not null, value i64 not null, primary key (tenant, name));
create table rate (tenant id not null, key text not null, since i64 not null, count i64 not null, primary key (tenant, key));
