package ipc.result;

import ipc.BadInputException;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The blocks of paired cells: compressed comma-separated values with a header. Their readers have limits. */
final class PairBlocks {
    private static final String BLOCKS_HEADER = "fork,allocation,side,operations,start_ns,nanos";
    private static final String BASELINE = "baseline";
    private static final String CONTENDER = "contender";
    private static final long MAX_ALL_BLOCKS = 12L * ResultDirectory.MAX_BLOCKS;

    private final Function<String, BadInputException> tooMany;
    private long allBlocks;

    /** @param tooMany the failure if a run has more of something than any run can have */
    PairBlocks(Function<String, BadInputException> tooMany) {
        this.tooMany = tooMany;
    }

    /**
     * The content of a file.
     *
     * @param forks blocks of each fork, in order
     */
    static byte[] written(List<List<Block>> forks) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Writer out = new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.US_ASCII)) {
            out.write(BLOCKS_HEADER + "\n");
            for (int fork = 0; fork < forks.size(); fork++) {
                for (Block block : forks.get(fork)) {
                    out.write(fork + "," + block.allocation() + "," + (block.contender() ? CONTENDER : BASELINE) + ","
                            + block.operations() + "," + block.startNanos() + "," + block.nanos() + "\n");
                }
            }
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a file, as one list per fork.
     *
     * @param blocks its name in messages
     * @throws BadInputException        if it is too large
     * @throws IllegalArgumentException if it is malformed
     */
    List<List<Block>> read(InputStream packed, Path blocks) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new ShortLines(new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.US_ASCII)))) {
            if (!BLOCKS_HEADER.equals(in.readLine())) {
                throw new BadInputException(blocks + " is malformed: it does not begin with " + BLOCKS_HEADER);
            }
            List<List<Block>> forks = new ArrayList<>();
            String fork = null;
            int blockCount = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (++blockCount > ResultDirectory.MAX_BLOCKS) {
                    throw new BadInputException(
                            blocks + " holds more than " + ResultDirectory.MAX_BLOCKS + " blocks, which is too"
                                    + " many");
                }
                if (++allBlocks > MAX_ALL_BLOCKS) {
                    throw tooMany.apply("blocks");
                }
                String of = line.substring(0, Math.max(0, line.indexOf(',')));
                if (!of.equals(fork)) {
                    if (forks.size() == RunRecord.MOST_ROUNDS) {
                        throw new BadInputException(blocks + " has blocks of more than " + RunRecord.MOST_ROUNDS
                                + " forks, which is too many");
                    }
                    forks.add(new ArrayList<>());
                    fork = of;
                }
                forks.get(forks.size() - 1).add(block(line));
            }
            return forks;
        }
    }

    /** Limits the length of a line. A line without end would fill the memory. */
    private static final class ShortLines extends FilterReader {
        /** Limit for a line; its longest possible numbers take 87 characters. */
        private static final int LONGEST_CHARS = 120;

        private int chars;

        ShortLines(Reader in) {
            super(in);
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            for (int i = offset; i < offset + read; i++) {
                chars = buffer[i] == '\n' || buffer[i] == '\r' ? 0 : chars + 1;
                if (chars > LONGEST_CHARS) {
                    throw new IOException("a line is longer than " + LONGEST_CHARS + " characters");
                }
            }
            return read;
        }
    }

    private static Block block(String line) {
        String[] values = line.split(",", -1);
        if (values.length != 6 || !(values[2].equals(BASELINE) || values[2].equals(CONTENDER))) {
            throw new IllegalArgumentException("the line \"" + line + "\" does not have the fields " + BLOCKS_HEADER);
        }
        return new Block(Integer.parseInt(values[1]), values[2].equals(CONTENDER), Integer.parseInt(values[3]),
                Long.parseLong(values[4]), Long.parseLong(values[5]));
    }
}
