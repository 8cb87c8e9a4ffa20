-- migration 1
alter table branch add column closed_at i64;
create index branch_parent on branch (tenant, parent);
create table vote_weight (
  tenant id not null, space i64 not null, role text not null, weight i64 not null, reason text not null, since i64 not null,
  given_by i64, primary key (tenant, space, role));
