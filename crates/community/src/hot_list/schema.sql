-- migration 1
create table hot_act (
  tenant id not null, thread i64 not null, persona i64 not null, at i64 not null, primary key (tenant, thread, persona, at));
create index hot_act_persona on hot_act (tenant, persona);
create index hot_act_at on hot_act (tenant, at);
create table hot_day (
  tenant id not null, thread i64 not null, day i64 not null, acts i64 not null, primary key (tenant, thread, day));
create table hot_thread (
  tenant id not null, thread i64 not null, space i64 not null, sum_millionth i64 not null, at i64 not null, usual_millionth i64 not null,
  height i64 not null, primary key (tenant, thread));
create index hot_thread_height on hot_thread (tenant, height);
create index hot_thread_space on hot_thread (tenant, space, height);
create index hot_thread_at on hot_thread (tenant, at);
create table hot_moment (
  tenant id not null, space i64 not null, at i64 not null, place i64 not null, thread i64 not null, heat_thousandth i64 not null,
  primary key (tenant, space, at, place));
create index hot_moment_at on hot_moment (tenant, at);
-- migration 2
create index hot_day_day on hot_day (tenant, day);
