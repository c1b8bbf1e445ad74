-- Snapshots have another form (docs/ledger-encoding.md). They are made anew from the blocks, which are as they were.
truncate journal_snapshot;
