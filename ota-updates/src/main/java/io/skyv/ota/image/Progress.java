package io.skyv.ota.image;

/** Told how far long work is. */
public interface Progress {
    Progress NOBODY = (doneBytes, totalBytes) -> {};

    void at(long doneBytes, long totalBytes);
}
