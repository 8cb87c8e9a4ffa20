-- migration 1
create table care (
  tenant id not null, client i64 not null, kind text not null, keeper i64 not null, since i64 not null, until i64,
  handover i64, note text not null default '', primary key (tenant, client, kind, since));
create index care_keeper on care (tenant, keeper, until);
create table handover (
  tenant id not null, id id not null, leaving i64 not null, taking i64 not null, note text not null, state text not null,
  clients i64 not null, asked_by i64 not null, asked_at i64 not null, decided_by i64, decided_at i64,
  decision_note text not null default '', primary key (tenant, id));
create index handover_state on handover (tenant, state, id);
