/**
 * The box's one connection to the control plane: it enrols, says what the box has, asks for grants and sends receipts.
 * It reconnects for ever, and whatever was said and not answered is said again.
 */
@NullMarked
package io.skyv.box.uplink;

import org.jspecify.annotations.NullMarked;
