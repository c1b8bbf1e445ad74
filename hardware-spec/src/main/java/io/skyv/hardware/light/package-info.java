/**
 * What a box says with its LEDs: the one table from which the firmware blinks and the documents are drawn. Knows no hardware.
 */
@NullMarked
package io.skyv.hardware.light;

import org.jspecify.annotations.NullMarked;
