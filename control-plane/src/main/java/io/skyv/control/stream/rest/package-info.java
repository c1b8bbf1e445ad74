/** Streams over HTTP. */
@NullMarked
package io.skyv.control.stream.rest;

import org.jspecify.annotations.NullMarked;
