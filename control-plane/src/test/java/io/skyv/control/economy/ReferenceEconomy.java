package io.skyv.control.economy;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The economics once more, written from their text alone and for being read beside it: one sentence after the other, big
 * integers and ordered maps everywhere, nothing kept that can be counted. Slow; shares no rule with {@link Economy}.
 */
final class ReferenceEconomy implements Economics {
    static final BigInteger PPM = BigInteger.valueOf(1_000_000);
    static final BigInteger PPB = BigInteger.valueOf(1_000_000_000);
    static final BigInteger MOST = BigInteger.TEN.pow(18);
    static final BigInteger ZERO = BigInteger.ZERO;
    static final BigInteger ONE = BigInteger.ONE;

    /** Mistakes that tests plant, to see that they are found. */
    enum Bug {
        NONE,
        /** Who enters a pool gets a share too many. */
        ENTERING_ROUNDS_UP,
        /** Who leaves a pool keeps a share too many. */
        LEAVING_ROUNDS_DOWN,
        /** A lock goes back at the price of an empty pool. */
        REBOND_AT_FIRST_PRICE,
        /** The finder is paid from what delegators lose, too. */
        FINDER_PAID_FROM_ALL,
        /** Locks escape slashing. */
        LOCKS_ARE_SPARED,
        /** Burned fees come back in whole. */
        CONTRIBUTION_UNCAPPED,
        /** The fee on a grant's payments rounds down. */
        FEE_ROUNDS_DOWN,
        /** New shares get old fees. */
        FEES_NOT_RECKONED,
        /** A changed cut is there when the next round starts. */
        CUT_CHANGES_AT_ONCE,
        /** The reward is on the noted stake, though it is gone. */
        NOTED_STAKE_ONLY,
        /** The commission enters before the rest of the reward. */
        COMMISSION_FIRST,
        /** Of those with equal stake the later registration goes first. */
        LATER_REGISTRATION_FIRST,
        /** The lot is drawn among all candidates. */
        LOT_AMONG_ALL,
        /** Ties of remainders go to the greater id. */
        TIES_TO_THE_GREATER_ID,
        /** A grant closes a round late. */
        GRANT_CLOSES_LATE,
        /** The jail opens a round early. */
        JAIL_OPENS_EARLY,
        /** A changed fee counts for old grants. */
        FEE_OF_TODAY
    }

    private final Bug bug;

    static final class Transcoder {
        int registered;
        BigInteger cut = ZERO;
        BigInteger feeShare = ZERO;
        BigInteger[] notice; // cut, fee share, due round
        boolean resigned;
        BigInteger jailedUntil = ONE.negate();
        BigInteger stake = ZERO;
        BigInteger factor = ZERO;
        BigInteger unclaimed = ZERO;
        final TreeMap<String, BigInteger> shares = new TreeMap<>();
        final TreeMap<String, BigInteger> lastFactor = new TreeMap<>();
        final TreeMap<String, BigInteger> fees = new TreeMap<>();
        final TreeMap<String, BigInteger> pending = new TreeMap<>();

        BigInteger poolShares() {
            return shares.values().stream().reduce(ZERO, BigInteger::add);
        }

        BigInteger value(String delegator) {
            BigInteger own = shares.getOrDefault(delegator, ZERO);
            return own.signum() == 0 ? ZERO : own.multiply(stake).divide(poolShares());
        }

        BigInteger reckoned(String delegator) {
            BigInteger since = factor.subtract(lastFactor.getOrDefault(delegator, factor));
            BigInteger more =
                    shares.getOrDefault(delegator, ZERO).multiply(since).divide(MOST);
            return fees.getOrDefault(delegator, ZERO).add(more);
        }

        void setShares(String delegator, BigInteger count, Bug bug) {
            if (bug != Bug.FEES_NOT_RECKONED || !lastFactor.containsKey(delegator)) {
                fees.put(delegator, reckoned(delegator));
                lastFactor.put(delegator, factor);
            }
            shares.put(delegator, count);
        }

        /** What bought none comes back. */
        BigInteger enter(String delegator, BigInteger amount, Bug bug) {
            BigInteger all = poolShares();
            BigInteger bought = all.signum() == 0
                    ? amount.multiply(PPM)
                    : amount.multiply(all).divide(stake);
            bought = bug == Bug.ENTERING_ROUNDS_UP && amount.signum() > 0 ? bought.add(ONE) : bought;
            if (bought.signum() == 0) {
                return amount;
            }
            setShares(delegator, shares.getOrDefault(delegator, ZERO).add(bought), bug);
            stake = stake.add(amount);
            return ZERO;
        }
    }

    static final class OpenLock {
        String owner = "";
        String transcoder; // or
        String box;
        BigInteger amount = ZERO;
        BigInteger made = ZERO;
        BigInteger opens = ZERO;
    }

