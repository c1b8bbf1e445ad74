/** The books over HTTP, for anyone to read. */
@NullMarked
package io.skyv.control.projection.rest;

import org.jspecify.annotations.NullMarked;
