-- migration 1
create table blob (
  tenant id not null, id id not null, persona i64, kind text not null, mime text not null, bytes i64 not null,
  width i64, height i64, seconds i64, hash text not null, small_hash text, small_mime text, small_bytes i64, name text not null,
  thing_kind text, thing i64, place i64 not null default 0, created_at i64 not null, primary key (tenant, id));
create index blob_hash on blob (hash);
create index blob_small_hash on blob (small_hash);
create index blob_thing on blob (tenant, thing, place);
create index blob_persona on blob (tenant, persona);
create index blob_loose on blob (tenant, created_at) where thing is null;
