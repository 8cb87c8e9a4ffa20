-- migration 1
create table report (
  tenant id not null, id id not null, thing_kind text not null, thing i64 not null, reporter i64 not null, reason text not null,
  note text not null, weight i64 not null, case_id i64 not null, state text not null, at i64 not null, primary key (tenant, id));
create unique index report_once on report (tenant, thing_kind, thing, reporter);
create index report_case on report (tenant, case_id);
create index report_reporter on report (tenant, reporter, state);
create index report_at on report (tenant, at);
