/**
 * Signed releases: how they are made, and how a box finds, checks and fetches them. What every part of it shares is here:
 * the one way in which an update can fail.
 */
@NullMarked
package io.skyv.ota;

import org.jspecify.annotations.NullMarked;
