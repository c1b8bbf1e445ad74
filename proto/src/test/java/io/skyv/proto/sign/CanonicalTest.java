package io.skyv.proto.sign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CanonicalTest {
    private static final String DOMAIN = "skyv-test-v1";

    @Test
    void shouldWriteDomainZeroAndFieldsInOrder() {
        byte[] bytes = new CanonicalWriter(DOMAIN)
                .u8(0xfe)
                .u32(0xdead_beefL)
                .u64(Long.MAX_VALUE)
                .string("aä")
                .digest(Digest.ZERO)
                .i64(-2)
                .bool(true)
                .raw(new byte[] {9, 8})
                .toBytes();
        assertEquals(
                HexFormat.of().formatHex(DOMAIN.getBytes(StandardCharsets.US_ASCII)) + "00" + "fe" + "deadbeef"
                        + "7fffffffffffffff" + "000361c3a4" + "00".repeat(32) + "fffffffffffffffe" + "01" + "0908",
                HexFormat.of().formatHex(bytes));
    }

    @Test
    void shouldNotWriteWhatDoesNotFit() {
        CanonicalWriter out = new CanonicalWriter(DOMAIN);
        assertThrows(IllegalArgumentException.class, () -> out.u8(256));
        assertThrows(IllegalArgumentException.class, () -> out.u8(-1));
        assertThrows(IllegalArgumentException.class, () -> out.u32(1L << 32));
        assertThrows(IllegalArgumentException.class, () -> out.u32(-1));
        assertThrows(IllegalArgumentException.class, () -> out.u64(-1));
        assertThrows(IllegalArgumentException.class, () -> out.string("a".repeat(0x1_0000)));
        assertThrows(IllegalArgumentException.class, () -> out.string("half a pair \ud83d"));
        assertEquals(DOMAIN.length() + 1, out.toBytes().length, "nothing of it was written");
    }

    @Test
    void shouldReadWhatWasWritten() throws MalformedException {
        long seed = 20_260_105;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            int small = random.nextInt(256);
            long middle = random.nextLong(1L << 32);
            long large = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
            String text = text(random);
            byte[] bytes = new CanonicalWriter(DOMAIN)
                    .u8(small)
                    .u32(middle)
                    .u64(large)
                    .string(text)
                    .u8(round % 2)
                    .i64(-large)
                    .toBytes();
            CanonicalReader in = new CanonicalReader(DOMAIN, bytes);
            String which = "seed " + seed + ", round " + round;
            assertEquals(small, in.u8(), which);
            assertEquals(middle, in.u32(), which);
            assertEquals(large, in.u64(), which);
            assertEquals(text, in.string(), which);
            assertEquals(round % 2 == 1, in.bool(), which);
            assertEquals(-large, in.i64(), which);
            assertEquals(bytes.length, in.position(), which);
            in.end();
        }
    }

    @Test
    void shouldRefuseAnotherDomain() {
        byte[] bytes = new CanonicalWriter(DOMAIN).toBytes();
        for (String other : List.of("skyv-test-v2", "skyv-test-v11", "skyv-test-v", "skyv-test", "Skyv-test-v1", "")) {
            assertThrows(MalformedException.class, () -> new CanonicalReader(other, bytes), other);
        }
        assertThrows(
                MalformedException.class, () -> new CanonicalReader(DOMAIN, Arrays.copyOf(bytes, bytes.length - 1)));
    }

    @Test
    void shouldRefuseFiguresOutOfTheirRange() throws MalformedException {
        assertThrows(MalformedException.class, reader("8000000000000000")::u64);
        assertThrows(MalformedException.class, reader("ffffffffffffffff")::u64);
        assertThrows(MalformedException.class, reader("02")::bool);
        assertThrows(MalformedException.class, reader("ff")::bool);
    }

    @Test
    void shouldRefuseToReadBeyondTheEnd() throws MalformedException {
        assertThrows(MalformedException.class, reader("")::u8);
        assertThrows(MalformedException.class, reader("000000")::u32);
        assertThrows(MalformedException.class, reader("00000000000000")::u64);
        assertThrows(MalformedException.class, reader("00")::string);
        assertThrows(MalformedException.class, reader("000261")::string);
        assertThrows(MalformedException.class, reader("00".repeat(31))::digest);
        assertThrows(MalformedException.class, () -> reader("00").raw(Integer.MAX_VALUE));
    }

    @Test
    void shouldRefuseBytesThatAreLeftOver() throws MalformedException {
        MalformedException refusal = assertThrows(MalformedException.class, reader("0000")::end);
        assertEquals("2 bytes too many", refusal.getMessage());
    }

    @Test
    void shouldRefuseStringsThatAreNotUtf8() throws MalformedException {
        for (String bad : List.of("ff", "c328", "e28228", "c1a1", "eda080", "f8888080", "80", "e2")) {
            String string = String.format("%04x", bad.length() / 2) + bad;
            assertThrows(MalformedException.class, reader(string)::string, bad);
        }
    }

    @Test
    void shouldHaveExactlyOneTextForBytes() throws MalformedException {
        assertEquals("_-8", Base64Url.encode(new byte[] {(byte) 0xff, (byte) 0xef}));
        assertArrayEquals(new byte[] {(byte) 0xff, (byte) 0xef}, Base64Url.decode("_-8", 2));
        assertArrayEquals(new byte[0], Base64Url.decode("", 0));
        for (String bad : List.of("_-8=", "_-9", "/+8", "_-8\n", " _-8", "_", "_-88888")) {
            assertThrows(MalformedException.class, () -> Base64Url.decode(bad, 2), bad);
        }
    }

    @Test
    void shouldNeverChangeADigest() {
        byte[] bytes = new byte[Digest.BYTES];
        Digest digest = Digest.of(bytes);
        bytes[0] = 1;
        digest.bytes()[1] = 1;
        assertEquals(Digest.ZERO, digest);
        assertEquals(Digest.ZERO.hashCode(), digest.hashCode());
        assertFalse(Digest.ZERO.equals(Digest.of(bytes)));
        assertTrue(Digest.ofHex("00".repeat(32)).equals(digest));
        assertThrows(IllegalArgumentException.class, () -> Digest.of(new byte[31]));
        assertThrows(IllegalArgumentException.class, () -> Digest.ofHex("00".repeat(31)));
        assertThrows(IllegalArgumentException.class, () -> Digest.ofHex("0g".repeat(32)));
    }

    private static CanonicalReader reader(String hex) throws MalformedException {
        byte[] domain = new CanonicalWriter(DOMAIN).toBytes();
        byte[] fields = HexFormat.of().parseHex(hex);
        byte[] bytes = Arrays.copyOf(domain, domain.length + fields.length);
        System.arraycopy(fields, 0, bytes, domain.length, fields.length);
        return new CanonicalReader(DOMAIN, bytes);
    }

    private static String text(Random random) {
        int[] points = random.ints(random.nextInt(40), 1, 0x11_0000)
                .filter(point -> point < 0xd800 || point > 0xdfff)
                .toArray();
        return new String(points, 0, points.length);
    }
}
