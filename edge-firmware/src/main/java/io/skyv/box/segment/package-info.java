/**
 * Numbers, chains and signs what capture encodes: init segments, parts and segments with their manifests. It decides
 * nothing about the picture; where a segment ends comes from the encoder.
 */
@NullMarked
package io.skyv.box.segment;

import org.jspecify.annotations.NullMarked;
