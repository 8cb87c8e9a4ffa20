-- migration 1
create table invitation (
  tenant id not null, id id not null, space i64 not null, inviter i64 not null, token_hash bytes not null,
  created_at i64 not null, expires_at i64 not null, used_by i64, used_at i64, revoked_at i64,
  primary key (tenant, id));
create unique index invitation_token on invitation (tenant, token_hash);
create index invitation_inviter on invitation (tenant, space, inviter, id);
create table invitation_loss (
  tenant id not null, space i64 not null, persona i64 not null, guests i64 not null, at i64 not null,
  restored_at i64, primary key (tenant, space, persona));
