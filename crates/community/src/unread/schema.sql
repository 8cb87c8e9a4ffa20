-- migration 1
create table unread_mark (
  tenant id not null, space i64 not null, persona i64 not null, post i64 not null, at i64 not null,
  primary key (tenant, space, persona));
create index unread_mark_persona on unread_mark (tenant, persona);
