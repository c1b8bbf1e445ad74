package io.skyv.hardware.json;

/** A text that is not JSON, and where it ceases to be. */
public final class JsonSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Json.Place at;

    JsonSyntaxException(Json.Place at, String why) {
        super(why);
        this.at = at;
    }

    /** Where. */
    public Json.Place at() {
        return at;
    }

    /** Why, without the place. */
    public String why() {
        return String.valueOf(getMessage());
    }
}
