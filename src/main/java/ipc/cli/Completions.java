package ipc.cli;

import ipc.analysis.advise.AdviceFormat;
import ipc.analysis.compare.ComparisonFormat;
import ipc.analysis.table.Grouping;
import ipc.analysis.table.TableFormat;
import java.util.Arrays;
import java.util.Iterator;

/** The values of options, for the shell to complete. The enumeration that parses an option has its values. */
final class Completions {
    private Completions() {
    }

    /** The values of {@code table --format}. */
    static final class Formats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(TableFormat.values()).map(TableFormat::words).iterator();
        }
    }

    /** The values of {@code compare --format}. */
    static final class ComparisonFormats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(ComparisonFormat.values()).map(ComparisonFormat::words).iterator();
        }
    }

    /** The values of {@code advise --format}. */
    static final class AdviceFormats implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(AdviceFormat.values()).map(AdviceFormat::words).iterator();
        }
    }

    /** The values of {@code table --by}. */
    static final class Groupings implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Grouping.values()).map(Grouping::words).iterator();
        }
    }
}
