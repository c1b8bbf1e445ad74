/**
 * What a board is: its lines by role, its buses, sensors, watchdog and limits. Profiles may be built upon one another.
 */
@NullMarked
package io.skyv.hardware.profile;

import org.jspecify.annotations.NullMarked;
