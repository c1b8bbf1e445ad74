/**
 * Who this box is: its birth certificate, the keys it made, and the operating certificate that the network gave it.
 * Everything here works from the files in {@code $SKYV_DATA/identity}, also when the control plane is away.
 */
@NullMarked
package io.skyv.box.identity;

import org.jspecify.annotations.NullMarked;
