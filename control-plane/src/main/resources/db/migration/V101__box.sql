-- Boxes that enrolled.
create table box (
    id varchar(64) primary key,
    owner varchar(64) not null,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    operating_serial varchar(40) not null,
    revoked boolean not null default false
);
