/** The control plane as a program: what it is asked to do on the command line, and what runs before Quarkus does. */
@NullMarked
package io.skyv.control;

import org.jspecify.annotations.NullMarked;
