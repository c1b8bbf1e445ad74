/** How keys and certificates lie on disk, on the box as in the control plane: PEM, secrets in mode 0600, never half written. */
@NullMarked
package io.skyv.proto.key;

import org.jspecify.annotations.NullMarked;
