package io.skyv.box.capture;

import java.io.IOException;

/** What came is not a record of a capture child: another program, another version, or a child gone mad. */
public final class BadRecordException extends IOException {
    private static final long serialVersionUID = 1L;

    BadRecordException(String message) {
        super(message);
    }
}
