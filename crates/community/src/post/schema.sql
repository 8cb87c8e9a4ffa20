-- migration 1
create table post (
  tenant id not null, id id not null, space i64 not null, author i64 not null, thread i64 not null, parent i64,
  kind text not null, text text not null, state text not null, province text, created_at i64 not null,
  edited_at i64, primary key (tenant, id));
create index post_timeline on post (tenant, space, parent, id);
create index post_thread on post (tenant, thread, id);
create index post_author on post (tenant, author, id);
create table post_like (tenant id not null, post i64 not null, persona i64 not null, at i64 not null, primary key (tenant, post, persona));
create index post_like_persona on post_like (tenant, persona);
create table post_count (tenant id not null, post i64 not null, likes i64 not null, replies i64 not null, last_at i64 not null, primary key (tenant, post));
