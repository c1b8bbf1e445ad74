/** Releases over HTTP: the repository's files for boxes and caches, and its state for people. */
@NullMarked
package io.skyv.control.updates.rest;

import org.jspecify.annotations.NullMarked;
