-- The books are the economy's from now on. The small ledger's journal cannot be done again by it: what it had was test
-- money, and the network begins anew.
drop table ledger_block;
truncate ledger_grant, issued_grant, report;

-- The projection of grants: written after the block, with the number of the last block in it.
alter table ledger_grant
    add column closes_round bigint not null,
    add column paid_micros bigint not null,
    add column burned_micros bigint not null;

create table ledger_grant_projection (
    one    boolean primary key default true check (one),
    blocks bigint  not null
);

insert into ledger_grant_projection (blocks) values (0);
