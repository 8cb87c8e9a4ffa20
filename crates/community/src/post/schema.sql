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

-- migration 2
create table post_wide (
  tenant id not null, id id not null, space i64, author i64 not null, thread i64 not null, parent i64, branch i64,
  kind text not null, title text not null, text text not null, state text not null, visibility text not null,
  province text, created_at i64 not null, edited_at i64, removed_at i64, pinned_at i64, version i64 not null,
  primary key (tenant, id));
insert into post_wide (tenant, id, space, author, thread, parent, branch, kind, title, text, state, visibility, province, created_at, edited_at, version)
  select p.tenant, p.id, p.space, p.author, p.thread, p.parent,
    (with recursive line (id, parent) as (
       select a.id, a.parent from post a where a.tenant = p.tenant and a.id = p.id
       union all select b.id, b.parent from post b join line l on b.id = l.parent where b.tenant = p.tenant)
     select id from line where parent = p.thread limit 1),
    p.kind, '', p.text, p.state, 'public', p.province, p.created_at, p.edited_at, 1 from post p;
drop table post;
alter table post_wide rename to post;
create index post_timeline on post (tenant, space, parent, id);
create index post_thread on post (tenant, thread, id);
create index post_below on post (tenant, parent, id);
create index post_branch on post (tenant, branch, id);
create index post_author on post (tenant, author, id);
create index post_pinned on post (tenant, space, pinned_at);
create index post_removed on post (tenant, state, removed_at);
create table post_version (
  tenant id not null, post i64 not null, version i64 not null, title text not null, text text not null, at i64 not null,
  primary key (tenant, post, version));
create table post_mention (
  tenant id not null, post i64 not null, persona i64 not null, primary key (tenant, post, persona));
create index post_mention_persona on post_mention (tenant, persona, post);
create table post_latest (
  tenant id not null, space i64 not null, post i64 not null, at i64 not null, primary key (tenant, space));

-- migration 3
alter table post add column preview i64;

-- migration 4
alter table post add column files i64;

-- migration 5
create index post_own on post (tenant, author, id) where space is null and parent is null;
insert into post_latest (tenant, space, post, at)
  select tenant, author, max(id), max(created_at) from post where space is null and parent is null group by tenant, author;

-- migration 6
drop index post_below;
drop index post_branch;
drop index post_pinned;
drop index post_removed;
create index post_below on post (tenant, parent, id) where parent is not null;
create index post_branch on post (tenant, branch, id) where branch is not null;
create index post_pinned on post (tenant, space, pinned_at) where pinned_at is not null;
create index post_removed on post (tenant, state, removed_at) where removed_at is not null;
