-- migration 1
create table announcement (
  tenant id not null, id id not null, space i64 not null, author i64, text text not null, confirm bool not null,
  at i64 not null, taken_down_at i64, reminded_at i64, primary key (tenant, id));
create index announcement_space on announcement (tenant, space, id);
create table announcement_read (
  tenant id not null, announcement i64 not null, persona i64 not null, at i64 not null,
  primary key (tenant, announcement, persona));
