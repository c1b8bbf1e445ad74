/**
 * The kernel's interfaces to hardware, each as it is documented: GPIO character device (uAPI v2), I²C and SMBus, PWM by
 * sysfs, watchdog. What is here knows device files and numbers, and nothing of a box.
 */
@NullMarked
package io.skyv.box.hardware.linux;

import org.jspecify.annotations.NullMarked;
