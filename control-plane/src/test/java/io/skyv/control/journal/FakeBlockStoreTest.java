package io.skyv.control.journal;

/** The simulator's store, while nothing fails. */
class FakeBlockStoreTest extends BlockStoreContractTest {
    private final BlockStore store = new FakeBlockStore();

    @Override
    protected BlockStore store() {
        return store;
    }
}
