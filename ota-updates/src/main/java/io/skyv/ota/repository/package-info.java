/**
 * The other side of TUF: keys that sign, and the metadata of a repository that clients will accept (TUF specification
 * 1.0.34, §6). Nothing is written here that {@link io.skyv.ota.metadata} would not read.
 */
@NullMarked
package io.skyv.ota.repository;

import org.jspecify.annotations.NullMarked;
