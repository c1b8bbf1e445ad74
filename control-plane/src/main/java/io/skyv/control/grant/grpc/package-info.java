/** Grants for boxes that relay. */
@NullMarked
package io.skyv.control.grant.grpc;

import org.jspecify.annotations.NullMarked;
