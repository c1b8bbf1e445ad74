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

    private static final List<String> ROLE_IS_ELSEWHERE = List.of("role-", "level-", "ir-light-", "pin-used-twice");

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
                fault("a number without end", "\"format\": 1", "\"format\": 1e38888888888888", "json", "\"format\""),
                fault(
                        "a number that fills the memory",
                        "\"format\": 1",
                        "\"format\": 1e2147483647",
                        "json",
                        "\"format\""),
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
                fault("a line below none", "\"line\": 27", "\"line\": -1", "bounds", "-1"),
                fault("a figure beyond all", "\"line\": 27", "\"line\": 1e400", "bounds", "1e400"),
                fault(
                        "a supply of a power station",
                        "\"supplyMilliwatts\": 15300",
                        "\"supplyMilliwatts\": 99999999999",
                        "bounds",
                        "99999999999"),
                fault(
                        "made for cool rooms alone",
                        "\"ambientMaxMillicelsius\": 40000",
                        "\"ambientMaxMillicelsius\": 30000",
                        "bounds",
                        "30000"),
                fault(
                        "a camera that is a disk",
                        "\"device\": \"/dev/video0\"",
                        "\"device\": \"/dev/sda\"",
                        "form",
                        "/dev/sda"),
                fault(
                        "no network",
                        "{\"kind\": \"ethernet\", \"megabitsPerSecond\": 1000},\n    {\"kind\": \"wifi\", \"megabitsPerSecond\": 433}\n",
                        "\n",
                        "schema-minItems",
                        "\"nics\""),
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
                        "\"line\": 23"),
                fault(
                        "a line that is at another pin",
                        "\"line\": 27, \"name\": \"GPIO27\"",
                        "\"line\": 26, \"name\": \"GPIO27\"",
                        "pin-does-not-fit",
                        "activity-led"),
                fault(
                        "a pin that gives no line",
                        "\"pin\": \"J8-13\"",
                        "\"pin\": \"J8-14\"",
                        "pin-does-not-fit",
                        "activity-led"),
                fault("a pin of a line that is none", "\"J8-40\": 21", "\"J8-40\": 99", "line-beyond-chip", "\"pins\""),
                fault(
                        "a LED that is lit when the box stops",
                        "\"pin\": \"J8-11\", \"active\": \"high\", \"safe\": \"off\"",
                        "\"pin\": \"J8-11\", \"active\": \"high\", \"safe\": \"on\"",
                        "safe-state",
                        "\"line\": 17"),
                fault(
                        "a fan that stands when the box stops",
                        "\"safePercent\": 100",
                        "\"safePercent\": 0",
                        "safe-state",
                        "\"safePercent\": 0"),
                fault(
                        "a bus of two data lines",
                        "\"signal\": \"scl\"",
                        "\"signal\": \"sda\"",
                        "signal-twice",
                        "\"line\": 3"),
                fault(
                        "a bus without a clock",
                        "\"pin\": \"J8-3\"},\n        {\"signal\": \"scl\", \"chip\": \"header\", \"line\": 3, \"name\": \"GPIO3\", \"pin\": \"J8-5\"}",
                        "\"pin\": \"J8-3\"}",
                        "signal-missing",
                        "\"lines\": ["));
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
                        "one camera twice",
                        "{\"kind\": \"rpicam\"}",
                        "{\"kind\": \"v4l2\", \"device\": \"/dev/video0\"}",
                        "camera-twice",
                        "\"/dev/video0\"}"),
                fault(
                        "a Raspberry Pi's camera on a PC",
                        "\"architecture\": \"aarch64\"",
                        "\"architecture\": \"x86_64\"",
                        "camera-of-another-board",
                        "rpicam"),
                fault(
                        "one disk twice",
                        "\"mebibytes\": 30000}]",
                        "\"mebibytes\": 30000},\n {\"name\": \"disk\", \"kind\": \"sd\", \"path\": \"/dev/mmcblk0\", \"mebibytes\": 30000}]",
                        "storage-twice",
                        "\"disk\""),
                fault(
                        "one thermal zone twice",
                        "\"address\": 72, \"source\": \"reference\"}",
                        "\"address\": 72, \"source\": \"reference\"},\n{\"kind\": \"thermal-zone\", \"type\": \"cpu\", \"source\": \"dts\"},\n {\"kind\": \"thermal-zone\", \"type\": \"cpu\", \"source\": \"dts\"}",
                        "sensor-twice",
                        " {\"kind\": \"thermal-zone\""),
                fault(
                        "infrared light that blinds by day",
                        "\"role\": \"ir-cut\"",
                        "\"role\": \"activity-led\"",
                        "ir-light-without-ir-cut",
                        "ir-light"),
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

    /** A role that is given to another line is missing where it was, and a pin that is another's does not fit. */
    private static boolean alone(String rule, List<Fault> faults) {
        return faults.stream()
                .allMatch(fault ->
                        fault.rule().equals(rule) || ROLE_IS_ELSEWHERE.stream().anyMatch(rule::startsWith));
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

    /** One run says all: also what the rules beyond the schema find in the parts that have their form. */
    @Test
    void shouldNameFaultsOfEveryKindInOneRun() throws IOException {
        String bad = Files.readString(BOARDS.resolve(GOOD + ".json"))
                .replace("\"vendor\":", "\"maker\":")
                .replace("\"line\": 17", "\"line\": \"17\"")
                .replace("\"line\": 22", "\"line\": 27")
                .replace("\"line\": 23", "\"line\": 23, \"colour\": \"red\"")
                .replace("\"controller\": \"fe20c000.pwm\"", "\"controller\": \"\"")
                .replace("\"bus\": \"header-i2c\", \"address\": 72", "\"bus\": \"spare\", \"address\": 72")
                .replaceFirst("\"watchdog\": .*\n", "")
                .replace("\"cores\": 4", "\"cores\": 0");
        assertEquals(
                List.of(
                        "missing-member ", // vendor
                        "unknown-member /maker",
                        "level-watchdog /claims/level",
                        "bounds /compute/cores",
                        "type /gpio/0/line",
                        "line-used-twice /gpio/2/line",
                        "pin-does-not-fit /gpio/2/pin",
                        "unknown-member /gpio/3/colour",
                        "form /pwm/0/controller",
                        "bus-unknown /sensors/0/bus"),
                ProfileCheck.check(write(GOOD, bad)).stream()
                        .map(fault -> fault.rule() + " " + fault.path())
                        .toList());
    }

    /** What an entry lacks, or says wrongly, hides nothing of what it says rightly. */
    @Test
    void shouldCompareEntriesThatTheSchemaRefusesWithTheOthers() throws IOException {
        String bad = Files.readString(BOARDS.resolve(GOOD + ".json"))
                .replace(
                        "\"line\": 27, \"name\": \"GPIO27\", \"pin\": \"J8-13\", \"active\": \"high\", \"safe\": \"off\"",
                        "\"line\": 17, \"active\": \"hi\"")
                .replace("\"active\": \"low\", \"bias\": \"pull-up\"", "\"bias\": \"pull-up\"")
                .replace("\"line\": 23, \"name\"", "\"line\": 57, \"name\"")
                .replace("\"edges\": true,\n      \"pwm\": [12, 13, 18, 19],", "\"pwm\": [12, \"13\"],")
                .replace("\"channel\": 0, ", "")
                .replace("\"line\": 18, \"name\": \"GPIO18\", \"pin\": \"J8-12\"", "\"line\": 4, \"pin\": \"J8-12\"")
                .replace("\"device\": \"/dev/i2c-1\"", "\"device\": \"i2c\"")
                .replace("\"address\": 96", "\"address\": 72");
        assertEquals(
                List.of(
                        "missing-member /chips/0", // edges
                        "type /chips/0/pwm/1",
                        "missing-member /gpio/1", // safe
                        "not-one-of /gpio/1/active",
                        "line-used-twice /gpio/1/line",
                        "missing-member /gpio/3", // active
                        "line-reserved /gpio/3/line",
                        "missing-member /pwm/0", // channel
                        "pin-does-not-fit /pwm/0/pin",
                        "form /buses/0/device",
                        "address-twice /secureElement/address"),
                ProfileCheck.check(write(GOOD, bad)).stream()
                        .map(fault -> fault.rule() + " " + fault.path())
                        .toList());
    }

    @Test
    void shouldNotSayOfAPartWhatIsSoBecauseAnotherIsLeftOut() throws IOException {
        String bad = Files.readString(BOARDS.resolve(GOOD + ".json"))
                .replace("\"label\": \"pinctrl-bcm2711\",", "\"label\": 7,")
                .replace("\"role\": \"button\"", "\"role\": \"knob\"")
                .replace("\"device\": \"/dev/i2c-1\"", "\"device\": \"i2c\"")
                .replace("\"level\": \"camera\"", "\"level\": \"studio\"")
                .replace("\"fanOnMillicelsius\": 50000,", "");
        assertEquals(
                List.of("not-one-of", "type", "not-one-of", "form", "missing-member"),
                ProfileCheck.check(write(GOOD, bad)).stream().map(Fault::rule).toList());
    }

    @Test
    void shouldNameALineOfTheFileThatMadeAFaultOfAShippedProfile() throws IOException {
        Fault fault = ProfileCheck.check(write("mine", """
                {
                  "id": "mine",
                  "extends": "raspberry-pi-4",
                  "watchdog": null
                }
                """)).getFirst();
        assertEquals("level-watchdog 3", fault.rule() + " " + fault.at().line());
        assertTrue(fault.at().file().endsWith("mine.json"));
        assertTrue(fault.explanation().contains("raspberry-pi-4.json:12"), fault.explanation());
    }

    @Test
    void shouldWantWhatIsExtendedToBeCalledByItsId() throws IOException {
        write("base", "{\n\"id\": \"other\"}");
        Fault fault = ProfileCheck.check(write("one", "{\"id\": \"one\", \"extends\": \"base\"}"))
                .getFirst();
        assertEquals("file-name 2", fault.rule() + " " + fault.at().line());
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
