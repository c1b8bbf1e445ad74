package io.skyv.proto.sign;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/**
 * ECDSA on P-256 with SHA-256 (FIPS 186-5). A signature is r and s, 32 bytes each (IEEE P1363), which is also what
 * browsers' WebCrypto makes and takes.
 */
public final class P256 {
    public static final int SIGNATURE_BYTES = 64;
    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
    private static final ECParameterSpec CURVE = curve();

    private P256() {}

    public static KeyPair generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    public static byte[] sign(PrivateKey key, byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this key cannot sign with ECDSA", e);
        }
    }

    /** Whether {@code signature} is {@code key}'s over {@code message}; false also for bytes that are no signature. */
    public static boolean verify(PublicKey key, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_BYTES) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException("not a key for ECDSA", e);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    /** @throws MalformedException unless it is a SubjectPublicKeyInfo (RFC 5280 §4.1.2.7, RFC 5480) of a P-256 key */
    public static PublicKey publicKey(byte[] spki) throws MalformedException {
        try {
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
            if (!isP256(key)) {
                throw new MalformedException("the key is not on P-256");
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new MalformedException("not a public key (SubjectPublicKeyInfo) on P-256", e);
        }
    }

    /** @throws MalformedException unless it is a PKCS#8 private key (RFC 5958) on P-256 */
    public static PrivateKey privateKey(byte[] pkcs8) throws MalformedException {
        try {
            PrivateKey key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            if (!(key instanceof ECKey ec) || !sameCurve(ec.getParams())) {
                throw new MalformedException("the key is not on P-256");
            }
            return key;
        } catch (GeneralSecurityException e) {
            throw new MalformedException("not a private key (PKCS#8) on P-256", e);
        }
    }

    /** Whether it is a key of this curve, its point included: Java reads points that lie elsewhere without a word. */
    public static boolean isP256(PublicKey key) {
        return key instanceof ECPublicKey ec && sameCurve(ec.getParams()) && isOnCurve(ec.getW());
    }

    /** y² = x³ + ax + b over the field (SEC 1 §3.2.2.1); the group has prime order, so nothing else is to be checked. */
    private static boolean isOnCurve(ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        EllipticCurve curve = CURVE.getCurve();
        BigInteger p = ((ECFieldFp) curve.getField()).getP();
        BigInteger x = point.getAffineX();
        BigInteger y = point.getAffineY();
        if (x.signum() < 0 || y.signum() < 0 || x.compareTo(p) >= 0 || y.compareTo(p) >= 0) {
            return false;
        }
        BigInteger right = x.pow(2).add(curve.getA()).multiply(x).add(curve.getB());
        return y.pow(2).subtract(right).mod(p).signum() == 0;
    }

    private static boolean sameCurve(ECParameterSpec params) {
        return params.getCurve().equals(CURVE.getCurve())
                && params.getGenerator().equals(CURVE.getGenerator())
                && params.getOrder().equals(CURVE.getOrder());
    }

    private static ECParameterSpec curve() {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    private static AssertionError missing(GeneralSecurityException e) {
        return new AssertionError("this Java has no ECDSA on P-256", e);
    }
}
