/**
 * The capture child: opens the source, copies or encodes, cuts fragmented MP4 parts and writes them to standard output as
 * {@link io.skyv.box.capture} describes. Runs in a process of its own, with JavaCPP's FFmpeg; nothing of the box's other
 * features is loaded in it, and no native memory is left to the garbage collector.
 */
@NullMarked
package io.skyv.box.capture.child;

import org.jspecify.annotations.NullMarked;