    static final class OpenGrant {
        String payer = "";
        String box = "";
        BigInteger maxBytes = ZERO;
        BigInteger price = ZERO;
        BigInteger expires = ZERO;
        BigInteger settlement = ZERO;
        BigInteger feePpm = ZERO;
        boolean signed;
        BigInteger settled = ZERO;
        BigInteger left = ZERO;
    }

    BigInteger round = ZERO;
    BigInteger inflation;
    BigInteger mintable = ZERO;
    final Map<String, BigInteger> params = new TreeMap<>();
    final Map<String, BigInteger> nextParams = new TreeMap<>();
    final TreeMap<String, BigInteger> liquid = new TreeMap<>();
    final TreeMap<String, Transcoder> transcoders = new TreeMap<>();
    final TreeMap<Long, OpenLock> locks = new TreeMap<>();
    long lastLock;
    final TreeMap<String, BigInteger> boxBond = new TreeMap<>();
    final Map<String, String> owner = new HashMap<>();
    final TreeMap<String, OpenGrant> grants = new TreeMap<>();
    final Set<String> offences = new HashSet<>();
    List<String> elected = new ArrayList<>();
    final Map<String, BigInteger> noted = new HashMap<>();
    final Set<String> available = new HashSet<>();
    final TreeMap<String, Operation.Online> online = new TreeMap<>();
    final TreeMap<String, Operation.Cosigned> cosigned = new TreeMap<>();
    final TreeMap<String, BigInteger> burnedTraffic = new TreeMap<>();

    ReferenceEconomy(Parameters parameters, long inflationPpb) {
        this(parameters, inflationPpb, Bug.NONE);
    }

    ReferenceEconomy(Parameters parameters, long inflationPpb, Bug bug) {
        this.bug = bug;
        for (Parameter parameter : Parameter.values()) {
            params.put(parameter.inWords(), big(parameters.get(parameter)));
        }
        inflation = big(inflationPpb);
    }

