-- migration 1
create table space (
  tenant id not null, id id not null, kind text not null, name text not null, line text not null,
  state text not null, open_to_read bool not null, avatar i64, founder i64, created_at i64 not null, opened_at i64,
  primary key (tenant, id));
create table space_member (
  tenant id not null, space i64 not null, persona i64 not null, number i64 not null, since i64 not null,
  primary key (tenant, space, persona));
create index space_member_persona on space_member (tenant, persona);

-- migration 2
alter table space add column topic text not null default '';
alter table space add column branch i64;
alter table space add column modules text not null default '{}';
alter table space add column members i64 not null default 0;
alter table space add column charter i64 not null default 0;
alter table space add column welcome text not null default '';
alter table space add column first_act text not null default '';
alter table space add column archived_at i64;
update space set members = (select count(*) from space_member m where m.tenant = space.tenant and m.space = space.id);
create index space_state on space (tenant, state, id);
create table space_charter (
  tenant id not null, space i64 not null, version i64 not null, body text not null, written_by i64 not null,
  at i64 not null, primary key (tenant, space, version));
alter table space_member add column nickname text;
alter table space_member add column muted bool not null default false;
alter table space_member add column via text not null default '';
alter table space_member add column inviter i64;
alter table space_member add column welcomed_at i64;
create index space_member_number on space_member (tenant, space, number);
create index space_member_inviter on space_member (tenant, space, inviter);
create table space_act (
  tenant id not null, id id not null, space i64 not null, kind text not null, actor i64, target i64,
  reason text not null, until i64, at i64 not null, primary key (tenant, id));
create index space_act_space on space_act (tenant, space, id);
create table space_silence (
  tenant id not null, space i64 not null, persona i64 not null, until i64 not null, reason text not null,
  primary key (tenant, space, persona));
create table space_removal (
  tenant id not null, space i64 not null, persona i64 not null, inviter i64, reason text not null, removed_by i64,
  at i64 not null, lifted_at i64, primary key (tenant, space, persona));
create index space_removal_persona on space_removal (tenant, persona);
create table space_day (
  tenant id not null, space i64 not null, day i64 not null, kind text not null, count i64 not null,
  primary key (tenant, space, day, kind));
create table space_day_person (
  tenant id not null, space i64 not null, day i64 not null, persona i64 not null, acts i64 not null,
  primary key (tenant, space, day, persona));
-- migration 3
create index space_member_since on space_member (tenant, since);
create index space_act_target on space_act (tenant, target, id);
