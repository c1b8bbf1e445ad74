/**
 * Drawings for the documents, made of the data: the wiring of a board, the patterns of the LEDs. SVG, the same bytes each time.
 */
@NullMarked
package io.skyv.hardware.draw;

import org.jspecify.annotations.NullMarked;
