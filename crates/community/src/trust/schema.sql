-- migration 1
create table trust_day (tenant id not null, persona i64 not null, day i64 not null, primary key (tenant, persona, day));
create table trust_count (
  tenant id not null, persona i64 not null, days i64 not null, posts i64 not null, likes i64 not null, primary key (tenant, persona));
create table trust_lock (
  tenant id not null, member i64 not null, level i64 not null, reason text not null, set_by i64, at i64 not null, primary key (tenant, member));
