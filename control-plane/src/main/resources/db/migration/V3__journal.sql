-- The journal of the economy: one row per block. Whoever changes a row breaks the hash chain, and the next start says so.
create table journal_block (
    number        bigint  primary key check (number > 0),
    time_millis   bigint  not null,
    generation    bigint  not null,
    previous_hash bytea   not null,
    entries       bigint  not null,
    root          bytea   not null,
    body          bytea   not null
);

-- Hashes and ids do not get smaller, and trying costs more than writing.
alter table journal_block alter column body set storage external;

-- Who may write: one row. Each append checks the generation, and is heard.
create table journal_lease (
    one        boolean     primary key default true check (one),
    generation bigint      not null,
    heard_at   timestamptz not null
);

insert into journal_lease (generation, heard_at) values (0, 'epoch');

-- States that a replay can begin from, in chunks of about a MiB.
create table journal_snapshot (
    blocks bigint not null,
    place  int    not null,
    bytes  bytea  not null,
    primary key (blocks, place)
);

alter table journal_snapshot alter column bytes set storage external;
