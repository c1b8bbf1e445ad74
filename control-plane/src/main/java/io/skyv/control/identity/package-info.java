/**
 * Who is who: the network's keys, the makers whose boxes it knows, and the rules by which a box becomes a member.
 * Certificates are made and read here; what they are asked for is decided in the subpackages.
 */
@NullMarked
package io.skyv.control.identity;

import org.jspecify.annotations.NullMarked;
