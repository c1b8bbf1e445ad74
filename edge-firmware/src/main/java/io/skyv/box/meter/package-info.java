/**
 * What each grant has paid for and what was served under it. A receipt counts once it is in the write-ahead file.
 */
@NullMarked
package io.skyv.box.meter;

import org.jspecify.annotations.NullMarked;
