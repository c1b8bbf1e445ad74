/**
 * The development maker: gives boxes their birth certificates and keeps the register of boxes sold. A real maker does
 * this in its factory; here it is a command, so that a box can be had without one.
 */
@NullMarked
package io.skyv.control.identity.maker;

import org.jspecify.annotations.NullMarked;
