-- migration 1
create table question (
  tenant id not null, post i64 not null, space i64, asked_at i64 not null, stage i64 not null, since i64,
  first_answer i64, first_answered_at i64, accepted i64, answerer i64, accepted_by i64, accepted_at i64, thanks text,
  primary key (tenant, post));
create index question_space on question (tenant, space, post);
create index question_waiting on question (tenant, stage, since);
create index question_answerer on question (tenant, answerer, accepted_at);
create table question_help (
  tenant id not null, space i64 not null, persona i64 not null, day i64 not null, answers i64 not null, accepted i64 not null,
  primary key (tenant, space, persona, day));
create index question_help_day on question_help (tenant, space, day);
create index question_help_persona on question_help (tenant, persona);
