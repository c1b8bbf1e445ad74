package io.skyv.box.uplink.grpc;

import io.skyv.box.uplink.Outcome;
import io.skyv.box.uplink.OutgoingReceipt;
import io.skyv.box.uplink.Receipts;
import io.skyv.proto.id.GrantId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Receipts that stay until they are answered. */
final class FakeReceipts implements Receipts {
    private final Map<GrantId, OutgoingReceipt> pending = new TreeMap<>();
    final BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    private Runnable wake = () -> {};

    synchronized void add(OutgoingReceipt receipt) {
        pending.put(receipt.grant(), receipt);
        if (receipt.closing()) {
            wake.run();
        }
    }

    @Override
    public synchronized List<OutgoingReceipt> pending(int max) {
        return pending.values().stream().limit(max).toList();
    }

    @Override
    public synchronized void booked(List<Outcome> answered) {
        answered.forEach(outcome -> pending.remove(outcome.grant()));
        outcomes.addAll(answered);
    }

    @Override
    public synchronized void onClosing(Runnable wake) {
        this.wake = wake;
    }
}
