-- The books as pages and REST read them: written after the block, and made anew from the journal at any time
-- (projections rebuild). Nothing here is believed by the ledger. Ids compare by bytes.

-- Grants as they were projected before are among them.
drop table ledger_grant;
drop table ledger_grant_projection;

-- How far they are. One row; whoever writes names the block it begins from, so two writers cannot both.
create table projection (
    id     integer primary key check (id = 1),
    blocks bigint  not null,
    rounds bigint  not null
);

insert into projection (id, blocks, rounds) values (1, 0, 0);

create table projected_block (
    number        bigint  primary key,
    time_millis   bigint  not null,
    generation    bigint  not null,
    previous_hash bytea   not null,
    root          bytea   not null,
    hash          bytea   not null,
    entries       integer not null,
    round         bigint  not null
);

create index projected_block_hash on projected_block (hash);

create table projected_account (
    id             varchar(64) collate "C" primary key,
    balance_micros bigint      not null
);

-- What came into an account's hands or left them.
create table projected_movement (
    account        varchar(64) collate "C" not null,
    block          bigint      not null,
    line           integer     not null,
    round          bigint      not null,
    time_millis    bigint      not null,
    kind           varchar(20) not null,
    about          varchar(64) not null,
    delta_micros   bigint      not null,
    balance_micros bigint      not null,
    primary key (account, block, line)
);

create table projected_transcoder (
    id                varchar(64) collate "C" primary key,
    registration      bigint      not null,
    price_micros      bigint      not null,
    next_price_micros bigint      not null,
    cut_ppm           bigint      not null,
    fee_share_ppm     bigint      not null,
    notice_round      bigint,
    notice_cut_ppm    bigint,
    notice_share_ppm  bigint,
    resigned          boolean     not null,
    jailed_until      bigint      not null,
    stake_micros      bigint      not null,
    shares            text        not null,
    fee_factor        text        not null,
    fees_micros       bigint      not null
);

create table projected_position (
    id             varchar(129) collate "C" primary key,
    delegator      varchar(64)  collate "C" not null,
    transcoder     varchar(64)  collate "C" not null,
    own            boolean      not null,
    shares         text         not null,
    last_factor    text         not null,
    fees_micros    bigint       not null,
    pending_micros bigint       not null
);

create index projected_position_delegator on projected_position (delegator, transcoder);
create index projected_position_transcoder on projected_position (transcoder, delegator);
create index projected_position_own on projected_position (id) where own;

create table projected_lock (
    number      bigint      primary key,
    owner       varchar(64) collate "C" not null,
    of_pool     boolean     not null,
    source      varchar(64) not null,
    micros      bigint      not null,
    made_round  bigint      not null,
    opens_round bigint      not null
);

create index projected_lock_owner on projected_lock (owner, number);

create table projected_box (
    id             varchar(64) collate "C" primary key,
    owner          varchar(64),
    bond_micros    bigint      not null,
    capacity_kbps  bigint      not null,
    online_seconds bigint      not null,
    qualified      boolean     not null,
    heads          bigint      not null,
    heads_of       bigint      not null,
    burned_micros  bigint      not null
);

create table projected_grant (
    id                   varchar(64) collate "C" primary key,
    payer                varchar(64) collate "C" not null,
    box                  varchar(64) not null,
    max_bytes            bigint      not null,
    price_per_gib_micros bigint      not null,
    expires_round        bigint      not null,
    signed               boolean     not null,
    unit_bytes           bigint      not null,
    units                bigint      not null,
    anchor               bytea       not null,
    protocol_fee_ppm     bigint      not null,
    closes_round         bigint      not null,
    settled_bytes        bigint      not null,
    paid_micros          bigint      not null,
    burned_micros        bigint      not null,
    escrow_micros        bigint      not null,
    index                bigint      not null,
    preimage             bytea       not null,
    open                 boolean     not null
);

create index projected_grant_payer on projected_grant (payer, id);

create table projected_round (
    number             bigint      primary key,
    seed               varchar(64) not null,
    seed_block         bigint      not null,
    block              bigint      not null,
    time_millis        bigint      not null,
    supply_micros      bigint      not null,
    stake_micros       bigint      not null,
    inflation_ppb      bigint      not null,
    mintable_micros    bigint      not null,
    minted_micros      bigint      not null,
    active_set_size    bigint      not null,
    min_self_bond      bigint      not null,
    min_online_seconds bigint      not null,
    unseated_micros    bigint      not null,
    draw               bigint
);

-- All transcoders as they were when the round started, candidates or not.
create table projected_standing (
    round         bigint      not null,
    transcoder    varchar(64) collate "C" not null,
    registration  bigint      not null,
    stake_micros  bigint      not null,
    own_micros    bigint      not null,
    candidate     boolean     not null,
    place         integer     not null,
    seat          varchar(4)  not null,
    available     boolean     not null,
    primary key (round, transcoder)
);

create index projected_standing_place on projected_standing (round, place);
