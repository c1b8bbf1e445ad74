package io.skyv.ota.serve;

import io.skyv.ota.UpdateException;
import io.skyv.ota.repository.OnlineKeys;
import io.skyv.ota.repository.RepositoryWriter.Due;
import io.skyv.ota.repository.Workspace;
import java.io.IOException;

/** Holds the online keys: publishes what people have signed when they ask for it, and renews before it expires. */
public final class Keeper {
    private final Workspace workspace;
    private final OnlineKeys online;

    public Keeper(Workspace workspace, OnlineKeys online) {
        this.workspace = workspace;
        this.online = online;
    }

    /** What came of a look. */
    public enum Done {
        NOTHING,
        PUBLISHED,
        RENEWED
    }

    /**
     * Does what is to be done, if anything is.
     *
     * @throws UpdateException why it was refused; of what was asked for, whoever asked can read it too
     */
    public Done keep() throws IOException, UpdateException {
        if (workspace.isAskedToPublish()) {
            publish();
            return Done.PUBLISHED;
        }
        Due due = workspace.repository().due();
        if (due == Due.NOTHING) {
            return Done.NOTHING;
        }
        workspace.renew(online, due == Due.SNAPSHOT);
        return Done.RENEWED;
    }

    private void publish() throws IOException, UpdateException {
        try {
            workspace.publish(online);
            workspace.dropRequest();
        } catch (UpdateException e) {
            workspace.refuse(e.problem() + ": " + e.getMessage());
            throw e;
        }
    }
}
