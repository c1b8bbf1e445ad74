package io.skyv.control.identity;

import java.security.KeyPair;

/** The key with which the control plane signs grants; boxes get its public half when they enrol. */
public interface GrantKeys {
    KeyPair grantKey();
}
