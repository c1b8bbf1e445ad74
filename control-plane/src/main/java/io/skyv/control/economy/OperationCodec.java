package io.skyv.control.economy;

import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.MalformedException;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The byte form of operations, {@code docs/ledger-encoding.md}. There is one for each operation, and no other bytes are
 * read.
 */
public final class OperationCodec {
    public static final String DOMAIN = "skyv-operation-v2";

    private OperationCodec() {}

    /** @throws IllegalArgumentException if a text of it is not Unicode, or over 65,535 bytes in UTF-8 */
    public static byte[] encode(Operation operation) {
        CanonicalWriter out = new CanonicalWriter(DOMAIN);
        write(out, operation);
        return out.toBytes();
    }

    public static Operation decode(byte[] bytes) throws MalformedException {
        CanonicalReader in = new CanonicalReader(DOMAIN, bytes);
        Operation operation = read(in);
        in.end();
        return operation;
    }

    /** As part of something else. */
    public static void write(CanonicalWriter out, Operation operation) {
        switch (operation) {
            case Operation.Genesis o -> writeGenesis(out.u8(1), o);
            case Operation.AssignBox o -> out.u8(2).string(o.box()).string(o.owner());
            case Operation.OpenGrant o -> writeGrant(out.u8(3), o);
            case Operation.Receipt o ->
                out.u8(4)
                        .string(o.grant())
                        .i64(o.cumulativeBytes())
                        .u64(o.index())
                        .digest(o.preimage());
            case Operation.CloseGrant o -> out.u8(5).string(o.grant());
            case Operation.Transfer o ->
                out.u8(6).string(o.debit()).string(o.credit()).i64(o.amountMicros());
            case Operation.Register o ->
                out.u8(7)
                        .string(o.transcoder())
                        .i64(o.pricePerSegmentMicros())
                        .i64(o.blockRewardCutPpm())
                        .i64(o.feeSharePpm());
            case Operation.Bond o ->
                out.u8(8).string(o.delegator()).string(o.transcoder()).i64(o.amountMicros());
            case Operation.CancelPending o -> out.u8(9).string(o.delegator()).string(o.transcoder());
            case Operation.Unbond o ->
                out.u8(10).string(o.delegator()).string(o.transcoder()).i64(o.amountMicros());
            case Operation.Withdraw o -> out.u8(11).string(o.owner()).i64(o.lock());
            case Operation.Rebond o -> out.u8(12).string(o.owner()).i64(o.lock());
            case Operation.Resign o -> out.u8(13).string(o.transcoder());
            case Operation.Availability o -> out.u8(14).string(o.transcoder());
            case Operation.StartRound o -> out.u8(15).string(o.seed());
            case Operation.Online o ->
                out.u8(16)
                        .string(o.box())
                        .i64(o.capacityKbps())
                        .i64(o.seconds())
                        .bool(o.qualified());
            case Operation.Cosigned o ->
                out.u8(17).string(o.box()).i64(o.heads()).i64(o.of());
            case Operation.TranscodeFee o ->
                out.u8(18).string(o.payer()).string(o.transcoder()).i64(o.amountMicros());
            case Operation.ClaimFees o -> out.u8(19).string(o.delegator()).string(o.transcoder());
            case Operation.BondBox o ->
                out.u8(20).string(o.owner()).string(o.box()).i64(o.amountMicros());
            case Operation.UnbondBox o ->
                out.u8(21).string(o.owner()).string(o.box()).i64(o.amountMicros());
            case Operation.Slash o -> {
                out.u8(22).string(o.offence()).string(o.transcoder());
                out.i64(o.ppm()).i64(o.offenceRound()).string(o.finder());
            }
            case Operation.SlashBox o -> {
                out.u8(23).string(o.offence()).string(o.box());
                out.i64(o.ppm()).i64(o.offenceRound()).string(o.finder());
            }
            case Operation.SetParameter o -> out.u8(24).string(o.name()).i64(o.value());
        }
    }

