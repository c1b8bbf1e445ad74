package io.skyv.hardware.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each fault is planted into a good profile; it is found on its line, under its rule, and alone. */
class PlantedFaultsTest {
    private static final Path BOARDS = Path.of("src/main/resources/io/skyv/hardware/boards");
    private static final String GOOD = "raspberry-pi-4";

    @TempDir
    private Path directory;

    /**
     * @param find what is replaced, once
     * @param line a piece of the line, after the change, that must be named
     */
    record Planted(String what, String find, String replace, String rule, String line) {
        @Override
        public String toString() {
            return rule + ": " + what;
        }
    }

    private static Planted fault(String what, String find, String replace, String rule, String line) {
        return new Planted(what, find, replace, rule, line);
    }

    static Stream<Planted> faults() {
        return Stream.of(form(), lines(), devices(), levels()).flatMap(List::stream);
    }

    private static List<Planted> form() {
        return List.of(
                fault("a comma too many", "\"format\": 1,", "\"format\": 1,,", "json", "\"format\""),
                fault("the file is cut off", "\"sources\": {", "\"sources\": ", "json", "\"dts\": {"),
                fault("a member twice", "\"vendor\":", "\"id\": \"x\",\n  \"vendor\":", "json", "\"id\": \"x\""),
                fault("another format", "\"format\": 1", "\"format\": 2", "bounds", "\"format\": 2"),
                fault(
                        "a misspelt member",
                        "\"revision\":",
                        "\"revison\": \"1\",\n  \"revision\":",
                        "unknown-member",
                        "revison"),
                fault(
                        "a misspelt member of a line",
                        "\"line\": 17, \"name\"",
                        "\"line\": 17, \"nmae\"",
                        "unknown-member",
                        "nmae"),
                fault("no vendor", "  \"vendor\": \"Raspberry Pi Ltd\",\n", "", "missing-member", "{"),
                fault(
                        "an output without a safe state",
                        "\"line\": 17, \"name\": \"GPIO17\", \"pin\": \"J8-11\", \"active\": \"high\", \"safe\": \"off\"",
                        "\"line\": 17, \"active\": \"high\"",
                        "missing-member",
                        "\"line\": 17"),
                fault(
                        "an input without a bias",
                        "\"active\": \"low\", \"bias\": \"pull-up\"",
                        "\"active\": \"low\"",
                        "missing-member",
                        "\"line\": 23"),
                fault(
                        "a button with a safe state",
                        "\"bias\": \"pull-up\", \"source\": \"header\"},\n    {\"role\": \"tamper\"",
                        "\"bias\": \"pull-up\", \"safe\": \"on\", \"source\": \"header\"},\n    {\"role\": \"tamper\"",
                        "member-does-not-fit",
                        "\"safe\": \"on\", \"source\": \"header\"},"),
                fault(
                        "a LED with a bias",
                        "\"line\": 17,",
                        "\"line\": 17, \"bias\": \"pull-up\",",
                        "member-does-not-fit",
                        "\"line\": 17"),
                fault(
                        "a role that is none",
                        "\"role\": \"activity-led\"",
                        "\"role\": \"power-led\"",
                        "not-one-of",
                        "power-led"),
                fault("a level that is none", "\"level\": \"camera\"", "\"level\": \"studio\"", "not-one-of", "studio"),
                fault("a number as a text", "\"line\": 27", "\"line\": \"27\"", "type", "\"27\""),
                fault("half a line", "\"line\": 27", "\"line\": 27.5", "type", "27.5"),
                fault(
                        "an id with capitals",
                        "\"id\": \"raspberry-pi-4\"",
                        "\"id\": \"Raspberry-Pi-4\"",
                        "form",
                        "Raspberry-Pi-4"),
                fault("a bus that is no device file", "\"/dev/i2c-1\"", "\"i2c-1\"", "form", "\"i2c-1\""),
                fault("an I²C address of eight bits", "\"address\": 72", "\"address\": 144", "bounds", "144"),
                fault("a watchdog of an hour", "\"timeoutSeconds\": 15", "\"timeoutSeconds\": 3600", "bounds", "3600"),
                fault(
                        "a sensor of another kind's members",
                        "{\"kind\": \"lm75\", ",
                        "{\"kind\": \"lm75\", \"type\": \"cpu\", ",
                        "member-does-not-fit",
                        "\"type\": \"cpu\""));
    }

