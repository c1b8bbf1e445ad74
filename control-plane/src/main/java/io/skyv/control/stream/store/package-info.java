/** Streams in the database. */
@NullMarked
package io.skyv.control.stream.store;

import org.jspecify.annotations.NullMarked;
