/**
 * A directory as an update needs it, in steps small enough to fail or be cut off between any two: create, write, force,
 * rename. What is whole after a power cut is decided by their order, which tests try at every step.
 */
@NullMarked
package io.skyv.ota.disk;

import org.jspecify.annotations.NullMarked;
