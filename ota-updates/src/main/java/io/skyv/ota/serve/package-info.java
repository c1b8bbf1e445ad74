/**
 * A repository for everybody: what of its files may be seen, and who keeps it fresh. Whoever put the files there, nothing is
 * seen that our own client would refuse.
 */
@NullMarked
package io.skyv.ota.serve;

import org.jspecify.annotations.NullMarked;