    static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }

    static BigInteger up(BigInteger a, BigInteger b) {
        return a.add(b).subtract(ONE).divide(b);
    }

    private BigInteger p(String name) {
        return params.get(name);
    }

    /** All money held, added up place by place. */
    BigInteger supply() {
        BigInteger sum = ZERO;
        for (BigInteger amount : liquid.values()) {
            sum = sum.add(amount);
        }
        for (Transcoder t : transcoders.values()) {
            sum = sum.add(t.stake).add(t.unclaimed);
            for (BigInteger amount : t.pending.values()) {
                sum = sum.add(amount);
            }
        }
        for (OpenLock lock : locks.values()) {
            sum = sum.add(lock.amount);
        }
        for (BigInteger amount : boxBond.values()) {
            sum = sum.add(amount);
        }
        for (OpenGrant grant : grants.values()) {
            sum = sum.add(grant.left);
        }
        return sum;
    }

    private BigInteger has(String account) {
        return liquid.getOrDefault(account, ZERO);
    }

    private void give(String account, BigInteger amount) {
        liquid.merge(account, amount, BigInteger::add);
    }

    private void take(String account, BigInteger amount) {
        give(account, amount.negate());
    }

    private String payee(String box) {
        return owner.getOrDefault(box, box);
    }

    private static boolean badId(String... ids) {
        return !Stream.of(ids).allMatch(id -> id.matches("[A-Za-z0-9._:-]{1,64}") && !id.endsWith("\n"));
    }

    private static boolean badAmount(long amount) {
        return amount <= 0 || amount > 1_000_000_000_000_000_000L;
    }

    private static boolean badRatio(long ppm) {
        return ppm < 0 || ppm > 1_000_000;
    }

    @Override
    public String apply(Operation operation) {
        return switch (operation) {
            case Operation.Genesis o -> genesis(o);
            case Operation.Register o -> register(o);
            case Operation.Bond o -> bond(o);
            case Operation.CancelPending o -> cancelPending(o);
            case Operation.Unbond o -> unbond(o);
            case Operation.Withdraw o -> withdraw(o);
            case Operation.Rebond o -> rebond(o);
            case Operation.Resign o -> resign(o);
            case Operation.Availability o -> availability(o);
            case Operation.StartRound o -> startRound(o);
            case Operation.Online o -> online(o);
            case Operation.Cosigned o -> cosigned(o);
            case Operation.TranscodeFee o -> transcodeFee(o);
            case Operation.ClaimFees o -> claimFees(o);
            case Operation.OpenGrant o -> grant(o);
            case Operation.Receipt o -> receipt(o);
            case Operation.CloseGrant o -> closeGrant(o);
            case Operation.Transfer o -> transfer(o);
            case Operation.AssignBox o -> assignBox(o);
            case Operation.BondBox o -> bondBox(o);
            case Operation.UnbondBox o -> unbondBox(o);
            case Operation.Slash o -> slash(o);
            case Operation.SlashBox o -> slashBox(o);
            case Operation.SetParameter o -> setParameter(o);
        };
    }

    private String genesis(Operation.Genesis o) {
        if (supply().signum() != 0 || round.signum() != 0) {
            return "already_begun";
        }
        BigInteger sum = ZERO;
        for (Map.Entry<String, Long> entry : o.balancesMicros().entrySet()) {
            if (badId(entry.getKey())) {
                return "invalid_id";
            }
            if (entry.getValue() <= 0) {
                return "invalid_amount";
            }
            sum = sum.add(big(entry.getValue()));
        }
        if (sum.compareTo(MOST) > 0) {
            return "invalid_amount";
        }
        o.balancesMicros().forEach((account, amount) -> give(account, big(amount)));
        return "";
    }

    private String setParameter(Operation.SetParameter o) {
        String name = o.name();
        if (!params.containsKey(name) || o.value() < 0 || big(o.value()).compareTo(MOST) > 0) {
            return "invalid_parameter";
        }
        if (name.endsWith("Ppm") && o.value() > 1_000_000 || name.equals("activeSetSize") && o.value() < 1) {
            return "invalid_parameter";
        }
        Map<String, BigInteger> then = new TreeMap<>(params);
        then.putAll(nextParams);
        then.put(name, big(o.value()));
        BigInteger pools =
                then.get("abilityPpm").add(then.get("contributionPpm")).add(then.get("bookkeepingPpm"));
        if (Set.of("abilityPpm", "contributionPpm", "bookkeepingPpm").contains(name) && pools.compareTo(PPM) > 0) {
            return "invalid_parameter";
        }
        nextParams.put(name, big(o.value()));
        return "";
    }

    private String register(Operation.Register o) {
        if (badId(o.transcoder())) {
            return "invalid_id";
        }
        if (badRatio(o.blockRewardCutPpm())
                || badRatio(o.feeSharePpm())
                || o.pricePerSegmentMicros() < 0
                || o.pricePerSegmentMicros() > 1_000_000_000_000L) {
            return "invalid_parameter";
        }
        BigInteger cut = big(o.blockRewardCutPpm());
        BigInteger feeShare = big(o.feeSharePpm());
        Transcoder t = transcoders.get(o.transcoder());
        if (t == null) {
            t = new Transcoder();
            t.registered = transcoders.size();
            t.cut = cut;
            t.feeShare = feeShare;
            transcoders.put(o.transcoder(), t);
            return "";
        }
        t.resigned = false;
        boolean same = cut.equals(t.cut) && feeShare.equals(t.feeShare);
        t.notice = same
                ? null
                : new BigInteger[] {
                    cut, feeShare, round.add(p("unbondingRounds")).add(ONE)
                };
        return "";
    }

    private String bond(Operation.Bond o) {
        if (badId(o.delegator(), o.transcoder())) {
            return "invalid_id";
        }
        Transcoder t = transcoders.get(o.transcoder());
        if (t == null) {
            return "unknown_transcoder";
        }
        if (badAmount(o.amountMicros())) {
            return "invalid_amount";
        }
        BigInteger amount = big(o.amountMicros());
        if (amount.compareTo(p("minBond")) < 0) {
            return "below_minimum_bond";
        }
        if (amount.compareTo(has(o.delegator())) > 0) {
            return "insufficient_funds";
        }
        take(o.delegator(), amount);
        t.pending.merge(o.delegator(), amount, BigInteger::add);
        return "";
    }

    private String cancelPending(Operation.CancelPending o) {
        if (badId(o.delegator(), o.transcoder())) {
            return "invalid_id";
        }
        Transcoder t = transcoders.get(o.transcoder());
        if (t == null) {
            return "unknown_transcoder";
        }
        BigInteger amount = t.pending.remove(o.delegator());
        if (amount == null) {
            return "nothing_pending";
        }
        give(o.delegator(), amount);
        return "";
    }

    private String unbond(Operation.Unbond o) {
        if (badId(o.delegator(), o.transcoder())) {
            return "invalid_id";
        }
        Transcoder t = transcoders.get(o.transcoder());
        if (t == null) {
            return "unknown_transcoder";
        }
        if (badAmount(o.amountMicros())) {
            return "invalid_amount";
        }
        BigInteger amount = big(o.amountMicros());
        BigInteger value = t.value(o.delegator());
        if (amount.compareTo(value) > 0) {
            return "insufficient_stake";
        }
        BigInteger stays = value.subtract(amount);
        if (stays.signum() > 0 && stays.compareTo(p("minBond")) < 0) {
            return "below_minimum_bond";
        }
        long open = locks.values().stream()
                .filter(l -> l.owner.equals(o.delegator()) && o.transcoder().equals(l.transcoder))
                .count();
        if (open >= 16) {
            return "too_many_locks";
        }
        BigInteger own = t.shares.get(o.delegator());
        BigInteger burned = stays.signum() == 0
                ? own
                : up(amount.multiply(t.poolShares()), t.stake).min(own);
        burned = bug == Bug.LEAVING_ROUNDS_DOWN && stays.signum() > 0 ? burned.subtract(ONE) : burned;
        t.setShares(o.delegator(), own.subtract(burned), bug);
        t.stake = t.stake.subtract(amount);
        if (t.poolShares().signum() == 0) {
            t.stake = ZERO;
        }
        OpenLock lock = lock(o.delegator(), amount);
        lock.transcoder = o.transcoder();
        return "";
    }

    private OpenLock lock(String of, BigInteger amount) {
        OpenLock lock = new OpenLock();
        lock.owner = of;
        lock.amount = amount;
        lock.made = round;
        lock.opens = round.add(p("unbondingRounds"));
        locks.put(++lastLock, lock);
        return lock;
    }

    private String withdraw(Operation.Withdraw o) {
        if (badId(o.owner())) {
            return "invalid_id";
        }
        OpenLock lock = locks.get(o.lock());
        if (lock == null || !lock.owner.equals(o.owner())) {
            return "unknown_lock";
        }
        if (round.compareTo(lock.opens) < 0) {
            return "still_unbonding";
        }
        locks.remove(o.lock());
        give(o.owner(), lock.amount);
        return "";
    }

    private String rebond(Operation.Rebond o) {
        if (badId(o.owner())) {
            return "invalid_id";
        }
        OpenLock lock = locks.get(o.lock());
        if (lock == null || !lock.owner.equals(o.owner())) {
            return "unknown_lock";
        }
        if (lock.box != null) {
            if (!o.owner().equals(owner.get(lock.box))) {
                return "not_owner";
            }
            boxBond.merge(lock.box, lock.amount, BigInteger::add);
        } else {
            Transcoder t = transcoders.get(lock.transcoder);
            if (bug == Bug.REBOND_AT_FIRST_PRICE) {
                t.setShares(o.owner(), t.shares.getOrDefault(o.owner(), ZERO).add(lock.amount.multiply(PPM)), bug);
                t.stake = t.stake.add(lock.amount);
            } else {
                give(o.owner(), t.enter(o.owner(), lock.amount, bug));
            }
        }
        locks.remove(o.lock());
        return "";
    }

    private String resign(Operation.Resign o) {
        if (badId(o.transcoder())) {
            return "invalid_id";
        }
        Transcoder t = transcoders.get(o.transcoder());
        if (t == null) {
            return "unknown_transcoder";
        }
        t.resigned = true;
        return "";
    }

    private String availability(Operation.Availability o) {
        if (badId(o.transcoder())) {
            return "invalid_id";
        }
        if (!elected.contains(o.transcoder())) {
            return "not_elected";
        }
        available.add(o.transcoder());
        return "";
    }

    private String startRound(Operation.StartRound o) {
        if (!o.seed().matches("[0-9a-f]{64}") || o.seed().endsWith("\n")) {
            return "invalid_parameter";
        }
        if (supply().signum() == 0) {
            return "not_begun";
        }
        if (round.signum() > 0) {
            pay();
        }
        round = round.add(ONE);
        params.putAll(nextParams);
        nextParams.clear();
        for (Transcoder t : transcoders.values()) {
            t.pending.forEach((delegator, amount) -> give(delegator, t.enter(delegator, amount, bug)));
            t.pending.clear();
        }
        for (Transcoder t : transcoders.values()) {
            if (t.notice != null && (t.notice[2].compareTo(round) <= 0 || bug == Bug.CUT_CHANGES_AT_ONCE)) {
                t.cut = t.notice[0];
                t.feeShare = t.notice[1];
                t.notice = null;
            }
        }
        for (String id : List.copyOf(grants.keySet())) {
            OpenGrant g = grants.get(id);
            BigInteger last = g.expires.add(g.settlement);
            if (round.compareTo(bug == Bug.GRANT_CLOSES_LATE ? last.add(ONE) : last) > 0) {
                give(g.payer, g.left);
                grants.remove(id);
            }
        }
        steer();
        elect(o.seed());
        available.clear();
        online.clear();
        cosigned.clear();
        burnedTraffic.clear();
        return "";
    }

    private void steer() {
        BigInteger supply = supply();
        BigInteger bonded = transcoders.values().stream().map(t -> t.stake).reduce(ZERO, BigInteger::add);
        int against = bonded.multiply(PPM).divide(supply).compareTo(p("targetBondingPpm"));
        if (against < 0) {
            inflation = inflation.add(p("inflationChangePpb")).min(PPB);
        } else if (against > 0) {
            inflation = inflation.subtract(p("inflationChangePpb")).max(ZERO);
        }
        mintable = supply.multiply(inflation).divide(PPB).min(MOST.subtract(supply));
    }

    private void elect(String seed) {
        List<String> candidates = new ArrayList<>();
        transcoders.forEach((id, t) -> {
            BigInteger own = t.value(id);
            boolean jailed = t.jailedUntil.compareTo(round) >= (bug == Bug.JAIL_OPENS_EARLY ? 1 : 0);
            if (own.compareTo(p("minSelfBond")) >= 0 && own.signum() > 0 && !t.resigned && !jailed) {
                candidates.add(id);
            }
        });
        candidates.sort((a, b) -> {
            Transcoder one = transcoders.get(a);
            Transcoder other = transcoders.get(b);
            int byStake = other.stake.compareTo(one.stake);
            int byAge = Integer.compare(one.registered, other.registered);
            return byStake != 0 ? byStake : bug == Bug.LATER_REGISTRATION_FIRST ? -byAge : byAge;
        });
        elected = new ArrayList<>();
        List<String> rest = new ArrayList<>();
        for (String candidate : candidates) {
            (big(elected.size()).compareTo(p("activeSetSize")) < 0 ? elected : rest).add(candidate);
        }
        if (!rest.isEmpty()) {
            if (bug == Bug.LOT_AMONG_ALL) {
                rest.addAll(0, elected);
            }
            BigInteger total =
                    rest.stream().map(id -> transcoders.get(id).stake).reduce(ZERO, BigInteger::add);
            BigInteger x = new BigInteger(1, sha256(seed)).mod(total);
            for (String candidate : rest) {
                x = x.subtract(transcoders.get(candidate).stake);
                if (x.signum() < 0) {
                    elected.add(candidate);
                    break;
                }
            }
        }
        noted.clear();
        elected.forEach(id -> noted.put(id, transcoders.get(id).stake));
    }

    private static byte[] sha256(String seed) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < seed.length(); i += 2) {
                sha.update((byte) Integer.parseInt(seed.substring(i, i + 2), 16));
            }
            return sha.digest("random-seat".getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void pay() {
        BigInteger ability = mintable.multiply(p("abilityPpm")).divide(PPM);
        BigInteger contribution = mintable.multiply(p("contributionPpm")).divide(PPM);
        BigInteger bookkeeping = mintable.multiply(p("bookkeepingPpm")).divide(PPM);
        BigInteger staking = mintable.subtract(ability).subtract(contribution).subtract(bookkeeping);
        BigInteger all = noted.values().stream().reduce(ZERO, BigInteger::add);
        elected.stream().sorted().filter(available::contains).forEach(id -> {
            Transcoder t = transcoders.get(id);
            if (t.poolShares().signum() > 0) {
                BigInteger base = bug == Bug.NOTED_STAKE_ONLY
                        ? noted.get(id)
                        : noted.get(id).min(t.stake);
                BigInteger reward = staking.multiply(base).divide(all);
                BigInteger commission = reward.multiply(t.cut).divide(PPM);
                if (bug == Bug.COMMISSION_FIRST) {
                    give(id, t.enter(id, commission, bug));
                    t.stake = t.stake.add(reward).subtract(commission);
                } else {
                    t.stake = t.stake.add(reward).subtract(commission);
                    give(id, t.enter(id, commission, bug));
                }
            }
        });
        TreeMap<String, BigInteger> weights = new TreeMap<>();
        online.forEach((box, fact) -> {
            if (bonded(box) && fact.qualified() && big(fact.seconds()).compareTo(p("minOnlineSeconds")) >= 0) {
                weights.put(
                        box, big(fact.capacityKbps()).min(p("capacityCapKbps")).multiply(big(fact.seconds())));
            }
        });
        apportion(ability, weights, bug).forEach((box, amount) -> give(payee(box), amount));
        BigInteger cap = bug == Bug.CONTRIBUTION_UNCAPPED ? PPM.multiply(PPM) : p("contributionCapPpm");
        apportion(contribution, burnedTraffic, bug)
                .forEach((box, amount) -> give(
                        payee(box),
                        amount.min(burnedTraffic.get(box).multiply(cap).divide(PPM))));
        TreeMap<String, BigInteger> heads = new TreeMap<>();
        cosigned.forEach((box, fact) -> {
            boolean enough =
                    big(fact.heads()).multiply(PPM).compareTo(big(fact.of()).multiply(p("cosignQuorumPpm"))) >= 0;
            if (bonded(box) && fact.heads() > 0 && enough) {
                heads.put(box, big(fact.heads()));
            }
        });
        apportion(bookkeeping, heads, bug).forEach((box, amount) -> give(payee(box), amount));
    }

    private boolean bonded(String box) {
        return boxBond.getOrDefault(box, ZERO).compareTo(p("minBoxBond").max(ONE)) >= 0;
    }

    static Map<String, BigInteger> apportion(BigInteger pool, TreeMap<String, BigInteger> weights, Bug bug) {
        Map<String, BigInteger> parts = new HashMap<>();
        BigInteger sum = weights.values().stream().reduce(ZERO, BigInteger::add);
        if (sum.signum() == 0) {
            return parts;
        }
        Map<String, BigInteger> remainders = new HashMap<>();
        BigInteger left = pool;
        for (Map.Entry<String, BigInteger> entry : weights.entrySet()) {
            BigInteger[] divided = pool.multiply(entry.getValue()).divideAndRemainder(sum);
            parts.put(entry.getKey(), divided[0]);
            remainders.put(entry.getKey(), divided[1]);
            left = left.subtract(divided[0]);
        }
        List<String> order = new ArrayList<>(weights.keySet());
        order.sort((a, b) -> {
            int byRemainder = remainders.get(b).compareTo(remainders.get(a));
            return byRemainder != 0 ? byRemainder : bug == Bug.TIES_TO_THE_GREATER_ID ? b.compareTo(a) : a.compareTo(b);
        });
        for (int i = 0; i < left.intValueExact(); i++) {
            parts.merge(order.get(i), ONE, BigInteger::add);
        }
        return parts;
    }

    private String online(Operation.Online o) {
        if (badId(o.box())) {
            return "invalid_id";
        }
        for (long figure : new long[] {o.capacityKbps(), o.seconds()}) {
            if (figure < 0 || figure > 1_000_000_000) {
                return "invalid_parameter";
            }
        }
        online.put(o.box(), o);
        return "";
    }

    private String cosigned(Operation.Cosigned o) {
        if (badId(o.box())) {
            return "invalid_id";
        }
        if (!(0 <= o.heads() && o.heads() <= o.of() && o.of() <= 1_000_000_000)) {
            return "invalid_parameter";
        }
        cosigned.put(o.box(), o);
        return "";
    }

    private String transcodeFee(Operation.TranscodeFee o) {
        if (badId(o.payer(), o.transcoder())) {
            return "invalid_id";
        }
        Transcoder t = transcoders.get(o.transcoder());
        if (t == null) {
            return "unknown_transcoder";
        }
        if (badAmount(o.amountMicros())) {
            return "invalid_amount";
        }
        BigInteger amount = big(o.amountMicros());
        if (amount.compareTo(has(o.payer())) > 0) {
            return "insufficient_funds";
        }
        BigInteger net = amount.subtract(up(amount.multiply(p("protocolFeePpm")), PPM));
        BigInteger shares = t.poolShares();
        BigInteger part = shares.signum() == 0 ? ZERO : net.multiply(t.feeShare).divide(PPM);
        if (shares.signum() > 0) {
            t.factor = t.factor.add(part.multiply(MOST).divide(shares));
            t.unclaimed = t.unclaimed.add(part);
        }
        take(o.payer(), amount);
        give(o.transcoder(), net.subtract(part));
        return "";
    }

    private String claimFees(Operation.ClaimFees o) {
        if (badId(o.delegator(), o.transcoder())) {
            return "invalid_id";
        }
        Transcoder t = transcoders.get(o.transcoder());
        if (t == null) {
            return "unknown_transcoder";
        }
        BigInteger due = t.reckoned(o.delegator());
        if (due.signum() == 0) {
            return "nothing_to_claim";
        }
        t.fees.put(o.delegator(), ZERO);
        t.lastFactor.put(o.delegator(), t.factor);
        t.unclaimed = t.unclaimed.subtract(due);
        give(o.delegator(), due);
        return "";
    }

    private String grant(Operation.OpenGrant o) {
        if (badId(o.id(), o.payer(), o.box())) {
            return "invalid_id";
        }
        if (grants.containsKey(o.id())) {
            return "grant_exists";
        }
        if (o.maxBytes() < 1
                || o.maxBytes() > 1L << 50
                || big(o.pricePerGiBMicros()).compareTo(p("minPricePerGiB")) < 0
                || o.pricePerGiBMicros() > 1_000_000_000_000L
                || big(o.expiresRound()).compareTo(round) < 0) {
            return "invalid_grant";
        }
        OpenGrant g = new OpenGrant();
        g.left = up(big(o.maxBytes()).multiply(big(o.pricePerGiBMicros())), ONE.shiftLeft(30));
        if (g.left.compareTo(has(o.payer())) > 0) {
            return "insufficient_funds";
        }
        g.payer = o.payer();
        g.box = o.box();
        g.maxBytes = big(o.maxBytes());
        g.price = big(o.pricePerGiBMicros());
        g.expires = big(o.expiresRound());
        g.settlement = p("settlementRounds");
        g.feePpm = p("protocolFeePpm");
        g.signed = o.signed();
        take(o.payer(), g.left);
        grants.put(o.id(), g);
        return "";
    }

    private static BigInteger cost(OpenGrant g, BigInteger bytes) {
        return bytes.multiply(g.price).divide(ONE.shiftLeft(30));
    }

    private BigInteger fee(OpenGrant g, BigInteger bytes) {
        BigInteger ppm = bug == Bug.FEE_OF_TODAY ? p("protocolFeePpm") : g.feePpm;
        BigInteger exact = cost(g, bytes).multiply(ppm);
        return bug == Bug.FEE_ROUNDS_DOWN ? exact.divide(PPM) : up(exact, PPM);
    }

    private String receipt(Operation.Receipt o) {
        if (badId(o.grant())) {
            return "invalid_id";
        }
        OpenGrant g = grants.get(o.grant());
        if (g == null) {
            return "unknown_grant";
        }
        BigInteger bytes = big(o.cumulativeBytes());
        if (bytes.signum() < 0 || bytes.compareTo(g.maxBytes) > 0) {
            return "over_grant";
        }
        if (bytes.compareTo(g.settled) > 0) {
            BigInteger paid = cost(g, bytes).subtract(cost(g, g.settled));
            BigInteger burned = fee(g, bytes).subtract(fee(g, g.settled));
            g.settled = bytes;
            g.left = g.left.subtract(paid);
            give(payee(g.box), paid.subtract(burned));
            if (g.signed) {
                burnedTraffic.merge(g.box, burned, BigInteger::add);
            }
        }
        return "";
    }

    private String closeGrant(Operation.CloseGrant o) {
        if (badId(o.grant())) {
            return "invalid_id";
        }
        OpenGrant g = grants.remove(o.grant());
        if (g == null) {
            return "unknown_grant";
        }
        give(g.payer, g.left);
        return "";
    }

    private String transfer(Operation.Transfer o) {
        if (badId(o.debit(), o.credit())) {
            return "invalid_id";
        }
        if (badAmount(o.amountMicros())) {
            return "invalid_amount";
        }
        if (big(o.amountMicros()).compareTo(has(o.debit())) > 0) {
            return "insufficient_funds";
        }
        take(o.debit(), big(o.amountMicros()));
        give(o.credit(), big(o.amountMicros()));
        return "";
    }

    private String assignBox(Operation.AssignBox o) {
        if (badId(o.box(), o.owner())) {
            return "invalid_id";
        }
        if (boxBond.getOrDefault(o.box(), ZERO).signum() != 0 && !o.owner().equals(owner.get(o.box()))) {
            return "box_bonded";
        }
        owner.put(o.box(), o.owner());
        return "";
    }

    private String bondBox(Operation.BondBox o) {
        if (badId(o.owner(), o.box())) {
            return "invalid_id";
        }
        if (badAmount(o.amountMicros())) {
            return "invalid_amount";
        }
        if (!o.owner().equals(owner.get(o.box()))) {
            return "not_owner";
        }
        if (big(o.amountMicros()).compareTo(has(o.owner())) > 0) {
            return "insufficient_funds";
        }
        take(o.owner(), big(o.amountMicros()));
        boxBond.merge(o.box(), big(o.amountMicros()), BigInteger::add);
        return "";
    }

    private String unbondBox(Operation.UnbondBox o) {
        if (badId(o.owner(), o.box())) {
            return "invalid_id";
        }
        if (badAmount(o.amountMicros())) {
            return "invalid_amount";
        }
        if (!o.owner().equals(owner.get(o.box()))) {
            return "not_owner";
        }
        if (big(o.amountMicros()).compareTo(boxBond.getOrDefault(o.box(), ZERO)) > 0) {
            return "insufficient_stake";
        }
        long open = locks.values().stream()
                .filter(l -> l.owner.equals(o.owner()) && o.box().equals(l.box))
                .count();
        if (open >= 16) {
            return "too_many_locks";
        }
        boxBond.merge(o.box(), big(-o.amountMicros()), BigInteger::add);
        OpenLock lock = lock(o.owner(), big(o.amountMicros()));
        lock.box = o.box();
        return "";
    }

    private String slash(Operation.Slash o) {
        if (badId(o.offence(), o.transcoder(), o.finder())) {
            return "invalid_id";
        }
        Transcoder t = transcoders.get(o.transcoder());
        if (t == null) {
            return "unknown_transcoder";
        }
        if (badRatio(o.ppm()) || o.offenceRound() < 0 || big(o.offenceRound()).compareTo(round) > 0) {
            return "invalid_parameter";
        }
        if (!offences.add(o.offence())) {
            return "already_slashed";
        }
        BigInteger loss = up(t.stake.multiply(big(o.ppm())), PPM);
        BigInteger all = t.poolShares();
        BigInteger own = all.signum() == 0
                ? ZERO
                : loss.multiply(t.shares.getOrDefault(o.transcoder(), ZERO)).divide(all);
        own = bug == Bug.FINDER_PAID_FROM_ALL ? loss : own;
        t.stake = t.stake.subtract(loss);
        for (Long number : List.copyOf(locks.keySet())) {
            OpenLock lock = locks.get(number);
            if (o.transcoder().equals(lock.transcoder) && bug != Bug.LOCKS_ARE_SPARED) {
                BigInteger cut = cut(number, lock, o.ppm(), o.offenceRound());
                own = lock.owner.equals(o.transcoder()) ? own.add(cut) : own;
            }
        }
        give(o.finder(), own.multiply(p("finderFeePpm")).divide(PPM));
        elected.remove(o.transcoder());
        t.jailedUntil = round.add(p("jailRounds"));
        if (all.signum() > 0 && t.stake.compareTo(p("minBond").max(ONE)) < 0) {
            t.stake = ZERO;
            for (String delegator : List.copyOf(t.shares.keySet())) {
                t.setShares(delegator, ZERO, bug);
            }
        }
        return "";
    }

    private BigInteger cut(long number, OpenLock lock, long ppm, long offenceRound) {
        if (lock.made.compareTo(big(offenceRound)) < 0) {
            return ZERO;
        }
        BigInteger cut = up(lock.amount.multiply(big(ppm)), PPM);
        lock.amount = lock.amount.subtract(cut);
        if (lock.amount.signum() == 0) {
            locks.remove(number);
        }
        return cut;
    }

    private String slashBox(Operation.SlashBox o) {
        if (badId(o.offence(), o.box(), o.finder())) {
            return "invalid_id";
        }
        if (badRatio(o.ppm()) || o.offenceRound() < 0 || big(o.offenceRound()).compareTo(round) > 0) {
            return "invalid_parameter";
        }
        if (!offences.add(o.offence())) {
            return "already_slashed";
        }
        BigInteger bond = boxBond.getOrDefault(o.box(), ZERO);
        BigInteger loss = up(bond.multiply(big(o.ppm())), PPM);
        boxBond.put(o.box(), bond.subtract(loss));
        for (Long number : List.copyOf(locks.keySet())) {
            OpenLock lock = locks.get(number);
            if (o.box().equals(lock.box)) {
                loss = loss.add(cut(number, lock, o.ppm(), o.offenceRound()));
            }
        }
        give(o.finder(), loss.multiply(p("finderFeePpm")).divide(PPM));
        return "";
    }

    @Override
    public Price price(String transcoder) {
        Transcoder t = transcoders.getOrDefault(transcoder, new Transcoder());
        return new Price(t.stake, t.poolShares());
    }

    @Override
    public BigInteger wealth(String account) {
        BigInteger sum = has(account);
        for (Transcoder t : transcoders.values()) {
            sum = sum.add(t.value(account)).add(t.reckoned(account)).add(t.pending.getOrDefault(account, ZERO));
        }
        for (OpenLock lock : locks.values()) {
            sum = lock.owner.equals(account) ? sum.add(lock.amount) : sum;
        }
        for (OpenGrant grant : grants.values()) {
            sum = grant.payer.equals(account) ? sum.add(grant.left) : sum;
        }
        for (Map.Entry<String, BigInteger> bond : boxBond.entrySet()) {
            sum = account.equals(owner.get(bond.getKey())) ? sum.add(bond.getValue()) : sum;
        }
        return sum;
    }

    @Override
    public Standing standing() {
        TreeMap<String, Long> stake = new TreeMap<>();
        TreeMap<String, Long> position = new TreeMap<>();
        transcoders.forEach((id, t) -> {
            stake.put(id, t.stake.longValueExact());
            t.shares.keySet().forEach(d -> position.put(d + "@" + id, t.value(d).longValueExact()));
        });
        TreeMap<String, Long> unbonding = new TreeMap<>();
        locks.forEach((number, lock) -> unbonding.put(Long.toString(number), lock.amount.longValueExact()));
        TreeMap<String, Long> escrow = new TreeMap<>();
        grants.forEach((id, g) -> escrow.put(id, g.left.longValueExact()));
        return new Standing(
                round.longValueExact(),
                supply().longValueExact(),
                inflation.longValueExact(),
                mintable.longValueExact(),
                elected,
                longs(liquid),
                stake,
                position,
                unbonding,
                longs(boxBond),
                escrow);
    }

    private static TreeMap<String, Long> longs(Map<String, BigInteger> map) {
        TreeMap<String, Long> longs = new TreeMap<>();
        map.forEach((key, value) -> longs.put(key, value.longValueExact()));
        return longs;
    }
}
