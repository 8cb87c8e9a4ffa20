-- migration 1
create table feed (
  tenant id not null, id id not null, persona i64 not null, what text not null, space i64, q text not null,
  token_hash bytes not null, created_at i64 not null, fetched_at i64, primary key (tenant, id));
create unique index feed_token on feed (token_hash);
create index feed_persona on feed (tenant, persona);
