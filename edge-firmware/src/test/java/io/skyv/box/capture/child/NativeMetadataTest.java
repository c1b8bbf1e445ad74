package io.skyv.box.capture.child;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bytedeco.javacpp.FunctionPointer;
import org.junit.jupiter.api.Test;

/**
 * What a native executable must be told of JavaCPP's classes, which C code looks up by name and makes without a constructor.
 * JavaCPP's own files leave the latter out. After another version of it, {@code -Dskyv.metadata=write} writes ours anew.
 */
class NativeMetadataTest {
    private static final Path OURS = Path.of("src/main/resources/META-INF/native-image/io.skyv/edge-firmware");
    private static final Path CLASSES = OURS.resolve("javacpp/reachability-metadata.json");

    @Test
    void shouldNameEveryClassThatJavaCppMakes() throws IOException {
        String wanted = metadata(namedByJavaCpp());
        if ("write".equals(System.getProperty("skyv.metadata"))) {
            Files.createDirectories(CLASSES.getParent());
            Files.writeString(CLASSES, wanted);
        }
        assertEquals(wanted, Files.readString(CLASSES), "write it anew with -Dskyv.metadata=write");
    }

    @Test
    void shouldNameEveryCallbackThatFFmpegCalls() throws IOException {
        Set<String> callbacks = new ClassFileImporter()
                .importPackages("io.skyv.box").stream()
                        .filter(type -> type.isAssignableTo(FunctionPointer.class))
                        .map(JavaClass::getName)
                        .collect(Collectors.toCollection(TreeSet::new));
        Set<String> named = new TreeSet<>();
        String ours = Files.readString(OURS.resolve("reachability-metadata.json"));
        for (Object each : new JsonObject(ours).getJsonArray("reflection")) {
            JsonObject type = (JsonObject) each;
            if (type.getBoolean("jniAccessible", false)) {
                assertEquals(
                        "call", type.getJsonArray("methods").getJsonObject(0).getString("name"));
                named.add(type.getString("type"));
            }
        }
        assertEquals(callbacks, named);
    }

    @Test
    void shouldLoadEveryLibraryThatIsShipped() throws IOException {
        Set<String> shipped = new TreeSet<>();
        for (JarFile jar : mediaJars()) {
            jar.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.contains(".so"))
                    .map(name -> name.substring(name.lastIndexOf('/') + 1))
                    .forEach(shipped::add);
        }
        assertEquals(
                shipped,
                Stream.concat(MediaLibraries.MEDIA.stream(), MediaLibraries.DEVICES.stream())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String metadata(Set<String> types) {
        return types.stream()
                .map("    {\"type\": \"%s\", \"jniAccessible\": true, \"unsafeAllocated\": true}"::formatted)
                .collect(Collectors.joining(",\n", "{\n  \"reflection\": [\n", "\n  ]\n}\n"));
    }

    private static Set<String> namedByJavaCpp() throws IOException {
        Set<String> types = new TreeSet<>();
        for (JarFile jar : mediaJars()) {
            for (JarEntry entry : jar.stream()
                    .filter(each -> each.getName().endsWith("/jni-config.json"))
                    .toList()) {
                String json = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
                new JsonArray(json).forEach(type -> types.add(((JsonObject) type).getString("name")));
            }
        }
        types.removeIf(type -> !type.startsWith("org.bytedeco."));
        assertTrue(types.size() > 100, "JavaCPP's own files were not found");
        return types;
    }

    private static Set<JarFile> mediaJars() throws IOException {
        Set<JarFile> jars = new LinkedHashSet<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.matches(".*/(javacpp|ffmpeg)-[^/]*-linux-[^/]*[.]jar")) {
                jars.add(new JarFile(entry));
            }
        }
        return jars;
    }
}
