-- migration 1
create table erasure (
  tenant id not null, member id not null, state text not null, asked_at i64 not null, due_at i64 not null,
  ended_at i64, primary key (tenant, member));
create index erasure_due on erasure (tenant, state, due_at);
create table data_export (
  tenant id not null, id id not null, persona i64 not null, state text not null, done i64 not null, total i64 not null,
  hash text, bytes i64 not null, asked_at i64 not null, ready_at i64, expires_at i64 not null, primary key (tenant, id));
create index data_export_persona on data_export (tenant, persona, id);
create index data_export_expires on data_export (tenant, state, expires_at);
create table sealed_record (
  tenant id not null, id id not null, member i64 not null, kind text not null, content text not null,
  sealed_at i64 not null, until i64 not null, primary key (tenant, id));
create index sealed_record_until on sealed_record (tenant, until);
create table archive_key (
  tenant id not null, record id not null, officer i64 not null, at i64 not null, primary key (tenant, record, officer));
