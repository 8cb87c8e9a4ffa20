-- migration 1
create table daily_report (
  tenant id not null, space i64 not null, day i64 not null, body text not null, at i64 not null,
  primary key (tenant, space, day));
create table daily_report_turn (tenant id not null, day i64 not null, at i64 not null, primary key (tenant, day));
