/**
 * What of a stream is at hand. The live ring holds the newest segments in memory, bounded in bytes, and lets readers
 * wait for what is about to come.
 */
@NullMarked
package io.skyv.box.store;

import org.jspecify.annotations.NullMarked;
