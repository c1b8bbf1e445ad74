package io.skyv.ota.command;

import io.skyv.ota.json.Json;
import io.skyv.ota.repository.KeyFile;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.repository.TokenKey;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of the people at this machine, each named by a file. */
final class Keys {
    /** Names the configuration of the PKCS#11 token that keys may be in. */
    static final String TOKEN = "SKYV_RELEASE_PKCS11";

    private static final int MAX_THRESHOLD = 100;

    private final Path base;
    private final PrintStream out;
    private final Passphrases passphrases;
    private final Optional<Path> token;

    /** Asks a person. */
    interface Passphrases {
        /** @param twice for a new one */
        char[] ask(Path key, boolean twice) throws IOException;
    }

    Keys(Path base, PrintStream out, Passphrases passphrases, Optional<Path> token) {
        this.base = base;
        this.out = out;
        this.passphrases = passphrases;
        this.token = token;
    }

    void make(Arguments arguments) throws IOException {
        arguments.allow(2, "--token");
        Path file = base.resolve(arguments.word(1));
        Optional<String> label = arguments.optional("--token");
        out.println(
                label.isEmpty()
                        ? "Makes a new Ed25519 key in " + file + ", encrypted under a passphrase that only you know."
                        : "Makes a new P-256 key " + label.get() + " in the token, and " + file
                                + " with its public half.");
        char[] secret = passphrases.ask(file, label.isEmpty());
        try {
            if (label.isEmpty() && secret.length < KeyFile.MIN_PASSPHRASE_CHARS) {
                throw new IOException(
                        "a passphrase has at least " + KeyFile.MIN_PASSPHRASE_CHARS + " characters; nothing was made");
            }
            SigningKey key = label.isEmpty() ? KeyFile.make(file, secret) : makeInToken(file, label.get(), secret);
            out.println("Its id is " + key.id() + ".");
            out.println("Next: "
                    + (label.isEmpty()
                            ? "keep a copy of the file in another place, and the passphrase in neither of them"
                            : "name it by the file; nobody can copy it, so others must be able to do without it")
                    + ".");
        } finally {
            KeyFile.forget(secret);
        }
    }

    private SigningKey makeInToken(Path file, String label, char[] pin) throws IOException {
        if (Files.exists(file)) {
            throw new IOException(file + " is there already; a key is never overwritten. Choose another name.");
        }
        SigningKey key = TokenKey.make(token(), label, pin);
        KeyFile.writeToken(file, key, label);
        return key;
    }

    /** The secret half too; a person is asked for its passphrase or PIN. */
    SigningKey open(String name) throws IOException {
        Path file = base.resolve(name);
        Optional<String> label = KeyFile.tokenLabel(file);
        char[] secret = passphrases.ask(file, false);
        try {
            return label.isEmpty() ? KeyFile.read(file, secret) : TokenKey.read(token(), label.get(), secret);
        } finally {
            KeyFile.forget(secret);
        }
    }

    List<Json.Members> publicParts(List<String> names) throws IOException {
        List<Json.Members> parts = new ArrayList<>();
        for (String name : names) {
            parts.add(publicPart(name));
        }
        return parts;
    }

    Json.Members publicPart(String name) throws IOException {
        return KeyFile.readPublic(base.resolve(name));
    }

    /** How many of some keys must sign. */
    static int threshold(Arguments arguments) {
        return (int) arguments.number("--threshold", 1, MAX_THRESHOLD);
    }

    private Path token() throws IOException {
        return token.orElseThrow(() -> new IOException(
                "the key is in a token: " + TOKEN + " must name the token's configuration, as SunPKCS11 reads it"));
    }
}
