-- migration 1
create table policy (
  tenant id not null, kind text not null, version i64 not null, zh text not null, en text not null,
  published_at i64 not null, published_by i64, primary key (tenant, kind, version));
