-- The journal: one row per block. Whoever changes a row breaks the hash chain, and the next start says so.
create table ledger_block (
    number        bigint  primary key check (number > 0),
    time_millis   bigint  not null,
    previous_hash bytea   not null check (length(previous_hash) = 32),
    root          bytea   not null check (length(root) = 32),
    body          bytea   not null,
    hash          bytea   not null check (length(hash) = 32)
);

-- Grants as the books have them, open and closed: a projection, written with the block that changed them.
create table ledger_grant (
    id                    varchar(64) primary key,
    payer                 varchar(64) not null,
    box                   varchar(64) not null,
    max_bytes             bigint      not null,
    unit_bytes            bigint      not null,
    price_per_gib_micros  bigint      not null,
    protocol_fee_ppm      bigint      not null,
    expires_round         bigint      not null,
    signed                boolean     not null,
    settled_bytes         bigint      not null,
    escrow_micros         bigint      not null,
    open                  boolean     not null
);

create index ledger_grant_open on ledger_grant (id) where open;
