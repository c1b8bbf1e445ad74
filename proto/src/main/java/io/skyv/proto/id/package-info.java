/** Identities as types. Each is checked once, where it enters, and cannot be mistaken for another afterwards. */
@NullMarked
package io.skyv.proto.id;

import org.jspecify.annotations.NullMarked;
