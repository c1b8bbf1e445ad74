package io.skyv.hardware.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;

class DrawingsTest {
    private static final Path KEPT = Path.of("drawings");

    /** After a change of profiles or signs: {@code ./skyv board draw hardware-spec/drawings}. */
    @Test
    void shouldKeepDrawingsThatAreThoseOfTheData() throws IOException {
        Map<String, String> kept = new TreeMap<>();
        try (Stream<Path> files = Files.list(KEPT)) {
            for (Path file : files.toList()) {
                kept.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        assertEquals(Drawings.all(), kept);
    }

    @Test
    void shouldDrawWellFormedXml() throws Exception {
        for (String drawing : Drawings.all().values()) {
            var document = DocumentBuilderFactory.newDefaultInstance()
                    .newDocumentBuilder()
                    .parse(new org.xml.sax.InputSource(new java.io.StringReader(drawing)));
            assertEquals("svg", document.getDocumentElement().getTagName());
        }
    }
}
