-- migration 1
create table wechat_credential (
  tenant id not null, kind text not null, app text not null, value text not null, expires_at i64 not null,
  lease_until i64 not null, trouble i64 not null, trouble_at i64 not null, primary key (tenant, kind));
create table wechat_entry (
  tenant id not null, state bytes not null, browser bytes not null, want text not null, return_to text not null,
  persona i64, expires_at i64 not null, primary key (tenant, state));
create index wechat_entry_expires on wechat_entry (tenant, expires_at);
create table wechat_pending (
  tenant id not null, browser bytes not null, open_id text not null, union_id text, return_to text not null,
  expires_at i64 not null, primary key (tenant, browser));
create table wechat_desk (
  tenant id not null, secret bytes not null, scene bytes not null, state text not null, device text not null,
  province text, site text not null, open_id text, persona i64, created_at i64 not null, expires_at i64 not null,
  primary key (tenant, secret));
create unique index wechat_desk_scene on wechat_desk (tenant, scene);
create table wechat_heard (
  tenant id not null, message bytes not null, reply text not null, at i64 not null, primary key (tenant, message));
