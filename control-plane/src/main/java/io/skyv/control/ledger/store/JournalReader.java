package io.skyv.control.ledger.store;

import io.skyv.control.journal.BlockHeader;
import io.skyv.control.journal.BlockRow;
import io.skyv.control.journal.BlockSource;
import io.skyv.control.journal.BlockStore;
import io.skyv.control.journal.DamagedBlockException;
import io.skyv.control.journal.StoreUnavailableException;
import io.skyv.proto.sign.Digest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The journal in PostgreSQL, read over a connection of its own: for whoever is no control plane. */
final class JournalReader implements BlockSource {
    private static final String BLOCKS = "select number, time_millis, generation, previous_hash, entries, root, body"
            + " from journal_block where number > ? order by number limit ?";
    private static final String NEWEST = "select max(blocks) from journal_snapshot where blocks <= ?";
    private static final String CHUNKS = "select bytes from journal_snapshot where blocks = ? order by place";

    private final Connection connection;

    JournalReader(Connection connection) {
        this.connection = connection;
    }

    @Override
    public List<BlockRow> readAfter(long number, int limit) {
        return rows(BLOCKS, JournalReader::row, number, limit);
    }

    @Override
    public Optional<BlockStore.Snapshot> newestSnapshot(long blocks) {
        long newest = rows(NEWEST, found -> found.getLong(1), blocks).getFirst();
        return newest == 0
                ? Optional.empty()
                : Optional.of(new BlockStore.Snapshot(newest, rows(CHUNKS, chunk -> chunk.getBytes(1), newest)));
    }

    /** As {@link BlockEntity#toRow} does. */
    private static BlockRow row(ResultSet row) throws SQLException {
        long number = row.getLong(1);
        try {
            return new BlockRow(
                    new BlockHeader(
                            number,
                            row.getLong(2),
                            row.getLong(3),
                            Digest.of(row.getBytes(4)),
                            row.getLong(5),
                            Digest.of(row.getBytes(6))),
                    row.getBytes(7));
        } catch (IllegalArgumentException e) {
            throw new DamagedBlockException(number, String.valueOf(e.getMessage()));
        }
    }

    @FunctionalInterface
    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String sql, Row<T> each, long... parameters) {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setLong(i + 1, parameters[i]);
            }
            List<T> rows = new ArrayList<>();
            try (ResultSet found = statement.executeQuery()) {
                while (found.next()) {
                    rows.add(each.read(found));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new StoreUnavailableException("the journal cannot be read: " + e.getMessage(), e);
        }
    }
}
