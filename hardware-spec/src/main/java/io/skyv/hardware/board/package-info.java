/**
 * The command line for makers: writes a profile, checks one, draws it. Nothing of it is in a box.
 */
@NullMarked
package io.skyv.hardware.board;

import org.jspecify.annotations.NullMarked;
