-- migration 1
create table setup (
  tenant id not null, step text not null, begun_at i64 not null, finished_at i64, primary key (tenant));
create table setup_space (
  tenant id not null, word text not null, space i64 not null, at i64 not null, primary key (tenant, word));
