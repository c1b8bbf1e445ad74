/**
 * Files from a server that may be anybody's: every answer is bounded in bytes and in time, and nothing of it is believed
 * here. What the bytes are worth is decided by who asked for them.
 */
@NullMarked
package io.skyv.ota.fetch;

import org.jspecify.annotations.NullMarked;
