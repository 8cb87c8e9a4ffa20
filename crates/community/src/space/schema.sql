-- migration 1
create table space (
  tenant id not null, id id not null, kind text not null, name text not null, line text not null,
  state text not null, open_to_read bool not null, avatar i64, founder i64, created_at i64 not null, opened_at i64,
  primary key (tenant, id));
create table space_member (
  tenant id not null, space i64 not null, persona i64 not null, number i64 not null, since i64 not null,
  primary key (tenant, space, persona));
create index space_member_persona on space_member (tenant, persona);
