/** Every configuration key of the control plane, in one place, and the clock. */
@NullMarked
package io.skyv.control.config;

import org.jspecify.annotations.NullMarked;