    /** As part of something else. */
    public static Operation read(CanonicalReader in) throws MalformedException {
        int kind = in.u8();
        try {
            return switch (kind) {
                case 1 -> readGenesis(in);
                case 2 -> new Operation.AssignBox(in.string(), in.string());
                case 3 -> readGrant(in);
                case 4 -> new Operation.Receipt(in.string(), in.i64(), in.u64(), in.digest());
                case 5 -> new Operation.CloseGrant(in.string());
                case 6 -> new Operation.Transfer(in.string(), in.string(), in.i64());
                case 7 -> new Operation.Register(in.string(), in.i64(), in.i64(), in.i64());
                case 8 -> new Operation.Bond(in.string(), in.string(), in.i64());
                case 9 -> new Operation.CancelPending(in.string(), in.string());
                case 10 -> new Operation.Unbond(in.string(), in.string(), in.i64());
                case 11 -> new Operation.Withdraw(in.string(), in.i64());
                case 12 -> new Operation.Rebond(in.string(), in.i64());
                case 13 -> new Operation.Resign(in.string());
                case 14 -> new Operation.Availability(in.string());
                case 15 -> new Operation.StartRound(in.string());
                case 16 -> new Operation.Online(in.string(), in.i64(), in.i64(), in.bool());
                case 17 -> new Operation.Cosigned(in.string(), in.i64(), in.i64());
                case 18 -> new Operation.TranscodeFee(in.string(), in.string(), in.i64());
                case 19 -> new Operation.ClaimFees(in.string(), in.string());
                case 20 -> new Operation.BondBox(in.string(), in.string(), in.i64());
                case 21 -> new Operation.UnbondBox(in.string(), in.string(), in.i64());
                case 22 -> new Operation.Slash(in.string(), in.string(), in.i64(), in.i64(), in.string());
                case 23 -> new Operation.SlashBox(in.string(), in.string(), in.i64(), in.i64(), in.string());
                case 24 -> new Operation.SetParameter(in.string(), in.i64());
                default -> throw new MalformedException("unknown operation " + kind);
            };
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not an operation: " + e.getMessage(), e);
        }
    }

    private static void writeGenesis(CanonicalWriter out, Operation.Genesis genesis) {
        out.u32(genesis.balancesMicros().size());
        for (Map.Entry<String, Long> balance : genesis.balancesMicros().entrySet()) {
            out.string(balance.getKey()).i64(balance.getValue());
        }
        writeParameters(out, genesis.parameters());
        out.u64(genesis.inflationPpb());
    }

    private static Operation readGenesis(CanonicalReader in) throws MalformedException {
        long accounts = in.u32();
        SortedMap<String, Long> balances = new TreeMap<>(IdOrder.BY_BYTES);
        for (long i = 0; i < accounts; i++) {
            String account = in.string();
            if (!balances.isEmpty() && IdOrder.BY_BYTES.compare(balances.lastKey(), account) >= 0) {
                throw new MalformedException("accounts of a genesis are not in order");
            }
            balances.put(account, in.i64());
        }
        return new Operation.Genesis(balances, readParameters(in), in.u64());
    }

    static void writeParameters(CanonicalWriter out, Parameters parameters) {
        for (Parameter parameter : Parameter.values()) {
            out.u64(parameters.get(parameter));
        }
    }

    static Parameters readParameters(CanonicalReader in) throws MalformedException {
        Map<Parameter, Long> values = new EnumMap<>(Parameter.class);
        for (Parameter parameter : Parameter.values()) {
            values.put(parameter, in.u64());
        }
        return Parameters.DEFAULTS.with(values);
    }

    static void writeGrant(CanonicalWriter out, Operation.OpenGrant open) {
        out.string(open.id())
                .string(open.payer())
                .string(open.box())
                .i64(open.maxBytes())
                .i64(open.pricePerGiBMicros())
                .i64(open.expiresRound())
                .bool(open.signed())
                .u64(open.unitBytes())
                .u64(open.units())
                .digest(open.anchor());
    }

    static Operation.OpenGrant readGrant(CanonicalReader in) throws MalformedException {
        return new Operation.OpenGrant(
                in.string(),
                in.string(),
                in.string(),
                in.i64(),
                in.i64(),
                in.i64(),
                in.bool(),
                in.u64(),
                in.u64(),
                in.digest());
    }
}
