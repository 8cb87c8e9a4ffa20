-- migration 1
create table entry_code (
  tenant id not null, id id not null, space i64 not null, name text not null, token text not null,
  scans i64 not null, joins i64 not null, stopped_at i64, created_by i64, created_at i64 not null,
  primary key (tenant, id));
create unique index entry_code_token on entry_code (tenant, token);
create index entry_code_space on entry_code (tenant, space, id);
create table entry_code_target (
  tenant id not null, code i64 not null, seq i64 not null, space i64, title text not null, url text not null,
  most_members i64, lapses_at i64, warned_at i64, primary key (tenant, code, seq));
create index entry_code_target_lapses on entry_code_target (tenant, lapses_at);
