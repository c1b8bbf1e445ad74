package io.skyv.control.ledger.store;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.skyv.control.config.SkyvConfig;
import io.skyv.control.genesis.GenesisFile;
import io.skyv.control.genesis.MalformedGenesisException;
import io.skyv.control.journal.Answer;
import io.skyv.control.journal.BlockStore;
import io.skyv.control.journal.KeptBlock;
import io.skyv.control.journal.Request;
import io.skyv.control.ledger.BooksHead;
import io.skyv.control.ledger.BooksView;
import io.skyv.control.ledger.LedgerPort;
import io.skyv.control.ledger.RunningLedger;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The ledger of this control plane: back from its journal before anything else starts. */
@ApplicationScoped
public class DurableLedger implements LedgerPort {
    /** Start-up observers that read the ledger take a higher number. */
    public static final int STARTUP_PRIORITY = 100;

    private static final Logger LOG = Logger.getLogger(DurableLedger.class);

    private final RunningLedger ledger;

    DurableLedger(BlockStore store, InstantSource clock, SkyvConfig config) {
        ledger = new RunningLedger(store, clock, Infrastructure.getDefaultExecutor(), genesis(config));
    }

    private static List<Request> genesis(SkyvConfig config) {
        try {
            return GenesisFile.read(config.genesis()).requests();
        } catch (MalformedGenesisException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    void start(@Observes @Priority(STARTUP_PRIORITY) StartupEvent event) throws InterruptedException {
        ledger.start();
        BooksHead head = books().head();
        LOG.infof(
                "ledger: %d blocks, round %d, supply %d micro-SKYV, %d in escrow of %d open grants",
                head.blocks(),
                head.round(),
                head.totals().supplyMicros(),
                head.totals().escrowMicros(),
                head.totals().openGrants());
    }

    void stop(@Observes ShutdownEvent event) {
        ledger.close();
    }

    @Override
    public CompletionStage<Answer> ask(Request request) {
        return ledger.ask(request);
    }

    @Override
    public BooksView books() {
        return ledger.books();
    }

    @Override
    public void listen(Consumer<KeptBlock> listener) {
        ledger.listen(listener);
    }

    @Override
    public void retell(long after, long last, Consumer<KeptBlock> listener) {
        ledger.retell(after, last, listener);
    }

    @Override
    public Role role() {
        return ledger.role();
    }

    @Override
    public void whenWriting(Runnable action) {
        ledger.whenWriting(action);
    }

    int waiting() {
        return ledger.waiting();
    }
}
