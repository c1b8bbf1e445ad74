package io.skyv.box.uplink;

import io.skyv.proto.grant.SignedGrant;
import java.net.URI;

/**
 * Leave to receive a stream from another box.
 *
 * @param servingUrl where that box is, without a slash at the end
 * @param stream whose manifest key every part must be checked with
 */
public record UpstreamGrant(SignedGrant grant, URI servingUrl, StreamSource stream) {}
