/** The network's keys and certificates as files, and its members as a table. */
@NullMarked
package io.skyv.control.identity.store;

import org.jspecify.annotations.NullMarked;
