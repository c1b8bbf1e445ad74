/**
 * Who may connect to the control plane, and how long a client may take: the guard that boxes have too, with the operator's limits
 * and metrics. Knows connections, nothing of what is said on them.
 */
@NullMarked
package io.skyv.control.guard;

import org.jspecify.annotations.NullMarked;
