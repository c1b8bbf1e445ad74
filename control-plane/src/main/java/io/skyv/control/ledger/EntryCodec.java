package io.skyv.control.ledger;

import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The byte form of operations and entries, which is what a block's Merkle root and an operation's fingerprint are over.
 * Fields stand in the order of the records; figures that may be negative, because the ledger has still to refuse them,
 * are 64 bits in two's complement.
 */
final class EntryCodec {
    static final String OPERATION_DOMAIN = "skyv-operation-v1";
    static final String ENTRY_DOMAIN = "skyv-entry-v1";
    /** Accounts that a genesis can begin with. */
    static final int MAX_GENESIS_ACCOUNTS = 100_000;

    private static final int GENESIS = 1;
    private static final int ASSIGN_BOX = 2;
    private static final int OPEN_GRANT = 3;
    private static final int RECEIPT = 4;
    private static final int CLOSE_GRANT = 5;
    private static final int TRANSFER = 6;
    private static final int APPLIED = 1;
    private static final int REFUSED = 2;

    private EntryCodec() {}

    /** Tells whether two operations are the same. */
    static Digest fingerprint(Operation operation) {
        CanonicalWriter out = new CanonicalWriter(OPERATION_DOMAIN);
        write(out, operation);
        return Digest.sha256(out.toBytes());
    }

    static byte[] encode(Entry entry) {
        CanonicalWriter out = new CanonicalWriter(ENTRY_DOMAIN);
        signed(out, entry.id().high());
        signed(out, entry.id().low());
        write(out, entry.operation());
        switch (entry.outcome()) {
            case Outcome.Applied applied ->
                out.u8(APPLIED).u64(applied.movedMicros()).u64(applied.burnedMicros());
            case Outcome.Refused refused ->
                out.u8(REFUSED).string(refused.refusal().code());
        }
        return out.toBytes();
    }

    static Entry decode(byte[] bytes) throws MalformedException {
        CanonicalReader in = new CanonicalReader(ENTRY_DOMAIN, bytes);
        try {
            Entry entry = new Entry(new OperationId(signed(in), signed(in)), operation(in), outcome(in));
            in.end();
            return entry;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not an entry: " + e.getMessage(), e);
        }
    }

    private static void write(CanonicalWriter out, Operation operation) {
        switch (operation) {
            case Operation.Genesis genesis -> {
                out.u8(GENESIS).u32(genesis.balancesMicros().size());
                genesis.balancesMicros().forEach((account, micros) -> signed(out.string(account), micros));
                out.u64(genesis.parameters().protocolFeePpm())
                        .u64(genesis.parameters().minPricePerGiBMicros());
            }
            case Operation.AssignBox assign ->
                out.u8(ASSIGN_BOX).string(assign.box()).string(assign.owner());
            case Operation.OpenGrant open -> {
                out.u8(OPEN_GRANT).string(open.id()).string(open.payer()).string(open.box());
                signed(out, open.maxBytes());
                signed(out, open.pricePerGiBMicros());
                signed(out, open.expiresRound());
                out.u8(open.signed() ? 1 : 0)
                        .u64(open.unitBytes())
                        .u64(open.units())
                        .digest(open.anchor());
            }
            case Operation.Receipt receipt -> {
                signed(out.u8(RECEIPT).string(receipt.grant()), receipt.cumulativeBytes());
                out.u64(receipt.index()).digest(receipt.preimage());
            }
            case Operation.CloseGrant close -> out.u8(CLOSE_GRANT).string(close.grant());
            case Operation.Transfer transfer ->
                signed(out.u8(TRANSFER).string(transfer.debit()).string(transfer.credit()), transfer.amountMicros());
        }
    }

    private static Operation operation(CanonicalReader in) throws MalformedException {
        int tag = in.u8();
        return switch (tag) {
            case GENESIS -> genesis(in);
            case ASSIGN_BOX -> new Operation.AssignBox(in.string(), in.string());
            case OPEN_GRANT ->
                new Operation.OpenGrant(
                        in.string(),
                        in.string(),
                        in.string(),
                        signed(in),
                        signed(in),
                        signed(in),
                        in.bool(),
                        in.u64(),
                        in.u64(),
                        in.digest());
            case RECEIPT -> new Operation.Receipt(in.string(), signed(in), in.u64(), in.digest());
            case CLOSE_GRANT -> new Operation.CloseGrant(in.string());
            case TRANSFER -> new Operation.Transfer(in.string(), in.string(), signed(in));
            default -> throw new MalformedException("unknown operation " + tag);
        };
    }

    private static Operation.Genesis genesis(CanonicalReader in) throws MalformedException {
        long accounts = in.u32();
        if (accounts > MAX_GENESIS_ACCOUNTS) {
            throw new MalformedException("a genesis of " + accounts + " accounts");
        }
        SortedMap<String, Long> balances = new TreeMap<>();
        for (long i = 0; i < accounts; i++) {
            balances.put(in.string(), signed(in));
        }
        return new Operation.Genesis(balances, new Parameters(in.u64(), in.u64()));
    }

    private static Outcome outcome(CanonicalReader in) throws MalformedException {
        int tag = in.u8();
        return switch (tag) {
            case APPLIED -> new Outcome.Applied(in.u64(), in.u64());
            case REFUSED -> new Outcome.Refused(Refusal.ofCode(in.string()));
            default -> throw new MalformedException("unknown outcome " + tag);
        };
    }

    private static void signed(CanonicalWriter out, long value) {
        out.u32(value >>> 32).u32(value & 0xffff_ffffL);
    }

    private static long signed(CanonicalReader in) throws MalformedException {
        return in.u32() << 32 | in.u32();
    }
}
