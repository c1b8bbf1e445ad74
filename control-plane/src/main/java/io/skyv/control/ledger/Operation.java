package io.skyv.control.ledger;

import io.skyv.proto.sign.Digest;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that can be asked of the ledger. Ids and figures are as they came: telling good ones from bad ones is the
 * ledger's business, because a refusal is part of the books too.
 */
public sealed interface Operation {
    /** Short name for metrics and pages. */
    String kind();

    /** The first money. Only into empty books. */
    record Genesis(SortedMap<String, Long> balancesMicros, Parameters parameters) implements Operation {
        public Genesis {
            balancesMicros = Collections.unmodifiableSortedMap(new TreeMap<>(balancesMicros));
        }

        @Override
        public String kind() {
            return "genesis";
        }
    }

    /** From now on {@code owner} is paid for the work of {@code box}. */
    record AssignBox(String box, String owner) implements Operation {
        @Override
        public String kind() {
            return "assignBox";
        }
    }

    /**
     * Sets the most that a grant can cost aside. What an auditor needs to check each paid byte by hashing stands beside
     * the economics' own arguments.
     *
     * @param unitBytes bytes that one step of the receiver's hash chain pays
     * @param units n, the steps of the chain; 0 when unsigned
     * @param anchor w_0 of the chain; zero when unsigned
     */
    record OpenGrant(
            String id,
            String payer,
            String box,
            long maxBytes,
            long pricePerGiBMicros,
            long expiresRound,
            boolean signed,
            long unitBytes,
            long units,
            Digest anchor)
            implements Operation {
        @Override
        public String kind() {
            return "grant";
        }
    }

    /**
     * So many bytes are paid by now.
     *
     * @param index i of the hash chain; 0 when unsigned
     * @param preimage w_i; zero when unsigned
     */
    record Receipt(String grant, long cumulativeBytes, long index, Digest preimage) implements Operation {
        @Override
        public String kind() {
            return "receipt";
        }
    }

    /** No more receipts will come; what is left goes back to the payer. */
    record CloseGrant(String grant) implements Operation {
        @Override
        public String kind() {
            return "closeGrant";
        }
    }

    record Transfer(String debit, String credit, long amountMicros) implements Operation {
        @Override
        public String kind() {
            return "transfer";
        }
    }
}
