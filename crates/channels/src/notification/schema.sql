-- migration 1
create table notification (
  tenant id not null, id id not null, persona i64 not null, kind text not null, category text not null,
  about text not null, latest text not null, path text not null, space i64, actor i64, people i64 not null,
  facts text not null, pos i64 not null, at i64 not null, read_at i64, mail_at i64, primary key (tenant, id));
create index notification_list on notification (tenant, persona, pos);
create index notification_category on notification (tenant, persona, category, pos);
create index notification_unread on notification (tenant, persona, category) where read_at is null;
create index notification_fold on notification (tenant, about, kind, persona) where read_at is null;
create index notification_mail on notification (tenant, mail_at) where mail_at is not null;
create table notification_actor (
  tenant id not null, notification id not null, persona i64 not null, at i64 not null,
  primary key (tenant, notification, persona));
create index notification_actor_persona on notification_actor (tenant, persona);
create table notification_choice (
  tenant id not null, persona i64 not null, choices text not null, digest_at i64, digest_pos i64 not null,
  at i64 not null, primary key (tenant, persona));
create index notification_choice_digest on notification_choice (tenant, digest_at) where digest_at is not null;
create table notification_way_out (
  tenant id not null, hash bytes not null, persona i64 not null, ends text not null, at i64 not null,
  primary key (tenant, hash));
create index notification_way_out_persona on notification_way_out (tenant, persona);
create index notification_way_out_at on notification_way_out (tenant, at);
