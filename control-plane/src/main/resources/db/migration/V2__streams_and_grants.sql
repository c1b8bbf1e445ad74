-- What boxes offer. A stream that ended keeps its row: its id belongs to its box for good.
create table stream (
    id           varchar(64)  primary key,
    box          varchar(64)  not null,
    title        varchar(200) not null,
    manifest_key bytea        not null,
    renditions   text         not null,
    ended        boolean      not null
);

create index stream_box on stream (box);

-- The terms of grants: what the ledger does not know of them. Written before the money is set aside, so a row here
-- without one in ledger_grant is a grant that nobody got.
create table issued_grant (
    id                varchar(64) primary key,
    payer             varchar(64) not null,
    box               varchar(64) not null,
    stream            varchar(64) not null,
    rendition         varchar(64) not null,
    from_sequence     bigint      not null,
    to_sequence       bigint      not null,
    max_bytes         bigint      not null,
    unit_bytes        integer     not null,
    price_per_gib_micros bigint   not null,
    anchor            bytea       not null check (length(anchor) = 32),
    issued_at_millis  bigint      not null,
    expires_at_millis bigint      not null,
    expires_round     bigint      not null,
    signed            boolean     not null,
    max_bitrate_bps   bigint      not null
);

create index issued_grant_expiry on issued_grant (expires_at_millis);

-- What receivers found wrong with the box of their grant.
create table report (
    id        bigint generated always as identity primary key,
    grant_id  varchar(64)  not null,
    box       varchar(64)  not null,
    resource  varchar(300) not null,
    reason    varchar(300) not null,
    at_millis bigint       not null
);

create index report_grant on report (grant_id);
