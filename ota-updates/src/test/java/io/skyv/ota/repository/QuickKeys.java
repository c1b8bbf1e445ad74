package io.skyv.ota.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;

/** Key files that open without the price that a thief shall pay; a test opens many. */
public final class QuickKeys {
    private QuickKeys() {}

    /** Another key in the place of the one in the file, under the same passphrase. */
    public static void replace(Path file, char[] passphrase) throws IOException {
        Files.delete(file);
        try {
            KeyFile.write(file, KeyPairGenerator.getInstance("Ed25519").generateKeyPair(), passphrase, 1);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
