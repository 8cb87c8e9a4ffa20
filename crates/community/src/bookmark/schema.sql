-- migration 1
create table bookmark_list (
  tenant id not null, id id not null, owner i64 not null, name text not null, shared bool not null, at i64 not null,
  primary key (tenant, id));
create index bookmark_list_owner on bookmark_list (tenant, owner);
create table bookmark (
  tenant id not null, persona i64 not null, post i64 not null, list i64, at i64 not null, primary key (tenant, persona, post));
create index bookmark_post on bookmark (tenant, post);
create index bookmark_in_list on bookmark (tenant, list, at);
