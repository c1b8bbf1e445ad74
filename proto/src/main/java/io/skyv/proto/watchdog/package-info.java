/**
 * What a program tells the service manager that runs it: that it serves, and that it is alive. systemd's sd_notify(3), in
 * the JDK alone.
 */
@NullMarked
package io.skyv.proto.watchdog;

import org.jspecify.annotations.NullMarked;
