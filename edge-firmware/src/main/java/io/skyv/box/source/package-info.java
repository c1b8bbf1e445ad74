/**
 * This box as the source of a stream: what its camera delivers is packaged, kept in the live ring and offered to the
 * network.
 */
@NullMarked
package io.skyv.box.source;

import org.jspecify.annotations.NullMarked;
