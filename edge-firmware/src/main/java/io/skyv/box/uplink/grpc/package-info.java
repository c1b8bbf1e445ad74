/**
 * The uplink over gRPC and mutual TLS: one thread that enrols, connects, talks, and does so again for ever. The rest of
 * the box sees only the ports in {@code io.skyv.box.uplink}.
 */
@NullMarked
package io.skyv.box.uplink.grpc;

import org.jspecify.annotations.NullMarked;
