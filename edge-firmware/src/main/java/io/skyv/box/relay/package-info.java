/**
 * LL-HLS over HTTP to viewers and to other boxes, only under a grant and only what is paid. Whoever serves a stream,
 * its source or a relay, serves it in the same way.
 */
@NullMarked
package io.skyv.box.relay;

import org.jspecify.annotations.NullMarked;
