-- migration 1
create table identity_claim (
  tenant id not null, persona i64 not null, kind text not null, value text not null, source text not null,
  at i64 not null, primary key (tenant, persona, kind, value));
create table merge_case (
  tenant id not null, id id not null, known i64 not null, arrived i64 not null, reasons text not null,
  state text not null, later_until i64, tries i64 not null default 0, opened_at i64 not null, decided_by i64,
  decided_at i64, note text not null default '', primary key (tenant, id));
create unique index merge_case_pair on merge_case (tenant, known, arrived);
create index merge_case_state on merge_case (tenant, state, id);
create index merge_case_arrived on merge_case (tenant, arrived);
create table member_merge (
  tenant id not null, id id not null, source i64 not null, target i64 not null, source_state text not null,
  reason text not null, at i64 not null, by_persona i64, undone_at i64, undone_by i64, primary key (tenant, id));
create index member_merge_target on member_merge (tenant, target);
create index member_merge_source on member_merge (tenant, source);
create table member_merge_moved (
  tenant id not null, merge i64 not null, persona i64 not null, primary key (tenant, merge, persona));
