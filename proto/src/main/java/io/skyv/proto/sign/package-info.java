/** Canonical bytes and P-256 signatures over them. What is signed has exactly one encoding, names its domain and its version first. */
@NullMarked
package io.skyv.proto.sign;

import org.jspecify.annotations.NullMarked;
