/**
 * Finds what is wrong with a profile: by the schema first, then by the rules that a schema cannot say. Each fault names
 * line and rule.
 */
@NullMarked
package io.skyv.hardware.check;

import org.jspecify.annotations.NullMarked;
