package io.skyv.box.hardware.linux;

import java.io.IOException;
import java.util.Map;

/** What the kernel would not do, and why; the message says what can be done where that is known. */
public final class KernelException extends IOException {
    private static final long serialVersionUID = 1;

    /** Of errno(3), as far as they come from devices. */
    private static final Map<Integer, String> WORDS = Map.ofEntries(
            Map.entry(1, "not permitted (EPERM)"),
            Map.entry(2, "there is no such device (ENOENT): see whether its driver is loaded"),
            Map.entry(4, "interrupted (EINTR)"),
            Map.entry(5, "input/output error (EIO)"),
            Map.entry(6, "no such device or address (ENXIO): the chip may have no interrupts"),
            Map.entry(9, "it is closed (EBADF)"),
            Map.entry(13, "permission denied (EACCES): let this user have the device, by its group"),
            Map.entry(16, "it is in use by another program or driver (EBUSY)"),
            Map.entry(19, "there is no such device (ENODEV)"),
            Map.entry(22, "the kernel does not know this request (EINVAL)"),
            Map.entry(25, "it is not such a device (ENOTTY)"),
            Map.entry(95, "the device cannot do that (EOPNOTSUPP)"),
            Map.entry(110, "it does not answer (ETIMEDOUT)"),
            Map.entry(121, "nobody answers at this address (EREMOTEIO)"));

    private final int errno;

    KernelException(String what, int errno) {
        super("cannot " + what + ": " + WORDS.getOrDefault(errno, "error " + errno));
        this.errno = errno;
    }

    /** Linux's number of the error. */
    public int errno() {
        return errno;
    }
}
