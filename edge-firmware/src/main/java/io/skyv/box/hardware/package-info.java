/**
 * What the box says with its LEDs, what its button does, when its fan runs and its watchdog is fed: decided here, without a
 * device. {@link io.skyv.box.hardware.HardwareLoop} is the one thread that asks, decides and drives.
 */
@NullMarked
package io.skyv.box.hardware;

import org.jspecify.annotations.NullMarked;
