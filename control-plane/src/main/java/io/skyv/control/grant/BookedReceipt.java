package io.skyv.control.grant;

/**
 * What became of a receipt.
 *
 * @param grant as it was sent
 * @param settledBytes bytes of this grant that are paid by now
 * @param refusal empty if it was booked, or had been before; else {@code invalid_receipt}, {@code unknown_grant}, {@code
 *     over_grant} or {@code wrong_box}
 * @param closed whether the grant is closed by now
 */
public record BookedReceipt(String grant, long settledBytes, String refusal, boolean closed) {}
