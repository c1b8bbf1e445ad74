/**
 * Notices, counts and says that somebody sets the clock of the machine that a program runs on, as both programs do alike. A
 * clock is only asked here, never set; stands on Micrometer.
 */
@NullMarked
package io.skyv.clock;

import org.jspecify.annotations.NullMarked;
