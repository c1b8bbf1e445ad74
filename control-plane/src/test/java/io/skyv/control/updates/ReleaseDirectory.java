package io.skyv.control.updates;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.skyv.ota.UpdateException;
import io.skyv.ota.disk.Trees;
import io.skyv.ota.json.Json;
import io.skyv.ota.metadata.Role;
import io.skyv.ota.repository.KeyFile;
import io.skyv.ota.repository.OnlineKeys;
import io.skyv.ota.repository.SigningKey;
import io.skyv.ota.repository.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A directory in which people make releases, with a first one that is published, and the control plane's key to it. */
public final class ReleaseDirectory implements QuarkusTestResourceLifecycleManager {
    static final SigningKey ROOT_KEY = SigningKey.makeEd25519();
    static final SigningKey ENGINEER = SigningKey.makeEd25519();

    private static final String PASSPHRASE = "correct horse battery";
    private static Path place;

    private Path all;

    /** Where {@code ./skyv release} would work. */
    static Path releases() {
        return place.resolve("releases");
    }

    static Path onlineKey() {
        return place.resolve("online.pem");
    }

    @Override
    public Map<String, String> start() {
        try {
            all = Files.createTempDirectory("skyv-releases");
            place = all;
            SigningKey online = KeyFile.make(onlineKey(), PASSPHRASE.toCharArray());
            Path passphrase = Files.writeString(all.resolve("passphrase"), PASSPHRASE + "\n");
            publishTheFirst(online);
            return Map.of(
                    "skyv.updates.directory", releases().toString(),
                    "skyv.updates.online-keys", onlineKey().toString(),
                    "skyv.updates.passphrase-file", passphrase.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UpdateException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void stop() {
        try {
            Trees.delete(all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void publishTheFirst(SigningKey online) throws IOException, UpdateException {
        Workspace workspace = Workspace.at(releases(), InstantSource.system());
        workspace.begin(List.of(ROOT_KEY.publicPart()), 1, List.of(ENGINEER.publicPart()), online.publicPart());
        workspace.sign(Role.ROOT, ROOT_KEY);
        workspace.sign(Role.TARGETS, ENGINEER);
        workspace.publish(OnlineKeys.of(online));
    }

    /** A file in the next targets, signed by somebody; nobody is asked to publish it yet. */
    static void draft(Workspace workspace, String path, String content, SigningKey by)
            throws IOException, UpdateException {
        Path file = Files.write(place.resolve("build"), content.getBytes(StandardCharsets.UTF_8));
        workspace.put(
                Role.TARGETS,
                workspace
                        .targets(Role.TARGETS)
                        .put(workspace.repository().addFile(file, path, Json.Members.EMPTY))
                        .signed());
        workspace.sign(Role.TARGETS, by);
    }
}
