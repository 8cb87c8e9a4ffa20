-- migration 1
create table point_earned (
  tenant id not null, rule text not null, persona i64 not null, object_kind text not null, object i64 not null,
  points i64 not null, undone bool not null, day i64 not null, at i64 not null,
  primary key (tenant, rule, persona, object_kind, object));
create index point_earned_day on point_earned (tenant, persona, rule, day);
create index point_earned_object on point_earned (tenant, object, object_kind);
create table point_lot (
  tenant id not null, transfer i64 not null, persona i64 not null, remaining i64 not null, expires_at i64 not null,
  primary key (tenant, transfer));
create index point_lot_persona on point_lot (tenant, persona, expires_at, transfer);
create index point_lot_due on point_lot (tenant, expires_at, transfer);
create table point_note (
  tenant id not null, transfer i64 not null, persona i64 not null, text text not null, written_by i64,
  primary key (tenant, transfer));
create index point_note_persona on point_note (tenant, persona);
create index point_note_written_by on point_note (tenant, written_by);
