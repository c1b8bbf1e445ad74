/** The control plane's permission to receive media, and what it costs. The rules here are what boxes, viewers and the ledger all reckon with. */
@NullMarked
package io.skyv.proto.grant;

import org.jspecify.annotations.NullMarked;
