package ipc.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Bytes altered here and there, as damage and malice would: the same way for the same seed. */
final class Mutation {
    private static final int MOST_STEPS = 3;
    private static final int LONGEST_CHUNK = 512;
    private static final List<String> NUMBERS = List.of("-1", "2147483648", "9223372036854775807", "-9223372036854775808",
            "99999999999999999999", "1e308", "NaN", "null");

    private Mutation() {
    }

    /** They themselves stay as they are. */
    static byte[] of(byte[] bytes, int seed) {
        // The first numbers of seeds that follow each other are alike.
        Random random = new Random(seed * 0x9E3779B97F4A7C15L);
        byte[] altered = bytes.clone();
        for (int step = 1 + random.nextInt(MOST_STEPS); step > 0 && altered.length > 0; step--) {
            altered = step(altered, random);
        }
        return altered;
    }

    private static byte[] step(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + 1 + random.nextInt(LONGEST_CHUNK));
        switch (random.nextInt(6)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
            case 1 -> bytes[at] = (byte) random.nextInt();
            case 2 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 3 -> {
                return joined(bytes, end, Arrays.copyOfRange(bytes, at, end), end);
            }
            case 4 -> {
                return joined(bytes, at, new byte[0], end);
            }
            default -> {
                return withNumber(bytes, at, NUMBERS.get(random.nextInt(NUMBERS.size())));
            }
        }
        return bytes;
    }

    /** In place of the first number behind that byte; of four bytes, where none is written in digits. */
    private static byte[] withNumber(byte[] bytes, int at, String number) {
        int from = at;
        while (from < bytes.length && !Character.isDigit(bytes[from])) {
            from++;
        }
        int to = from;
        while (to < bytes.length && Character.isDigit(bytes[to])) {
            to++;
        }
        if (from < to) {
            return joined(bytes, from, number.getBytes(StandardCharsets.US_ASCII), to);
        }
        Arrays.fill(bytes, at, Math.min(bytes.length, at + Integer.BYTES), (byte) -1);
        return bytes;
    }

    private static byte[] joined(byte[] bytes, int until, byte[] between, int from) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(bytes, 0, until);
        joined.writeBytes(between);
        joined.write(bytes, from, bytes.length - from);
        return joined.toByteArray();
    }
}
