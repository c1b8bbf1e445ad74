package io.skyv.proto.receipt;

import io.skyv.proto.grant.Grant;
import io.skyv.proto.id.GrantId;
import io.skyv.proto.sign.Digest;
import io.skyv.proto.sign.MalformedException;

/**
 * "{@code index} units are paid", and w_index to prove it.
 *
 * @param index 0 to 65,536
 */
public record Receipt(GrantId grant, int index, Digest preimage) {
    /** The request header that carries {@link #header()}; browsers send query parameters instead. */
    public static final String HEADER = "SKYV-Receipt";

    public Receipt {
        if (index < 0 || index > Grant.MAX_UNITS) {
            throw new IllegalArgumentException("a receipt's index is 0 to 65536, not " + index);
        }
    }

    /** {@code <grant id>;<index>;<w_index in hex>}. */
    public String header() {
        return grant.value() + ";" + index + ";" + preimage.hex();
    }

    /** {@code g=…&i=…&w=…}, to be added to a media URL. */
    public String query() {
        return "g=" + grant.value() + "&i=" + index + "&w=" + preimage.hex();
    }

    public static Receipt parse(String grant, String index, String preimage) throws MalformedException {
        try {
            if (index.isEmpty() || index.length() > 5 || !index.chars().allMatch(c -> c >= '0' && c <= '9')) {
                throw new MalformedException("a receipt's index is a whole number, not '" + index + "'");
            }
            Receipt receipt = new Receipt(new GrantId(grant), Integer.parseInt(index), Digest.ofHex(preimage));
            if (!receipt.isWritten(index, preimage)) {
                throw new MalformedException("a receipt has no leading zeros and lower-case hex digits");
            }
            return receipt;
        } catch (IllegalArgumentException e) {
            throw new MalformedException("not a receipt: " + e.getMessage(), e);
        }
    }

    public static Receipt parseHeader(String header) throws MalformedException {
        String[] fields = header.split(";", -1);
        if (fields.length != 3) {
            throw new MalformedException("a receipt is <grant>;<index>;<preimage>");
        }
        return parse(fields[0], fields[1], fields[2]);
    }

    /** One text for each receipt, as it has one value. */
    private boolean isWritten(String indexText, String preimageText) {
        return Integer.toString(index).equals(indexText) && preimage.hex().equals(preimageText);
    }
}
