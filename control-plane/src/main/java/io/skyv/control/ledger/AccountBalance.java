package io.skyv.control.ledger;

import io.skyv.proto.id.AccountId;

/** What an account has, free to be spent, in micro-SKYV. */
public record AccountBalance(AccountId account, long balanceMicros) {}
