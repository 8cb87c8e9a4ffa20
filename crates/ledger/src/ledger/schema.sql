-- migration 1
create table ledger_account (
  tenant id not null, id id not null, book text not null, unit i64 not null, role text not null, owner_kind text not null,
  owner i64 not null, floor bool not null, posted i64 not null, held_in i64 not null, held_out i64 not null,
  primary key (tenant, id));
create unique index ledger_account_party on ledger_account (tenant, owner, book, unit, role, owner_kind);
create index ledger_account_rank on ledger_account (tenant, book, unit, role, posted, owner);
create table ledger_transfer (
  tenant id not null, id id not null, key text not null, hash bytes not null, kind text not null, hold i64,
  book text not null, unit i64 not null, source i64 not null, target i64 not null, amount i64 not null, until i64,
  reason text not null, about_kind text, about i64, at i64 not null, primary key (tenant, id));
create unique index ledger_transfer_key on ledger_transfer (tenant, key);
create index ledger_transfer_source on ledger_transfer (tenant, source, id);
create index ledger_transfer_target on ledger_transfer (tenant, target, id);
create index ledger_transfer_hold on ledger_transfer (tenant, hold);
create table ledger_hold (
  tenant id not null, transfer id not null, until i64 not null, primary key (tenant, transfer));
create index ledger_hold_until on ledger_hold (tenant, until, transfer);
