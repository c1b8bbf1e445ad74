package io.skyv.control.grant;

import io.skyv.control.stream.Stream;
import io.skyv.proto.grant.SignedGrant;
import java.net.URI;

/**
 * A grant whose money is set aside.
 *
 * @param boxUrl where its box is reached, without a slash at the end
 * @param protocolFeePpm share of what is paid that will be burned
 */
public record IssuedGrant(SignedGrant signed, URI boxUrl, Stream stream, long protocolFeePpm) {}
