-- migration 1
create table roster (
  tenant id not null, id id not null, post i64 not null, space i64, unit text not null, counted bool not null,
  most i64 not null, closes_at i64 not null, closed_at i64, primary key (tenant, id));
create unique index roster_post on roster (tenant, post);
create index roster_due on roster (tenant, closed_at, closes_at);
create table roster_line (
  tenant id not null, id id not null, roster i64 not null, persona i64 not null, text text not null, count i64 not null,
  at i64 not null, edited_at i64, primary key (tenant, id));
create index roster_line_roster on roster_line (tenant, roster, id);
create index roster_line_persona on roster_line (tenant, persona, roster);
