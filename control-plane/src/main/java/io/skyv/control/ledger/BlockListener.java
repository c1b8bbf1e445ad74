package io.skyv.control.ledger;

/** Is told of what the writer does, for metrics. Called on the writer's thread; must not block. */
public interface BlockListener {
    void committed(Block block);
}
