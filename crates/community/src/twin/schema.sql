-- migration 1
create table post_twin (tenant id not null, post i64 not null, surplus i64 not null, primary key (tenant, post));
