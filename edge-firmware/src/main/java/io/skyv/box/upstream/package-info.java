/**
 * Gets a stream from a parent box, as a receiver that pays: checks each manifest and body, and fills the live ring from
 * which it is served on.
 */
@NullMarked
package io.skyv.box.upstream;

import org.jspecify.annotations.NullMarked;
