package io.skyv.ota.client;

import io.skyv.ota.UpdateException;
import io.skyv.ota.UpdateException.Problem;
import io.skyv.ota.fetch.BoundedBytes;
import io.skyv.ota.fetch.Transport;
import io.skyv.ota.metadata.MetaFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Metadata from the first mirror whose answer holds. */
final class MetadataSource {
    private final List<Mirror> mirrors;
    private final Transport transport;
    private final BoundedBytes bytes;

    MetadataSource(List<Mirror> mirrors, Transport transport, BoundedBytes bytes) {
        this.mirrors = mirrors;
        this.transport = transport;
        this.bytes = bytes;
    }

    /** Takes what came, or throws: then the next mirror is asked. */
    interface Check {
        void accept(byte[] metadata) throws UpdateException;
    }

    /** Exactly as long as was promised, else as long as may be. */
    static int bound(MetaFile file, int maxBytes) {
        return (int) Math.min(file.lengthBytes().orElse(maxBytes), maxBytes);
    }

    void fetch(String role, long version, boolean consistent, int maxBytes, Check check) throws UpdateException {
        UpdateException failed = tryAll(role, version, consistent, maxBytes, check);
        if (failed != null) {
            throw failed;
        }
    }

    /** @return false if no mirror has one that holds, and one says that there is none */
    boolean fetchIfThere(String role, long version, boolean consistent, int maxBytes, Check check)
            throws UpdateException {
        UpdateException failed = tryAll(role, version, consistent, maxBytes, check);
        if (failed != null && failed.problem() != Problem.NOT_THERE) {
            throw failed;
        }
        return failed == null;
    }

    /** @return nothing if one held; that a mirror has no such file tells more than that another failed */
    private @Nullable UpdateException tryAll(String role, long version, boolean consistent, int maxBytes, Check check)
            throws UpdateException {
        UpdateException failed = null;
        for (Mirror mirror : mirrors) {
            try (Transport.Body body = transport.open(mirror.metadata(role, version, consistent), 0)) {
                check.accept(bytes.all(body, maxBytes));
                return null;
            } catch (UpdateException e) {
                if (e.problem() == Problem.DISK) {
                    throw e; // no mirror can help
                }
                if (failed == null || e.problem() == Problem.NOT_THERE) {
                    failed = e;
                }
            }
        }
        return failed;
    }
}
