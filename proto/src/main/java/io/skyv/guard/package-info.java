/**
 * Who may connect to a program, and how long a client may take: bounds that hold before there is a request, and while an
 * answer is under way. Knows connections and bytes, nothing of the protocol, and stands on Netty, which both programs serve with.
 */
@NullMarked
package io.skyv.guard;

import org.jspecify.annotations.NullMarked;
