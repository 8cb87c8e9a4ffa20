-- migration 1
create table role_grant (
  tenant id not null, persona i64 not null, role text not null, scope_kind text not null, scope i64 not null,
  since i64 not null, given_by i64, primary key (tenant, persona, role, scope_kind, scope));
create index role_grant_scope on role_grant (tenant, scope_kind, scope, role);
create table branch (
  tenant id not null, id id not null, parent i64, name text not null, kind text not null, created_at i64 not null,
  primary key (tenant, id));

-- migration 2
create index role_grant_role on role_grant (tenant, role, persona);
