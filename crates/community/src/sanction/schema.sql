-- migration 1
create table sanction (
  tenant id not null, id id not null, persona i64 not null, kind text not null, space i64, reason text not null, case_id i64,
  given_by i64, at i64 not null, until i64, ended_at i64, ended_by i64, end_reason text not null, primary key (tenant, id));
create index sanction_persona on sanction (tenant, persona, id);
create index sanction_case on sanction (tenant, case_id);
create index sanction_space on sanction (tenant, space, id);
