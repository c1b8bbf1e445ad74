package io.skyv.box.uplink;

import java.util.List;

/** What this box was paid, for as long as the control plane has not booked it. Called from any thread; may block. */
public interface Receipts {
    /**
     * The highest receipt of each grant that is not booked yet, closing ones first.
     *
     * @param max most of them to return
     */
    List<OutgoingReceipt> pending(int max);

    /** The control plane's answer to receipts sent before. A receipt that is not answered is sent again. */
    void booked(List<Outcome> outcomes);

    /** {@code wake} is to be run, on any thread, whenever a closing receipt becomes pending: those travel at once. */
    void onClosing(Runnable wake);
}
