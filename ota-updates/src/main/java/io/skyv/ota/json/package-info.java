/**
 * JSON as signed metadata needs it: read strictly, so that everybody who reads the bytes sees the same, and written in the
 * one form that is signed (OLPC canonical JSON).
 */
@NullMarked
package io.skyv.ota.json;

import org.jspecify.annotations.NullMarked;
