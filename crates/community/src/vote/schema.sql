-- migration 1
create table vote (
  tenant id not null, post i64 not null, persona i64 not null, value i64 not null, at i64 not null,
  primary key (tenant, post, persona));
create index vote_persona on vote (tenant, persona, post);
create table vote_rank (
  tenant id not null, post i64 not null, parent i64, rank i64 not null, score i64 not null, primary key (tenant, post));
create index vote_rank_order on vote_rank (tenant, parent, rank, post);
