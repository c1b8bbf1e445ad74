/**
 * A board's lines by role, through Pi4J: its providers here stand upon the kernel's own interfaces. Another platform of Pi4J,
 * such as its mock, does as well.
 */
@NullMarked
package io.skyv.box.hardware.pi4j;

import org.jspecify.annotations.NullMarked;
