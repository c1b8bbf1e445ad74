/** The control plane's side of TLS: its own certificate, and which client certificates get as far as a service. */
@NullMarked
package io.skyv.control.identity.tls;

import org.jspecify.annotations.NullMarked;
