package io.skyv.control.grant;

/**
 * A receipt as a box sent it; nothing in it is believed yet.
 *
 * @param index units paid, of a signed grant
 * @param preimage w_index, of a signed grant
 * @param cumulativeBytes bytes served, of an unsigned grant
 * @param closing whether no more will come
 */
public record ReceivedReceipt(String grant, int index, byte[] preimage, long cumulativeBytes, boolean closing) {}
