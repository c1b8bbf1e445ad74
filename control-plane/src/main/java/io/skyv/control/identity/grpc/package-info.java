/** Enrolment over gRPC, and the one place that says which box a gRPC call comes from. */
@NullMarked
package io.skyv.control.identity.grpc;

import org.jspecify.annotations.NullMarked;
