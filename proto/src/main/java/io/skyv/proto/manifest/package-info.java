/** What a source says of each init segment, part and segment it makes, and signs. A receiver believes a byte of media only through its manifest. */
@NullMarked
package io.skyv.proto.manifest;

import org.jspecify.annotations.NullMarked;
