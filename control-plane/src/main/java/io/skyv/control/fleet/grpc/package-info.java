/** The boxes' sessions over gRPC: what a box says is checked here and handed to whom it concerns. */
@NullMarked
package io.skyv.control.fleet.grpc;

import org.jspecify.annotations.NullMarked;
