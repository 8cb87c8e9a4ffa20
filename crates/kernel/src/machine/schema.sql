-- migration 1
create table machine_case (
  tenant id not null, machine text not null, thing id not null, state text not null, author i64, handler i64,
  space i64, branch i64, since i64 not null, due_at i64, remind_at i64, wake_at i64, escalated_at i64,
  moves i64 not null, started_at i64 not null,
  primary key (tenant, machine, thing));
create index machine_case_wake on machine_case (tenant, wake_at) where wake_at is not null;
create index machine_case_state on machine_case (tenant, machine, state, since);
create table machine_step (
  tenant id not null, machine text not null, thing id not null, number i64 not null, at i64 not null, actor i64,
  verb text not null, state_before text not null, state_after text not null, reason text not null,
  primary key (tenant, machine, thing, number));
create index machine_step_actor on machine_step (tenant, actor);
