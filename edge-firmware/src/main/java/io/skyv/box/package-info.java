/**
 * The SKYV-Box, put together: configuration, and the one place where its features are joined. Each feature is a package
 * below this one.
 */
@NullMarked
package io.skyv.box;

import org.jspecify.annotations.NullMarked;
