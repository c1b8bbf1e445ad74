/** What is on: the streams that boxes offer, and which of them are live. */
@NullMarked
package io.skyv.control.stream;

import org.jspecify.annotations.NullMarked;
