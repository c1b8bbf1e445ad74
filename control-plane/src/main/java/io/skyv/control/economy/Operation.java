package io.skyv.control.economy;

import io.skyv.proto.sign.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that can be asked of the economics. Ids and figures are as they came: telling good ones from bad ones is
 * the state machine's business, because a refusal is part of the books too. What is checked here is only that the
 * operation can be written down.
 */
public sealed interface Operation {
    /** Characters that a text of an operation has at most, so that no refused one fills a block. */
    int MAX_TEXT_CHARS = 16_000;
    /** Accounts that a genesis can begin with. */
    int MAX_GENESIS_ACCOUNTS = 1_000_000;

    /** The first money. */
    record Genesis(SortedMap<String, Long> balancesMicros, Parameters parameters, long inflationPpb)
            implements Operation {
        public Genesis {
            if (balancesMicros.size() > MAX_GENESIS_ACCOUNTS) {
                throw new IllegalArgumentException("a genesis has at most " + MAX_GENESIS_ACCOUNTS + " accounts");
            }
            if (inflationPpb < 0 || inflationPpb > Economy.MAX_INFLATION_PPB) {
                throw new IllegalArgumentException("inflation must be 0 to 10^9 ppb but is " + inflationPpb);
            }
            SortedMap<String, Long> inOrder = new TreeMap<>(IdOrder.BY_BYTES);
            balancesMicros.forEach((account, micros) -> inOrder.put(bounded(account), micros));
            balancesMicros = Collections.unmodifiableSortedMap(inOrder);
        }
    }

    /** The first time a new transcoder; later un-resigns, changes the price and gives notice of the rest. */
    record Register(String transcoder, long pricePerSegmentMicros, long blockRewardCutPpm, long feeSharePpm)
            implements Operation {
        public Register {
            bounded(transcoder);
        }
    }

    /** Puts money in line for a pool. */
    record Bond(String delegator, String transcoder, long amountMicros) implements Operation {
        public Bond {
            bounded(delegator);
            bounded(transcoder);
        }
    }

    /** Takes all that is in line for a pool back. */
    record CancelPending(String delegator, String transcoder) implements Operation {
        public CancelPending {
            bounded(delegator);
            bounded(transcoder);
        }
    }

    /** Takes money out of a pool, into a lock. */
    record Unbond(String delegator, String transcoder, long amountMicros) implements Operation {
        public Unbond {
            bounded(delegator);
            bounded(transcoder);
        }
    }

    /** Empties a lock that has opened. */
    record Withdraw(String owner, long lock) implements Operation {
        public Withdraw {
            bounded(owner);
        }
    }

    /** Puts a lock's money back to where it came from. */
    record Rebond(String owner, long lock) implements Operation {
        public Rebond {
            bounded(owner);
        }
    }

    /** No candidate any more. */
    record Resign(String transcoder) implements Operation {
        public Resign {
            bounded(transcoder);
        }
    }

    /** One that is elected says that it is there in this round. */
    record Availability(String transcoder) implements Operation {
        public Availability {
            bounded(transcoder);
        }
    }

    /** @param seed 64 lower-case hex digits */
    record StartRound(String seed) implements Operation {
        public StartRound {
            bounded(seed);
        }
    }

    /** What the network measured of a box in this round. */
    record Online(String box, long capacityKbps, long seconds, boolean qualified) implements Operation {
        public Online {
            bounded(box);
        }
    }

    /** How many of so many checkpoint heads a box cosigned in this round. */
    record Cosigned(String box, long heads, long of) implements Operation {
        public Cosigned {
            bounded(box);
        }
    }

    /** Pays a transcoder for its work. */
    record TranscodeFee(String payer, String transcoder, long amountMicros) implements Operation {
        public TranscodeFee {
            bounded(payer);
            bounded(transcoder);
        }
    }

    /** Takes a delegator's part of the fees out of a pool. */
    record ClaimFees(String delegator, String transcoder) implements Operation {
        public ClaimFees {
            bounded(delegator);
            bounded(transcoder);
        }
    }

    /**
     * Sets the most that a grant can cost aside. What an auditor needs to check each paid byte by hashing stands beside
     * the economics' own arguments.
     *
     * @param signed whether what is burned on its bytes counts for contribution
     * @param unitBytes bytes that one step of the receiver's hash chain pays
     * @param units n, the steps of the chain; 0 when unsigned
     * @param anchor w_0 of the chain; zeros when unsigned
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
        public OpenGrant {
            bounded(id);
            bounded(payer);
            bounded(box);
            if (unitBytes < 0 || units < 0) {
                throw new IllegalArgumentException("bytes of a unit and units are not negative");
            }
        }
    }

    /**
     * So many bytes are paid by now.
     *
     * @param index i of the hash chain; 0 when unsigned
     * @param preimage w_i; zeros when unsigned
     */
    record Receipt(String grant, long cumulativeBytes, long index, Digest preimage) implements Operation {
        public Receipt {
            bounded(grant);
            if (index < 0) {
                throw new IllegalArgumentException("an index is not negative");
            }
        }
    }

    /** No more receipts will come; what is left goes back to the payer. */
    record CloseGrant(String grant) implements Operation {
        public CloseGrant {
            bounded(grant);
        }
    }

    record Transfer(String debit, String credit, long amountMicros) implements Operation {
        public Transfer {
            bounded(debit);
            bounded(credit);
        }
    }

    /** From now on {@code owner} is paid for the work of {@code box}. */
    record AssignBox(String box, String owner) implements Operation {
        public AssignBox {
            bounded(box);
            bounded(owner);
        }
    }

    record BondBox(String owner, String box, long amountMicros) implements Operation {
        public BondBox {
            bounded(owner);
            bounded(box);
        }
    }

    record UnbondBox(String owner, String box, long amountMicros) implements Operation {
        public UnbondBox {
            bounded(owner);
            bounded(box);
        }
    }

    /** @param ppm share of what is at stake that is lost */
    record Slash(String offence, String transcoder, long ppm, long offenceRound, String finder) implements Operation {
        public Slash {
            bounded(offence);
            bounded(transcoder);
            bounded(finder);
        }
    }

    /** @param ppm share of what is at stake that is lost */
    record SlashBox(String offence, String box, long ppm, long offenceRound, String finder) implements Operation {
        public SlashBox {
            bounded(offence);
            bounded(box);
            bounded(finder);
        }
    }

    /** Takes effect when the next round starts. */
    record SetParameter(String name, long value) implements Operation {
        public SetParameter {
            bounded(name);
        }
    }

    /** Its name in the economics. */
    default String kind() {
        String name = this instanceof OpenGrant ? "Grant" : getClass().getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    private static String bounded(String text) {
        if (text.length() > MAX_TEXT_CHARS) {
            throw new IllegalArgumentException("a text of " + text.length() + " characters is over " + MAX_TEXT_CHARS);
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                requireUnicode(text);
                break;
            }
        }
        return text;
    }

    /** Half a character has no bytes: no ledger could write it down. */
    private static void requireUnicode(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("a text is not Unicode");
        }
    }
}
