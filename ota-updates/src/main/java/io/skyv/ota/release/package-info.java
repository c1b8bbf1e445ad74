/**
 * What a release says of itself, and what a box makes of it: nothing to do, a delta, the whole image, or a reason against it.
 * Everything here is pure; the signatures that make a manifest worth reading are TUF's.
 */
@NullMarked
package io.skyv.ota.release;

import org.jspecify.annotations.NullMarked;
