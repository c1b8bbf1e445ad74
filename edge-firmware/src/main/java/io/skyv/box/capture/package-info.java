/**
 * Capture as the box sees it: it starts a child process that opens the source and makes fragmented MP4 parts of it, reads
 * what the child says, and starts it anew when it dies. No media library is loaded in the box's own process, so that
 * broken media can take down the child only.
 *
 * <p>The child's standard output carries records, big-endian. First, once, the greeting: the four bytes {@code SKVC} and
 * the version as u8, now 2. Then, until the end, per record: type u8, length of the payload u32 (at most
 * {@link io.skyv.box.capture.EventWriter#MAX_PAYLOAD_BYTES}), payload.
 *
 * <table>
 * <caption>Records ({@code str} and {@code bytes} are a u32 length and then UTF-8 or bytes; {@code bool} is u8 0 or 1)</caption>
 * <tr><th>type</th><th>event</th><th>payload</th></tr>
 * <tr><td>1</td><td>{@link io.skyv.box.capture.CaptureEvent.EncodingStarted}</td><td>bytes init segment, str codecs, u32
 * width, u32 height, u32 frames per 1000 s, u64 bit/s, u64 longest segment µs, bool copied</td></tr>
 * <tr><td>2</td><td>{@link io.skyv.box.capture.CaptureEvent.PartEncoded}</td><td>u64 start µs, u64 duration µs, bool
 * independent, bool last of segment, bytes body</td></tr>
 * <tr><td>3</td><td>{@link io.skyv.box.capture.CaptureEvent.Waiting}</td><td>str for what; once a second</td></tr>
 * <tr><td>4</td><td>{@link io.skyv.box.capture.CaptureEvent.Log}</td><td>u8 level (0 debug, 1 info, 2 warning, 3 error),
 * str</td></tr>
 * <tr><td>5</td><td>{@link io.skyv.box.capture.CaptureEvent.CaptureFailed}</td><td>u8 code, str reason, str remedy</td></tr>
 * <tr><td>6</td><td>{@link io.skyv.box.capture.CaptureEvent.Interrupted}</td><td>u8 cause, str why</td></tr>
 * </table>
 *
 * The child ends when its standard input ends, which is when the box closes it or dies.
 */
@NullMarked
package io.skyv.box.capture;

import org.jspecify.annotations.NullMarked;
