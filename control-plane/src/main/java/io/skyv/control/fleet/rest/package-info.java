/** What anyone may know of the boxes, over HTTP. */
@NullMarked
package io.skyv.control.fleet.rest;

import org.jspecify.annotations.NullMarked;
