package io.skyv.ota.command;

import java.io.Console;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** From the terminal without echo; without one, from the file that SKYV_RELEASE_PASSPHRASE_FILE names. */
final class TerminalPassphrases implements Keys.Passphrases {
    static final String FILE = "SKYV_RELEASE_PASSPHRASE_FILE";

    @Override
    public char[] ask(Path key, boolean twice) throws IOException {
        String file = System.getenv(FILE);
        if (file != null) {
            return firstLine(Files.readAllBytes(Path.of(file)));
        }
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            throw new IOException("there is no terminal to ask for the passphrase of " + key + "; set " + FILE);
        }
        char[] passphrase = typed(console.readPassword("Passphrase of %s: ", key));
        if (twice && !Arrays.equals(passphrase, typed(console.readPassword("Once more: ")))) {
            throw new IOException("the two were different; nothing was made");
        }
        return passphrase;
    }

    private static char[] typed(char @Nullable [] passphrase) throws IOException {
        if (passphrase == null) {
            throw new IOException("no passphrase was typed; nothing was done");
        }
        return passphrase;
    }

    private static char[] firstLine(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        CharBuffer decoded = StandardCharsets.UTF_8.decode(java.nio.ByteBuffer.wrap(bytes, 0, end));
        char[] passphrase = new char[decoded.remaining()];
        decoded.get(passphrase);
        return passphrase;
    }
}
