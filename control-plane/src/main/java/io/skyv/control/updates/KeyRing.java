package io.skyv.control.updates;

import io.skyv.control.config.SkyvConfig;
import io.skyv.ota.repository.KeyFile;
import io.skyv.ota.repository.OnlineKeys;
import io.skyv.ota.repository.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The online keys, opened once. By one thread. */
final class KeyRing {
    /** Opening a key is made costly on purpose. */
    static final Duration BETWEEN_TRIES = Duration.ofMinutes(1);

    private static final int MAX_PASSPHRASE_BYTES = 4096;

    private final List<Path> files;
    private final Optional<Path> passphraseFile;
    private @Nullable OnlineKeys keys;
    private @Nullable IOException failure;
    private Instant nextTry = Instant.MIN;

    KeyRing(SkyvConfig.Updates config) {
        this.files = config.onlineKeys().orElse(List.of());
        this.passphraseFile = config.passphraseFile();
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** @throws IOException what is missing or wrong; looked at again a minute later */
    OnlineKeys open(Instant now) throws IOException {
        if (keys != null) {
            return keys;
        }
        if (failure == null || !now.isBefore(nextTry)) {
            nextTry = now.plus(BETWEEN_TRIES);
            try {
                keys = read();
                return keys;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private OnlineKeys read() throws IOException {
        Path file = passphraseFile.orElseThrow(() ->
                new IOException("SKYV_UPDATES_PASSPHRASE_FILE names no file with the passphrase of the online keys"));
        char[] passphrase = firstLine(file);
        try {
            List<SigningKey> opened = new ArrayList<>();
            for (Path key : files) {
                opened.add(KeyFile.read(key, passphrase));
            }
            return new OnlineKeys(opened);
        } finally {
            KeyFile.forget(passphrase);
        }
    }

    private static char[] firstLine(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.size(file) > MAX_PASSPHRASE_BYTES) {
            throw new IOException("the passphrase of the online keys can't be read from " + file);
        }
        return Files.readAllLines(file).stream().findFirst().orElse("").toCharArray();
    }
}
