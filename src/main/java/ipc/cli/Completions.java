package ipc.cli;

import ipc.analysis.ComparisonFormat;
import ipc.analysis.Grouping;
import ipc.analysis.TableFormat;
import java.util.Arrays;
import java.util.Iterator;

/** What options can be, for the shell to complete; each by the enumeration that parses it. */
final class Completions {
    private Completions() {
    }

    /** Of {@code table --format}. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(TableFormat.values()).map(TableFormat::words).iterator();
        }
    }

    /** Of {@code compare --format}. */
    static final class ComparisonFormats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ComparisonFormat.values()).map(ComparisonFormat::words).iterator();
        }
    }

    /** Of {@code table --by}. */
    static final class Groupings implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Grouping.values()).map(Grouping::words).iterator();
        }
    }
}
