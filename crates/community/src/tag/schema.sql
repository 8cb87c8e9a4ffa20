-- migration 1
create table tag (
  tenant id not null, id id not null, name text not null, folded text not null, merged_into i64, made_by i64, at i64 not null,
  primary key (tenant, id));
create unique index tag_folded on tag (tenant, folded);
create table post_tag (
  tenant id not null, tag i64 not null, post i64 not null, persona i64, at i64 not null, primary key (tenant, tag, post));
create index post_tag_post on post_tag (tenant, post);
create index post_tag_at on post_tag (tenant, at);
