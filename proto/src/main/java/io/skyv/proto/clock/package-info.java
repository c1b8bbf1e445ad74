/**
 * What programs must know of their machine's clock. A clock is only asked here, never set.
 */
@NullMarked
package io.skyv.proto.clock;

import org.jspecify.annotations.NullMarked;
