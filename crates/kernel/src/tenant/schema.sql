-- migration 1
update setting set name = 'tenant.time_zone' where name = 'space.time_zone';
