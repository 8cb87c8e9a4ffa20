-- migration 1
create table pulse_day (
  tenant id not null, space i64 not null, day i64 not null, kind text not null, count i64 not null, zeros i64 not null,
  primary key (tenant, space, day, kind));
create table pulse_person (
  tenant id not null, space i64 not null, day i64 not null, persona i64 not null, acts i64 not null,
  primary key (tenant, space, day, persona));
create table pulse_first (
  tenant id not null, space i64 not null, persona i64 not null, day i64 not null, primary key (tenant, space, persona));
create table pulse_waiting (
  tenant id not null, what text not null, thing i64 not null, space i64 not null, asker i64, opened_at i64, closed_at i64,
  gone bool not null, primary key (tenant, what, thing));
create index pulse_waiting_opened on pulse_waiting (tenant, what, opened_at);
create table pulse_answer (
  tenant id not null, thing i64 not null, persona i64 not null, at i64 not null, primary key (tenant, thing, persona));
