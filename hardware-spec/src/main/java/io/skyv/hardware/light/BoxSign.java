package io.skyv.hardware.light;

/**
 * What a box says with its three LEDs; specification.md §8. The status LED alone tells the states apart, for a board that has
 * no other. Later ones hide earlier ones.
 */
public enum BoxSign {
    BOOTING("It starts.", "#####.....", ".", "."),
    ONLINE("It is online and serves; no camera delivers.", "#", ".", "."),
    STREAMING("It is online, and its camera's stream goes out.", "#########.", "#.", "."),
    UNCLAIMED("It has no session with the network yet: not enrolled, or the network is away.", "#.........", ".", "."),
    UPDATING("An update is being installed: leave the power on.", "#.#.#.....", "#.#.#.....", "."),
    FAULT("Something keeps it from its work: its page and its log say what.", "#.#.......", ".", "#.#......."),
    PAIRING("The pairing window is open.", "##..", "..##", "."),
    IDENTIFY("Somebody asked which box this is.", "#.", "#.", "#."),
    RESET_WARNING("The button is held: let go now, or settings and recordings will be gone.", "###.", "...#", "#."),
    RESETTING(
            "Settings and recordings are being deleted; it starts again by itself.",
            "##########..........",
            "##########..........",
            "##########..........");

    private final String meaning;
    private final LedPattern status;
    private final LedPattern activity;
    private final LedPattern alert;

    BoxSign(String meaning, String status, String activity, String alert) {
        this.meaning = meaning;
        this.status = new LedPattern(status);
        this.activity = new LedPattern(activity);
        this.alert = new LedPattern(alert);
    }

    /** For people. */
    public String meaning() {
        return meaning;
    }

    /** What the status LED does. */
    public LedPattern status() {
        return status;
    }

    /** What the activity LED does. */
    public LedPattern activity() {
        return activity;
    }

    /** What the alert LED does. */
    public LedPattern alert() {
        return alert;
    }
}
