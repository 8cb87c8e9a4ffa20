-- migration 1
create table simulated_message (
  tenant id not null, id id not null, carrier text not null, address text not null, subject text not null,
  body text not null, at i64 not null, primary key (tenant, id));
create index simulated_message_address on simulated_message (tenant, address, id);
