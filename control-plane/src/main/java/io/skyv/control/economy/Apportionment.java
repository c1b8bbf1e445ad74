package io.skyv.control.economy;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Shares a pool by weights with the largest remainders: each gets pool × w / Σw rounded down, then one micro-SKYV more
 * to the largest remainders, ties to the smaller id.
 */
final class Apportionment {
    private final List<Box> boxes;
    private final long[] weights;

    /** @param weights of {@code boxes}, in their order; not negative */
    Apportionment(List<Box> boxes, long[] weights) {
        this.boxes = boxes;
        this.weights = weights;
    }

    /** What each of the boxes gets, in their order. */
    long[] of(long poolMicros) {
        long sum = 0;
        for (long weight : weights) {
            sum += weight;
            if (sum < 0) {
                return withBigSum(poolMicros);
            }
        }
        return sum == 0 ? new long[weights.length] : with(poolMicros, sum);
    }

    private long[] with(long poolMicros, long sum) {
        long[] parts = new long[weights.length];
        long[] rests = new long[weights.length];
        long left = poolMicros;
        for (int i = 0; i < parts.length; i++) {
            parts[i] = Exact.down(poolMicros, weights[i], sum);
            rests[i] = Exact.rest(poolMicros, weights[i], sum, parts[i]);
            left -= parts[i];
        }
        if (left > 0) {
            giveRest(parts, rests, Math.toIntExact(left));
        }
        return parts;
    }

    /** One more for the {@code left} largest rests, without putting all of them in order. */
    private void giveRest(long[] parts, long[] rests, int left) {
        long[] sorted = rests.clone();
        Arrays.sort(sorted);
        long least = sorted[sorted.length - left];
        int toGive = left;
        int[] ties = new int[rests.length];
        int tied = 0;
        for (int i = 0; i < rests.length; i++) {
            if (rests[i] > least) {
                parts[i]++;
                toGive--;
            } else if (rests[i] == least) {
                ties[tied++] = i;
            }
        }
        Integer[] byId = Arrays.stream(ties, 0, tied).boxed().toArray(Integer[]::new);
        if (toGive < tied) {
            Arrays.sort(byId, Comparator.comparing(i -> boxes.get(i).id));
        }
        for (int i = 0; i < toGive; i++) {
            parts[byId[i]]++;
        }
    }

    /** The same for weights that are together over 2⁶³; they are never so many that this needs to be fast. */
    private long[] withBigSum(long poolMicros) {
        BigInteger pool = BigInteger.valueOf(poolMicros);
        BigInteger sum = Arrays.stream(weights).mapToObj(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
        long[] parts = new long[weights.length];
        BigInteger[] rests = new BigInteger[weights.length];
        long left = poolMicros;
        for (int i = 0; i < parts.length; i++) {
            BigInteger[] divided = pool.multiply(BigInteger.valueOf(weights[i])).divideAndRemainder(sum);
            parts[i] = divided[0].longValueExact();
            rests[i] = divided[1];
            left -= parts[i];
        }
        Integer[] order = new Integer[parts.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.<Integer, BigInteger>comparing(i -> rests[i])
                        .reversed()
                        .thenComparing(i -> boxes.get(i).id));
        for (int i = 0; i < left; i++) {
            parts[order[i]]++;
        }
        return parts;
    }
}
