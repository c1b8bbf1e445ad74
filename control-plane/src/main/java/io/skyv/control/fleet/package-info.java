/** The boxes of the network: which are known, which are connected now, and what they say of themselves. */
@NullMarked
package io.skyv.control.fleet;

import org.jspecify.annotations.NullMarked;
