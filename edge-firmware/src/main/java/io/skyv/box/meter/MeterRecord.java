package io.skyv.box.meter;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.grant.SignedGrant;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.sign.CanonicalReader;
import io.skyv.proto.sign.CanonicalWriter;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;

/** What the meter writes ahead. */
sealed interface MeterRecord {
    String DOMAIN = "skyv-meter-v1";

    /** A grant was presented. */
    record Presented(SignedGrant grant) implements MeterRecord {}

    /** A receipt was taken; {@code servedBytes} is what had been served by then. */
    record Paid(GrantId grant, int index, Digest preimage, long servedBytes) implements MeterRecord {
        public Paid {
            if (index < 0 || index > Grant.MAX_UNITS) {
                throw new IllegalArgumentException("no grant has " + index + " units");
            }
        }
    }

    /** So much was served; written once a second for what has changed. */
    record Served(GrantId grant, long servedBytes) implements MeterRecord {}

    /** The control plane has booked so much. */
    record Booked(GrantId grant, long settledBytes) implements MeterRecord {}

    /** Nothing more is served under this grant. */
    record Closed(GrantId grant) implements MeterRecord {}

    default byte[] encode() {
        CanonicalWriter out = new CanonicalWriter(DOMAIN);
        return switch (this) {
            case Presented r -> out.u8(1).string(r.grant().token()).toBytes();
            case Paid r ->
                out.u8(2)
                        .string(r.grant().value())
                        .u32(r.index())
                        .digest(r.preimage())
                        .u64(r.servedBytes())
                        .toBytes();
            case Served r ->
                out.u8(3).string(r.grant().value()).u64(r.servedBytes()).toBytes();
            case Booked r ->
                out.u8(4).string(r.grant().value()).u64(r.settledBytes()).toBytes();
            case Closed r -> out.u8(5).string(r.grant().value()).toBytes();
        };
    }

    static MeterRecord decode(byte[] bytes) throws MalformedException {
        CanonicalReader in = new CanonicalReader(DOMAIN, bytes);
        int kind = in.u8();
        String text = in.string();
        try {
            MeterRecord record = switch (kind) {
                case 1 -> new Presented(SignedGrant.decodeToken(text));
                case 2 -> new Paid(new GrantId(text), Math.toIntExact(in.u32()), in.digest(), in.u64());
                case 3 -> new Served(new GrantId(text), in.u64());
                case 4 -> new Booked(new GrantId(text), in.u64());
                case 5 -> new Closed(new GrantId(text));
                default -> throw new MalformedException("unknown kind of record " + kind);
            };
            in.end();
            return record;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MalformedException("not a record of the meter: " + e.getMessage(), e);
        }
    }
}
