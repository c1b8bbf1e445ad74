/**
 * JSON whose every value knows the line that it stands on. So that who wrote a profile is told where its fault is.
 */
@NullMarked
package io.skyv.hardware.json;

import org.jspecify.annotations.NullMarked;
