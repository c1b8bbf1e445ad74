/**
 * Firmware images as they travel: whole, compressed by zstd, or as a delta from an image that the box has. Both are made and
 * read in pieces of bounded memory; whether the outcome is right is decided by its hash.
 */
@NullMarked
package io.skyv.ota.image;

import org.jspecify.annotations.NullMarked;
