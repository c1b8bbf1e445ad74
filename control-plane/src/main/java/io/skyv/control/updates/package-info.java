/**
 * Releases for boxes: shows of a directory what boxes would take, publishes what people have signed, and renews what expires.
 * The rules are {@link io.skyv.ota.serve}'s; here are the thread, the keys and what is told about them.
 */
@NullMarked
package io.skyv.control.updates;

import org.jspecify.annotations.NullMarked;