    private static List<Planted> lines() {
        return List.of(
                fault(
                        "a line for two LEDs",
                        "\"line\": 27, \"name\": \"GPIO27\", \"pin\": \"J8-13\"",
                        "\"line\": 17, \"name\": \"GPIO17\"",
                        "line-used-twice",
                        "activity-led"),
                fault(
                        "a LED on the bus",
                        "\"line\": 5, \"name\": \"GPIO5\", \"pin\": \"J8-29\"",
                        "\"line\": 2",
                        "line-used-twice",
                        "\"signal\": \"sda\""),
                fault(
                        "the fan's PWM on a button's line",
                        "\"line\": 23, \"name\": \"GPIO23\", \"pin\": \"J8-16\"",
                        "\"line\": 18",
                        "line-used-twice",
                        "\"controller\""),
                fault(
                        "a pin for two lines",
                        "\"pin\": \"J8-13\"",
                        "\"pin\": \"J8-11\"",
                        "pin-used-twice",
                        "activity-led"),
                fault(
                        "a line that the chip has not",
                        "\"line\": 27, \"name\"",
                        "\"line\": 58, \"name\"",
                        "line-beyond-chip",
                        "activity-led"),
                fault(
                        "a line that the board uses",
                        "\"line\": 27, \"name\"",
                        "\"line\": 42, \"name\"",
                        "line-reserved",
                        "activity-led"),
                fault(
                        "a chip that is none",
                        "\"role\": \"alert-led\", \"chip\": \"header\"",
                        "\"role\": \"alert-led\", \"chip\": \"expander\"",
                        "chip-unknown",
                        "expander"),
                fault(
                        "two chips of one label",
                        "\"chips\": [\n",
                        "\"chips\": [\n    {\"name\": \"other\", \"label\": \"pinctrl-bcm2711\", \"lines\": 8, \"edges\": true, \"source\": \"dts\"},\n",
                        "chip-label-twice",
                        "      \"label\": \"pinctrl-bcm2711\""),
                fault(
                        "two chips of one name",
                        "\"chips\": [\n",
                        "\"chips\": [\n    {\"name\": \"header\", \"label\": \"other\", \"lines\": 58, \"edges\": true, \"pwm\": [18], \"source\": \"dts\"},\n",
                        "chip-twice",
                        "      \"name\": \"header\""),
                fault(
                        "PWM on a line that cannot",
                        "\"line\": 18, \"name\": \"GPIO18\", \"pin\": \"J8-12\"",
                        "\"line\": 6",
                        "line-without-pwm",
                        "\"line\": 6"),
                fault("a PWM list beyond the chip", "[12, 13, 18, 19]", "[12, 13, 18, 63]", "line-beyond-chip", "63"),
                fault(
                        "two status LEDs",
                        "\"role\": \"alert-led\"",
                        "\"role\": \"status-led\"",
                        "role-twice",
                        "\"line\": 22"),
                fault(
                        "the fan by GPIO and by PWM",
                        "\"role\": \"ir-light\"",
                        "\"role\": \"fan\"",
                        "role-twice",
                        "\"controller\""),
                fault(
                        "a button that its bias presses",
                        "\"active\": \"low\", \"bias\": \"pull-up\"",
                        "\"active\": \"low\", \"bias\": \"pull-down\"",
                        "bias-presses",
                        "\"line\": 23"),
                fault(
                        "an input that floats",
                        "\"active\": \"low\", \"bias\": \"pull-up\"",
                        "\"active\": \"low\", \"bias\": \"as-is\"",
                        "bias-unknown",
                        "\"line\": 23"));
    }

