-- migration 1
create table gate (
  tenant id not null, space i64 not null, version i64 not null, rule text not null, form i64, attempts i64 not null,
  set_by i64, at i64 not null, primary key (tenant, space, version));
create table gate_word (
  tenant id not null, word text not null, set_by i64, at i64 not null, primary key (tenant, word));
