-- migration 1
create table sensitive_word (
  tenant id not null, id id not null, space i64 not null, word text not null, plain text not null, action text not null,
  sentence text not null, set_by i64, at i64 not null, primary key (tenant, id));
create unique index sensitive_word_plain on sensitive_word (tenant, space, plain);
create table sensitive_word_list (
  tenant id not null, space i64 not null, digest bytes not null, words i64 not null, primary key (tenant, space));