    private static List<Planted> devices() {
        return List.of(
                fault(
                        "a sensor on a bus that is none",
                        "\"bus\": \"header-i2c\", \"address\": 72",
                        "\"bus\": \"spare\", \"address\": 72",
                        "bus-unknown",
                        "spare"),
                fault("two devices at one address", "\"address\": 96", "\"address\": 72", "address-twice", "atecc608"),
                fault(
                        "two buses of one device",
                        "\"buses\": [\n",
                        "\"buses\": [\n    {\"name\": \"spare\", \"device\": \"/dev/i2c-1\", \"source\": \"header\"},\n",
                        "bus-twice",
                        "      \"device\": \"/dev/i2c-1\""),
                fault(
                        "slots on one partition",
                        "\"name\": \"b\", \"device\": \"card\", \"partition\": 3",
                        "\"name\": \"b\", \"device\": \"card\", \"partition\": 2",
                        "partition-twice",
                        "\"name\": \"b\""),
                fault(
                        "data on a slot",
                        "\"data\": {\"device\": \"card\", \"partition\": 4}",
                        "\"data\": {\"device\": \"card\", \"partition\": 3}",
                        "partition-twice",
                        "\"data\""),
                fault(
                        "two slots a",
                        "\"name\": \"b\", \"device\"",
                        "\"name\": \"a\", \"device\"",
                        "slot-twice",
                        "\"partition\": 3"),
                fault(
                        "a slot on storage that is none",
                        "\"name\": \"b\", \"device\": \"card\"",
                        "\"name\": \"b\", \"device\": \"disk\"",
                        "storage-unknown",
                        "\"disk\""),
                fault(
                        "more power than there is",
                        "\"maxMilliwatts\": 12500",
                        "\"maxMilliwatts\": 25000",
                        "power-over-supply",
                        "25000"),
                fault(
                        "a fan that is full before it is on",
                        "\"fanFullMillicelsius\": 70000",
                        "\"fanFullMillicelsius\": 49000",
                        "thermal-order",
                        "49000"),
                fault(
                        "an alert before the fan does its most",
                        "\"alertMillicelsius\": 78000",
                        "\"alertMillicelsius\": 65000",
                        "thermal-order",
                        "65000"),
                fault(
                        "a fan that never stops",
                        "\"hysteresisMillicelsius\": 5000",
                        "\"hysteresisMillicelsius\": 12000",
                        "fan-never-stops",
                        "12000"),
                fault(
                        "a fan that follows nothing",
                        "\"sensors\": [{\"kind\": \"lm75\", \"bus\": \"header-i2c\", \"address\": 72, \"source\": \"reference\"}]",
                        "\"sensors\": []",
                        "fan-without-sensor",
                        "\"pwm\": ["),
                fault(
                        "a source that is none",
                        "\"timeoutSeconds\": 15, \"source\": \"watchdog\"",
                        "\"timeoutSeconds\": 15, \"source\": \"hearsay\"",
                        "source-unknown",
                        "hearsay"));
    }

