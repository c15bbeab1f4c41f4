package ipc.histogram;

import java.io.Serial;
import java.lang.ref.SoftReference;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Aggregator;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.util.AbstractStatistics;

/**
 * A histogram of every operation's latency, as a secondary result of JMH. Unit: nanoseconds per operation. The score is the mean,
 * percentiles run from 0 to 100, and JMH merges iterations by adding the histograms.
 *
 * <p>It has no error margin: JMH's formula assumes independent samples, and successive round trips are not independent.
 */
public final class HistogramResult extends Result<HistogramResult> {
    private static final long serialVersionUID = 1;
    private static final String UNIT = "ns/op";

    /** @param label name of the metric, such as {@code rtt} */
    HistogramResult(String label, Histogram histogram) {
        super(ResultRole.SECONDARY, label, new HistogramStatistics(histogram), UNIT, AggregationPolicy.AVG);
    }

    /** The latencies in nanoseconds. The caller must not modify the histogram. */
    public Histogram histogram() {
        return ((HistogramStatistics) statistics).histogram();
    }

    @Override
    public String extendedInfo() {
        return distributionExtendedInfo();
    }

    @Override
    protected Aggregator<HistogramResult> getThreadAggregator() {
        return HistogramResult::sum;
    }

    @Override
    protected Aggregator<HistogramResult> getIterationAggregator() {
        return HistogramResult::sum;
    }

    private static HistogramResult sum(Collection<HistogramResult> results) {
        Iterator<HistogramResult> each = results.iterator();
        HistogramResult first = each.next();
        Histogram sum = first.histogram().copy();
        each.forEachRemaining(result -> sum.add(result.histogram()));
        return new HistogramResult(first.getLabel(), sum);
    }

    /**
     * JMH's statistics of a sample, computed from a histogram. It is sent and stored in HdrHistogram's compressed form. The
     * launcher keeps the results of all iterations until the end of a run, and each takes a quarter of a megabyte uncompressed.
     */
    private static final class HistogramStatistics extends AbstractStatistics {
        private static final long serialVersionUID = 1;

        private final byte[] encoded;
        private transient SoftReference<Histogram> unpacked;

        HistogramStatistics(Histogram histogram) {
            this.unpacked = new SoftReference<>(histogram);
            ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
            int length = histogram.encodeIntoCompressedByteBuffer(buffer);
            this.encoded = new byte[length];
            buffer.flip().get(encoded);
        }

        @Serial
        private void readObject(java.io.ObjectInputStream in) throws java.io.IOException, ClassNotFoundException {
            in.defaultReadObject();
            try {
                unpacked = new SoftReference<>(unpack());
            } catch (DataFormatException | RuntimeException e) {
                throw new java.io.IOException("the fork sent a damaged histogram", e);
            }
        }

        private Histogram unpack() throws DataFormatException {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(encoded), 0);
        }

        Histogram histogram() {
            Histogram histogram = unpacked.get();
            if (histogram == null) {
                try {
                    histogram = unpack();
                } catch (DataFormatException e) {
                    throw new IllegalStateException("a histogram cannot be decoded a second time", e);
                }
                unpacked = new SoftReference<>(histogram);
            }
            return histogram;
        }

        @Override
        public double getMean() {
            Histogram histogram = histogram();
            return histogram.getTotalCount() == 0 ? Double.NaN : histogram.getMean();
        }

        @Override
        public double getMax() {
            return histogram().getMaxValue();
        }

        @Override
        public double getMin() {
            return histogram().getMinValue();
        }

        @Override
        public double getSum() {
            return histogram().getMean() * histogram().getTotalCount();
        }

        @Override
        public long getN() {
            return histogram().getTotalCount();
        }

        @Override
        public double getVariance() {
            double deviation = histogram().getStdDeviation();
            return deviation * deviation;
        }

        /** @param rank 0 to 100; 0 is the minimum, as in JMH */
        @Override
        public double getPercentile(double rank) {
            return rank == 0 ? getMin() : histogram().getValueAtPercentile(rank);
        }

        @Override
        public int[] getHistogram(double[] levels) {
            int[] counts = new int[levels.length - 1];
            for (HistogramIterationValue value : histogram().recordedValues()) {
                int bin = binOf(value.getValueIteratedTo(), levels);
                if (bin >= 0) {
                    counts[bin] = (int) Math.min(Integer.MAX_VALUE, counts[bin] + value.getCountAddedInThisIterationStep());
                }
            }
            return counts;
        }

        private static int binOf(double value, double[] levels) {
            for (int bin = 0; bin < levels.length - 1; bin++) {
                if (levels[bin] <= value && value < levels[bin + 1]) {
                    return bin;
                }
            }
            return -1;
        }

        @Override
        public Iterator<Map.Entry<Double, Long>> getRawData() {
            Iterator<HistogramIterationValue> values = histogram().recordedValues().iterator();
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return values.hasNext();
                }

                @Override
                public Map.Entry<Double, Long> next() {
                    HistogramIterationValue value = values.next();
                    return Map.entry((double) value.getValueIteratedTo(), value.getCountAddedInThisIterationStep());
                }
            };
        }

        @Override
        public double getMeanErrorAt(double confidence) {
            return Double.NaN;
        }

        @Override
        public double[] getConfidenceIntervalAt(double confidence) {
            return new double[] {Double.NaN, Double.NaN};
        }
    }
}
