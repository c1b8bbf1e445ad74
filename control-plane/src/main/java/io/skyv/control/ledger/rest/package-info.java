/** The books over HTTP, for reading. */
@NullMarked
package io.skyv.control.ledger.rest;

import org.jspecify.annotations.NullMarked;
