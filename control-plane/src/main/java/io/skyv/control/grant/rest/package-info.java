/** Grants and reports over HTTP, for viewers and their players. */
@NullMarked
package io.skyv.control.grant.rest;

import org.jspecify.annotations.NullMarked;