    private static List<Planted> levels() {
        return List.of(
                fault(
                        "no watchdog",
                        "  \"watchdog\": {\"device\": \"/dev/watchdog0\", \"timeoutSeconds\": 15, \"source\": \"watchdog\"},\n",
                        "",
                        "level-watchdog",
                        "\"claims\""),
                fault(
                        "no button",
                        "\"role\": \"button\", \"chip\": \"header\", \"line\": 23, \"name\": \"GPIO23\", \"pin\": \"J8-16\", \"active\": \"low\", \"bias\": \"pull-up\"",
                        "\"role\": \"fan\", \"chip\": \"header\", \"line\": 23, \"active\": \"low\", \"safe\": \"on\"",
                        "level-button",
                        "\"gpio\": ["),
                fault(
                        "too little memory",
                        "\"memoryMebibytes\": 4096",
                        "\"memoryMebibytes\": 1024",
                        "level-memory",
                        "1024"),
                fault(
                        "a transcoder of a camera's memory",
                        "\"level\": \"camera\"",
                        "\"level\": \"transcoder\"",
                        "level-memory",
                        "\"memoryMebibytes\""),
                fault(
                        "one slot",
                        ",\n      {\"name\": \"b\", \"device\": \"card\", \"partition\": 3}",
                        "",
                        "level-slots",
                        "\"slots\""),
                fault(
                        "a card that is too small",
                        "\"mebibytes\": 30000",
                        "\"mebibytes\": 8000",
                        "level-storage",
                        "\"devices\""));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldFindAndExplain(Planted planted) throws IOException {
        String good = Files.readString(BOARDS.resolve(GOOD + ".json"));
        assertEquals(
                2,
                (good + "|").split(java.util.regex.Pattern.quote(planted.find())).length,
                "found once: " + planted.find());
        String bad = good.replace(planted.find(), planted.replace());
        assertNotEquals(good, bad);
        String name =
                planted.rule().equals("form") && planted.line().equals("Raspberry-Pi-4") ? "Raspberry-Pi-4" : GOOD;
        List<Fault> faults = ProfileCheck.check(write(name, bad));
        List<Fault> fitting = faults.stream()
                .filter(fault -> fault.rule().equals(planted.rule()))
                .toList();
        assertTrue(!fitting.isEmpty(), () -> "found instead: " + faults);
        String named = bad.lines().toList().get(fitting.getFirst().at().line() - 1);
        assertTrue(named.contains(planted.line()), () -> fitting.getFirst() + " is said of the line " + named);
        assertTrue(fitting.getFirst().explanation().length() > 10, fitting.getFirst()::toString);
        assertTrue(alone(planted.rule(), faults), () -> "one fault, one word: " + faults);
    }

    /** A role that is given to another line is missing where it was. */
    private static boolean alone(String rule, List<Fault> faults) {
        return faults.stream()
                .allMatch(fault -> fault.rule().equals(rule) || rule.startsWith("role-") || rule.startsWith("level-"));
    }

    @Test
    void shouldPlantFortyFaultsOrMore() {
        assertTrue(faults().count() >= 40, faults().count() + " faults");
    }

    @Test
    void shouldNameAFileThatIsNotThere() {
        Fault fault = ProfileCheck.check(directory.resolve("none.json")).getFirst();
        assertEquals("file", fault.rule());
    }

    @Test
    void shouldWantAFileToBeCalledByItsId() throws IOException {
        Path file = write("other", Files.readString(BOARDS.resolve(GOOD + ".json")));
        assertEquals("file-name", ProfileCheck.check(file).getFirst().rule());
    }

    @Test
    void shouldRefuseProfilesThatExtendEachOther() throws IOException {
        write("one", "{\"id\": \"one\",\n\"extends\": \"two\"}");
        write("two", "{\"id\": \"two\",\n\n\"extends\": \"one\"}");
        Fault fault = ProfileCheck.check(directory.resolve("one.json")).getFirst();
        assertEquals("extends-cycle", fault.rule());
        assertEquals(3, fault.at().line());
        assertTrue(fault.at().file().endsWith("two.json"), "the file that closes the circle");
        assertTrue(fault.explanation().contains("one → two → one"), fault.explanation());
    }

    @Test
    void shouldRefuseToExtendWhatIsNotThere() throws IOException {
        Path file = write("one", "{\"id\": \"one\",\n\"extends\": \"nothing\"}");
        Fault fault = ProfileCheck.check(file).getFirst();
        assertEquals("extends-unknown 2", fault.rule() + " " + fault.at().line());
    }

    @Test
    void shouldRefuseALongChain() throws IOException {
        for (int i = 0; i < 10; i++) {
            write("p" + i, "{\"id\": \"p" + i + "\", \"extends\": \"p" + (i + 1) + "\"}");
        }
        assertEquals(
                "extends-too-long",
                ProfileCheck.check(directory.resolve("p0.json")).getFirst().rule());
    }

    @Test
    void shouldNameTheLineOfTheFileThatHasTheFault() throws IOException {
        Path file = write("mine", """
                {
                  "id": "mine",
                  "extends": "raspberry-pi-4",
                  "watchdog": {"timeoutSeconds": 5}
                }
                """);
        Fault fault = ProfileCheck.check(file).getFirst();
        assertEquals("bounds 4", fault.rule() + " " + fault.at().line());
        assertTrue(fault.at().file().endsWith("mine.json"));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shouldFindNoFaultInShippedProfiles(Path file) {
        assertEquals(List.of(), ProfileCheck.check(file));
    }

    static List<Path> shipped() throws IOException {
        try (Stream<Path> files = Files.list(BOARDS)) {
            return files.sorted().toList();
        }
    }

    private Path write(String id, String text) throws IOException {
        return Files.writeString(directory.resolve(id + ".json"), text);
    }
}
