/**
 * The programs of this module for a command line. They read arguments, call one thing and end with its outcome.
 */
@NullMarked
package io.skyv.ota.command;

import org.jspecify.annotations.NullMarked;
