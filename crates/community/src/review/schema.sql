-- migration 1
create table review_case (
  tenant id not null, id id not null, kind text not null, thing_kind text not null, thing i64 not null, space i64, author i64,
  state text not null, signs text not null, score i64 not null, hidden bool not null, announced bool not null, assignee i64,
  proposed_title text not null, proposed_text text not null, decision text not null, reason text not null, decider i64,
  opened_at i64 not null, decided_at i64, primary key (tenant, id));
create index review_case_thing on review_case (tenant, thing_kind, thing, id);
create index review_case_queue on review_case (tenant, state, id);
create index review_case_space on review_case (tenant, space, state, id);
create index review_case_author on review_case (tenant, author, state, decided_at);
create table review_mode (
  tenant id not null, space i64 not null, mode text not null, set_by i64, at i64 not null, primary key (tenant, space));
