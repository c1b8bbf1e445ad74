package io.skyv.control.ledger;

/** One operation in a block, and what came of it. */
public record Entry(OperationId id, Operation operation, Outcome outcome) {}
