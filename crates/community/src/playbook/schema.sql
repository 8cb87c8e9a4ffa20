-- migration 1
create table playbook (tenant id not null, dismissed_at i64, primary key (tenant));
create table playbook_mark (tenant id not null, kind text not null, count i64 not null, primary key (tenant, kind));
