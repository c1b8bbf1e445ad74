/**
 * Who may connect to the box, and how long a receiver may take: bounds that hold before there is a request, and while an
 * answer is under way. Knows connections and bytes, nothing of media or money.
 */
@NullMarked
package io.skyv.box.guard;

import org.jspecify.annotations.NullMarked;
