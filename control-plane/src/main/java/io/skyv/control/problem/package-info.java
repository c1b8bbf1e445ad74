/** Problems as others see them: each has a code, and one file says what status it is over HTTP and over gRPC. */
@NullMarked
package io.skyv.control.problem;

import org.jspecify.annotations.NullMarked;
