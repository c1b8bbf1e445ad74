package io.skyv.box.identity;

/** The box cannot say who it is. The message says what to do about it, in one line. */
public final class NoBirthCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    public NoBirthCertificateException(String message) {
        super(message);
    }

    public NoBirthCertificateException(String message, Throwable cause) {
        super(message, cause);
    }
}
