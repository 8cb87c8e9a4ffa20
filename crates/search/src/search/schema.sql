-- migration 1
create table search_typed (
  tenant id not null, day i64 not null, word text not null, persona i64 not null, times i64 not null,
  without_result i64 not null, primary key (tenant, word, day, persona));
create index search_typed_persona on search_typed (tenant, persona);
create index search_typed_day on search_typed (tenant, day);
create table search_word (
  tenant id not null, day i64 not null, word text not null, times i64 not null, without_result i64 not null,
  primary key (tenant, day, word));
create index search_word_word on search_word (tenant, word);
create table search_day (
  tenant id not null, day i64 not null, times i64 not null, without_result i64 not null, primary key (tenant, day));
