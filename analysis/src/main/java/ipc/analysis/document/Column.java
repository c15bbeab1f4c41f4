package ipc.analysis.document;

/**
 * A column of a {@link Table}.
 *
 * @param key     the column's name in CSV and JSON
 * @param group   the heading that it shares with its neighbours, such as {@code shmem}; empty if it stands alone
 * @param heading what people read above it
 * @param unit    what its values measure
 */
public record Column(String key, String group, String heading, Unit unit) {
    /** A column that stands alone and is called the same by people and programs. */
    public static Column of(String heading, Unit unit) {
        return new Column(heading, "", heading, unit);
    }
}
