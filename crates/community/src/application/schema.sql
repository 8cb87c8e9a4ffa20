-- migration 1
create table application (
  tenant id not null, id id not null, space i64 not null, persona i64 not null, state text not null,
  gate_version i64 not null, form i64, form_version i64, answers text not null, score i64, max_score i64,
  note text not null, text_hash bytes, city text, near bool, signs text not null, judged text not null,
  invitation i64, entry_code i64, keep_answers bool not null, appeal text not null, appealed_at i64,
  at i64 not null, due_at i64, reminded_at i64, primary key (tenant, id));
create index application_space on application (tenant, space, state, id);
create index application_persona on application (tenant, persona, space, id);
create index application_due on application (tenant, due_at);
create index application_text on application (tenant, text_hash);
create table application_step (
  tenant id not null, application i64 not null, seq i64 not null, state text not null, actor i64,
  reason text not null, at i64 not null, primary key (tenant, application, seq));
create table kept_answer (
  tenant id not null, persona i64 not null, form i64 not null, field text not null, answer text not null,
  at i64 not null, primary key (tenant, persona, form, field));
