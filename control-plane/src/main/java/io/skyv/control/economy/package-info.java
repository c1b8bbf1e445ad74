/**
 * The economics of the network, exact to the last micro-SKYV: one deterministic state machine of money, stake, grants,
 * boxes and rounds, with the byte forms of what it takes and says. Knows no framework, no clock, no disk and no chance.
 */
@NullMarked
package io.skyv.control.economy;

import org.jspecify.annotations.NullMarked;
