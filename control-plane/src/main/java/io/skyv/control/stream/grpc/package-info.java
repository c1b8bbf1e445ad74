/** Streams for the boxes. */
@NullMarked
package io.skyv.control.stream.grpc;

import org.jspecify.annotations.NullMarked;
