package io.skyv.control.journal;

import io.skyv.control.economy.Operation;

/** An operation that somebody asks for. */
public record Request(OperationId id, Operation operation) {}
