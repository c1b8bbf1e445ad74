/**
 * The books as people read them: what moved in whose hands, and who was elected and why, worked out from kept blocks. Pure;
 * the subpackages keep it in PostgreSQL and show it.
 */
@NullMarked
package io.skyv.control.projection;

import org.jspecify.annotations.NullMarked;
