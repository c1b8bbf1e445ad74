/**
 * A TUF client: from a root that came with the machine to files that the repository's keys vouch for (TUF specification
 * 1.0.34, §5). {@link io.skyv.ota.client.TrustedSet} decides, {@link io.skyv.ota.client.TufClient} asks servers and disks.
 */
@NullMarked
package io.skyv.ota.client;

import org.jspecify.annotations.NullMarked;
